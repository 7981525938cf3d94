package agent

import (
	"context"
	"fmt"
	"sync"
	"time"

	"infoseek"
)

// outcome is what came of one query.
type outcome struct {
	Found
	refined Refined
	seconds float64
	err     error
	at      infoseek.Boundary // of err
}

// search runs the queries of a turn at once and tells the session what they found. It says false where none of them came through: an observation would tell something that is not so.
func (r *run) search(ctx context.Context, turn Turn) bool {
	queries := turn.Queries
	for _, q := range queries[min(len(queries), r.options.Queries):] {
		r.drop("query "+q, r.tok.Count(q))
	}
	queries = queries[:min(len(queries), r.options.Queries)]
	outcomes := r.runQueries(ctx, queries)
	var findings []finding
	var found []Found
	for _, o := range outcomes {
		if o.err != nil {
			r.fault(o.at, o.err)
			continue
		}
		r.keep(o)
		findings = append(findings, finding{o.Query, o.refined.Text})
		found = append(found, o.Found)
	}
	if len(findings) == 0 {
		return false
	}
	text := observe(findings, r.options.ObservationTokens, r.tok, r.drop)
	r.add(infoseek.Segment{Turn: r.record.Turns, Kind: infoseek.SegmentObservation, Origin: infoseek.OriginTool, Text: text})
	r.session.Observe(turn.Text, text, false, found)
	return true
}

// keep records a query that came through.
func (r *run) keep(o outcome) {
	s := infoseek.TrajectorySearch{Turn: r.record.Turns, Query: o.Query, Hits: []infoseek.TrajectoryHit{}, Refined: o.refined.Text, Seconds: o.seconds}
	for _, d := range o.Documents {
		s.Hits = append(s.Hits, infoseek.TrajectoryHit{Page: d.ID, Title: d.Title, Score: d.Score, Start: d.Span.Start, End: d.Span.End})
	}
	r.record.Searches = append(r.record.Searches, s)
	r.found = append(r.found, o.Documents...)
	r.spend(o.refined.Usage, o.refined.Dollars)
}

func (r *run) runQueries(ctx context.Context, queries []string) []outcome {
	outcomes := make([]outcome, len(queries))
	bare := make([]finding, len(queries))
	for i, q := range queries {
		bare[i].query = q
	}
	room := r.options.ObservationTokens - r.tok.Count(render(bare, 0, r.options.ObservationTokens, r.tok))
	tokens := min(r.options.EvidenceTokens, max(1, room/len(queries)))
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
	limited, cancel := context.WithTimeout(ctx, r.options.RefineTimeout)
	defer cancel()
	o.refined, o.err = r.tools.Refiner.Refine(limited, Refinement{r.record.Question, query, o.Documents, tokens, r.tok})
	if o.err != nil {
		o.at, o.err = infoseek.BoundaryModel, fmt.Errorf("refine %q: %w", query, o.err)
	}
	return o
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
