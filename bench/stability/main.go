// Program stability measures what a certificate is worth in a larger corpus: questions are made from a random part of the pages, and certified again over all of them. Started from the
// repository's root (make bench-stability); the table goes to stdout and to bench/out/stability.json, its exit status is table.Table's.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"slices"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/hcsp"
	"infoseek/runs"
	"infoseek/synth"
)

// seeds draw the pages of a part, one part each, and are those of the runs: a single half gives too few questions to tell much.
var seeds = []uint64{1, 2, 3}

var (
	wholes  = []library.Collection{library.Schools, library.Sample}
	parts   = []int{50, 90} // percent of the pages
	margins = []float64{0, 0.5, 1, 2}
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	l := library.New()
	for _, c := range wholes {
		if err := measure(ctx, &tab, l, c); err != nil {
			slog.Error("bench-stability", "corpus", c.Name, "error", err)
			os.Exit(table.Missed)
		}
	}
	tab.Exit("stability")
}

// measure adds the rows of one corpus.
func measure(ctx context.Context, tab *table.Table, l library.Library, c library.Collection) error {
	whole, err := l.Open(ctx, c)
	if errors.Is(err, fs.ErrNotExist) {
		tab.Add(table.Skip(c.Name+": unique on all of it", "%", table.Bound{}, "not in the data set (INFOSEEK_DATA)"))
		return nil
	}
	if err != nil {
		return err
	}
	defer whole.Close()
	for _, percent := range parts {
		sums := make([]survived, len(margins))
		for _, seed := range seeds {
			if err := part(ctx, l, whole, c, percent, seed, sums); err != nil {
				return err
			}
		}
		tab.Add(rows(fmt.Sprintf("%s, questions of %d%%", c.Name, percent), sums)...)
	}
	return nil
}

// part adds to sums what becomes of the questions of one random part, for each margin.
func part(ctx context.Context, l library.Library, whole *library.Shelf, c library.Collection, percent int, seed uint64, sums []survived) error {
	name := fmt.Sprintf("%s-%d-%d", c.Name, percent, seed)
	shelf, err := l.Open(ctx, c.Thinned(name, float64(percent)/100, seed))
	if err != nil {
		return err
	}
	defer shelf.Close()
	for i, margin := range margins {
		made, err := l.Run(ctx, shelf, name, synth.Options{Seed: seed, PerRoot: 3, Margin: margin})
		if err != nil {
			return err
		}
		if err := sums[i].add(ctx, whole, made.Dir); err != nil {
			return err
		}
	}
	return nil
}

// rows are one for each margin, each beside none.
func rows(what string, sums []survived) []table.Row {
	var out []table.Row
	for i, margin := range margins {
		of := table.Figure("  of questions", float64(len(sums[i].others)), "", table.Bound{})
		middle := table.Figure("  other answers there, the middle question", sums[i].median(), "", table.Bound{})
		if margin == 0 {
			out = append(out, table.Figure(what+", no margin: unique on all of it", sums[i].percent(), "%", table.Bound{}), of, middle)
			continue
		}
		row := fmt.Sprintf("%s, margin %g: unique on all of it", what, margin)
		if len(sums[i].others) == 0 {
			out = append(out, table.Figure(row+" (no questions)", 0, "", table.Bound{}))
			continue
		}
		out = append(out, table.Compared(row, sums[i].percent(), sums[0].percent(), "%", table.Bound{}), of, middle)
	}
	return out
}

// survived holds, for each question, how many other answers it has in the larger corpus.
type survived struct{ others []int }

func (s survived) percent() float64 {
	unique := 0
	for _, n := range s.others {
		if n == 0 {
			unique++
		}
	}
	return 100 * float64(unique) / float64(max(len(s.others), 1))
}

func (s survived) median() float64 {
	if len(s.others) == 0 {
		return 0
	}
	return float64(slices.Sorted(slices.Values(s.others))[len(s.others)/2])
}

// add certifies the questions of a run over a corpus that has more pages.
func (s *survived) add(ctx context.Context, pages infoseek.Pages, dir string) error {
	run, err := runs.Read(dir)
	if err != nil {
		return err
	}
	solver := hcsp.NewSolver(pages)
	for q, err := range run.Questions() {
		if err != nil {
			return err
		}
		n, err := otherAnswers(ctx, pages, solver, q.Tree)
		if err != nil {
			return err
		}
		s.others = append(s.others, n)
	}
	return nil
}

// otherAnswers counts the entities that satisfy a question beside its answer, which always does: what a page is related to and states, it states in a larger corpus too.
func otherAnswers(ctx context.Context, pages infoseek.Pages, solver *hcsp.Solver, t infoseek.Tree) (int, error) {
	up, _, err := solver.Candidates(ctx, t)
	if err != nil {
		return 0, err
	}
	root, err := pages.ByID(ctx, *t.Vertices[0].Page)
	if err != nil {
		return 0, err
	}
	if !slices.Contains(up[0], root) {
		return 0, fmt.Errorf("page %q is no answer to its own question any more", *t.Vertices[0].Page)
	}
	return len(up[0]) - 1, nil
}
