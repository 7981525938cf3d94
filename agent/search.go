package agent

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"infoseek"
	"infoseek/contamination"
)

// outcome is what came of one query.
type outcome struct {
	Found
	// withheld are documents that were found and tell the question.
	withheld []Document
	pages    string // the list of what was found, where pages can be opened
	refined  Refined
	seconds  float64
	err      error
	at       infoseek.Boundary // of err
}

// search runs the queries of a turn in tags at once and tells the session what they found. It says false where none of them came through: an observation would tell something that is not so.
func (r *run) search(ctx context.Context, turn Turn) bool {
	form := observation{r.tok, inTags}
	queries := r.first(turn.Queries, r.options.Queries)
	findings, found := r.findings(r.runQueries(ctx, queries, form, r.options.ObservationTokens))
	if len(findings) == 0 {
		return false
	}
	text := form.observe(findings, r.options.ObservationTokens, r.drop)
	r.add(infoseek.Segment{Turn: r.record.Turns, Kind: infoseek.SegmentObservation, Origin: infoseek.OriginTool, Text: text})
	r.session.Observe(turn, []Reaction{{Text: text, Found: found}})
	return true
}

// first drops the queries after the first n.
func (r *run) first(queries []string, n int) []string {
	n = min(n, len(queries))
	for _, q := range queries[n:] {
		r.drop("query "+q, r.tok.Count(q))
	}
	return queries[:n]
}

// findings records the queries that came through, and the faults of those that did not.
func (r *run) findings(outcomes []outcome) (findings []finding, found []Found) {
	for _, o := range outcomes {
		if o.err != nil {
			r.fault(o.at, o.err)
			continue
		}
		r.keep(o)
		findings = append(findings, newFinding(o.Query, o.pages+o.refined.Text))
		found = append(found, o.Found)
	}
	return findings, found
}

// keep records a query that came through.
func (r *run) keep(o outcome) {
	for _, d := range o.withheld {
		r.drop("page "+d.ID+" at bytes "+fmt.Sprint(d.Span.Start)+": it tells the question", r.tok.Count(d.Text))
	}
	s := infoseek.TrajectorySearch{Turn: r.record.Turns, Query: o.Query, Hits: []infoseek.TrajectoryHit{}, Refined: o.refined.Text, Seconds: o.seconds}
	for _, d := range o.Documents {
		s.Hits = append(s.Hits, infoseek.TrajectoryHit{Page: d.ID, Title: d.Title, Score: d.Score, Start: d.Span.Start, End: d.Span.End})
	}
	r.record.Searches = append(r.record.Searches, s)
	r.found = append(r.found, o.Documents...)
	r.spend(o.refined.Usage, o.refined.Dollars)
}

// runQueries shares room tokens of an observation among queries.
func (r *run) runQueries(ctx context.Context, queries []string, form observation, room int) []outcome {
	outcomes := make([]outcome, len(queries))
	empty := make([]finding, len(queries))
	for i, q := range queries {
		empty[i] = newFinding(q, "")
	}
	room -= r.tok.Count(form.render(empty, 0, room))
	tokens := min(r.options.EvidenceTokens, max(1, room/max(1, len(queries))))
	var wait sync.WaitGroup
	for i, q := range queries {
		wait.Go(func() {
			began := time.Now()
			outcomes[i] = r.query(ctx, q, tokens)
			outcomes[i].seconds = time.Since(began).Seconds()
		})
	}
	wait.Wait()
	return outcomes
}

func (r *run) query(ctx context.Context, query string, tokens int) outcome {
	o := outcome{Found: Found{Query: query}}
	if o.Documents, o.err = r.documents(ctx, query); o.err != nil {
		o.at, o.err = infoseek.BoundarySearch, fmt.Errorf("search %q: %w", query, o.err)
		return o
	}
	if r.options.Firewall {
		o.Documents, o.withheld = r.withhold(o.Documents)
	}
	if len(r.record.Tools) > 0 {
		o.pages = pageList(o.Documents)
		tokens = max(1, tokens-r.tok.Count(o.pages))
	}
	limited, cancel := context.WithTimeout(ctx, r.options.RefineTimeout)
	defer cancel()
	o.refined, o.err = r.tools.Refiner.Refine(limited, Refinement{r.record.Question, query, o.Documents, tokens, r.tok})
	if o.err != nil {
		o.at, o.err = infoseek.BoundaryModel, fmt.Errorf("refine %q: %w", query, o.err)
	}
	return o
}

// withhold parts documents into those to show and those that tell the question, in their title or text.
func (r *run) withhold(documents []Document) (shown, withheld []Document) {
	for _, d := range documents {
		if contamination.Tells(d.Title+"\n"+d.Text, r.record.Question) {
			withheld = append(withheld, d)
		} else {
			shown = append(shown, d)
		}
	}
	return shown, withheld
}

// pageList names the pages of documents, each once, for a model that may open them.
func pageList(documents []Document) string {
	var names []string
	for _, d := range documents {
		if name := oneLine(d.ID) + " " + oneLine(d.Title); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if names == nil {
		return ""
	}
	return "[Pages]: " + strings.Join(names, "; ") + "\n\n"
}

// documents searches and reads what was found.
func (r *run) documents(ctx context.Context, query string) ([]Document, error) {
	limited, cancel := context.WithTimeout(ctx, r.options.SearchTimeout)
	defer cancel()
	hits, err := r.tools.Searcher.Search(limited, []infoseek.Query{{Text: query, K: r.options.TopK}})
	if err != nil {
		return nil, err
	}
	documents := make([]Document, len(hits[0]))
	for i, h := range hits[0] {
		if documents[i], err = r.document(limited, h); err != nil {
			return nil, err
		}
	}
	return documents, nil
}

func (r *run) document(ctx context.Context, h infoseek.Hit) (Document, error) {
	page, err := r.tools.Pages.Page(ctx, h.Page)
	if err != nil {
		return Document{}, err
	}
	text, err := r.tools.Pages.Text(ctx, h.Page, h.Span)
	return Document{h.Page, page.ID, page.Title, h.Span, cut(r.tok, text, r.options.DocumentTokens), h.Score}, err
}
