package search

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"infoseek"
)

// Run holds what a searcher found for each query, as in TREC's run files.
type Run []Ranking

// Ranking is what was found for one query, best first.
type Ranking struct {
	Query     string
	Documents []Document
}

// Document is one document of a ranking.
type Document struct {
	ID    string
	Score float64
}

// RunTopics searches for each topic, k units each. A document's id is its page's id; of passages of pages that have several, followed by "#" and the passage's number from 0.
func (ix *Index) RunTopics(ctx context.Context, s infoseek.Searcher, pages infoseek.Pages, topics []Topic, unit infoseek.Unit, k int) (Run, error) {
	return RunTopics(ctx, s, pages, func(n infoseek.PageNum) bool { return ix.Passages(n) > 1 }, topics, unit, k)
}

// RunTopics is Index.RunTopics by any searcher; several says of a page whether it has several passages.
func RunTopics(ctx context.Context, s infoseek.Searcher, pages infoseek.Pages, several func(infoseek.PageNum) bool, topics []Topic, unit infoseek.Unit, k int) (Run, error) {
	queries := make([]infoseek.Query, len(topics))
	for i, t := range topics {
		queries[i] = infoseek.Query{Text: t.Text, K: k, Unit: unit}
	}
	results, err := s.Search(ctx, queries)
	if err != nil {
		return nil, err
	}
	run := make(Run, len(topics))
	for i, hits := range results {
		run[i] = Ranking{Query: topics[i].ID, Documents: make([]Document, len(hits))}
		for j, h := range hits {
			page, err := pages.Page(ctx, h.Page)
			if err != nil {
				return nil, fmt.Errorf("search: query %q: %w", topics[i].ID, err)
			}
			id := page.ID
			if unit != infoseek.UnitPage && several(h.Page) {
				id += "#" + strconv.Itoa(h.Passage)
			}
			run[i].Documents[j] = Document{id, h.Score}
		}
	}
	return run, nil
}

// WriteRun writes a run in TREC's six columns: query, "Q0", document, rank from 1, score, tag. Ids with blanks have no place there and are an error.
func WriteRun(w io.Writer, run Run, tag string) error {
	out := bufio.NewWriter(w)
	if !isField(tag) {
		return fmt.Errorf("search: write run: tag %q is empty or has a blank in it", tag)
	}
	for _, r := range run {
		for i, d := range r.Documents {
			if !isField(r.Query) || !isField(d.ID) {
				return fmt.Errorf("search: write run: query id %q or document id %q is empty or has a blank in it", r.Query, d.ID)
			}
			fmt.Fprintf(out, "%s Q0 %s %d %s %s\n", r.Query, d.ID, i+1, strconv.FormatFloat(d.Score, 'g', -1, 64), tag)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("search: write run: %w", err)
	}
	return nil
}

// ReadRun reads a run in TREC's six columns. Queries and documents are in the order of the file; what is evaluated goes by the scores (see Evaluate). Errors name the file and line.
func ReadRun(r io.Reader, name string) (Run, error) {
	var run Run
	place := map[string]int{}
	seen := map[[2]string]int{}
	for line, err := range lines(r, name) {
		if err != nil {
			return nil, err
		}
		f := strings.Fields(line.text)
		if len(f) != 6 {
			return nil, line.errorf("%d columns; a run has 6: query, Q0, document, rank, score, tag", len(f))
		}
		score, err := strconv.ParseFloat(f[4], 64)
		if err != nil || score != score {
			return nil, line.errorf("score %q is no number", f[4])
		}
		if first, twice := seen[[2]string{f[0], f[2]}]; twice {
			return nil, line.errorf("document %q of query %q is also in line %d", f[2], f[0], first)
		}
		seen[[2]string{f[0], f[2]}] = line.number
		i, ok := place[f[0]]
		if !ok {
			i = len(run)
			place[f[0]] = i
			run = append(run, Ranking{Query: f[0]})
		}
		run[i].Documents = append(run[i].Documents, Document{f[2], score})
	}
	return run, nil
}
