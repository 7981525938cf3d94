// Program oneshot measures how often one clause of a question, as a query, finds the answer's page: for questions made without the floor that forbids it, so that the
// wording itself is measured. Started from the repository's root (make bench-oneshot); the table goes to stdout and to bench/out/oneshot.json, its exit status is table.Table's.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/runs"
	"infoseek/synth"
)

// depth is how far down the answer's page is looked for.
const depth = 5

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	rows, err := measure(ctx, library.New())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		tab.Add(table.Skip("clauses as queries, Schools Wikipedia", "%", table.Bound{}, err.Error()))
	case err != nil:
		slog.Error("bench-oneshot", "error", err)
		os.Exit(table.Missed)
	}
	tab.Add(rows...)
	tab.Exit("oneshot")
}

// tally counts clauses, and those for which the answer's page comes first or among the first five.
type tally struct{ all, first, top float64 }

func (t *tally) add(rank int) {
	t.all++
	if rank == 1 {
		t.first++
	}
	if rank > 0 {
		t.top++
	}
}

func measure(ctx context.Context, l library.Library) ([]table.Row, error) {
	shelf, err := l.Open(ctx, library.Schools)
	if err != nil {
		return nil, err
	}
	defer shelf.Close()
	made, err := l.Run(ctx, shelf, "oneshot", synth.Options{Seed: 1, RankFloor: -1})
	if err != nil {
		return nil, err
	}
	r, err := runs.Read(made.Dir)
	if err != nil {
		return nil, err
	}
	var own, others tally // clauses about the answer itself, and about hidden vertices
	for q, err := range r.Questions() {
		if err != nil {
			return nil, err
		}
		if err := rank(ctx, shelf, q, &own, &others); err != nil {
			return nil, err
		}
	}
	// The figures beside ours are those of the design's prototype: clauses reduced to verb phrase and types (and copied from the page with names removed: 96% first).
	return []table.Row{
		table.Compared("clauses about the answer that find its page first", percent(own.first, own.all), 12, "%", table.Bound{}),
		table.Compared("clauses about the answer with its page in the top five", percent(own.top, own.all), 23, "%", table.Bound{}),
		table.Figure("  of clauses", own.all, "", table.Bound{}),
		table.Figure("clauses about hidden vertices with the answer's page in the top five", percent(others.top, others.all), "%", table.Bound{}),
		table.Figure("  of clauses", others.all, "", table.Bound{}),
	}, nil
}

func percent(part, all float64) float64 { return 100 * part / max(all, 1) }

// rank looks for the answer's page with each clause of q.
func rank(ctx context.Context, shelf *library.Shelf, q infoseek.Question, own, others *tally) error {
	answer, err := shelf.ByID(ctx, *q.Tree.Vertices[0].Page)
	if err != nil {
		return fmt.Errorf("question %s: %w", q.ID, err)
	}
	queries := make([]infoseek.Query, len(q.Clauses))
	for i, c := range q.Clauses {
		queries[i] = infoseek.Query{Text: q.Question[c.Start:c.End], K: depth, Unit: infoseek.UnitPage}
	}
	hits, err := shelf.Searcher.Search(ctx, queries)
	if err != nil {
		return err
	}
	for i, c := range q.Clauses {
		t := others
		if q.Tree.Edges[c.Edges[0]-1].Parent == 0 {
			t = own
		}
		t.add(place(hits[i], answer))
	}
	return nil
}

// place is the rank of page among hits, 0 if it is not there.
func place(hits []infoseek.Hit, page infoseek.PageNum) int {
	for i, h := range hits {
		if h.Page == page {
			return i + 1
		}
	}
	return 0
}
