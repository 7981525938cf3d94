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
	"path/filepath"
	"slices"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/hcsp"
	"infoseek/runs"
	"infoseek/synth"
)

// seed draws the pages of a part, and is that of each run.
const seed = 1

var (
	wholes  = []library.Collection{library.Schools, library.Sample}
	parts   = []int{50, 90} // percent of the pages
	margins = []float64{0, 2, 10, 50}
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
	if err := errors.Join(tab.WriteFile(filepath.Join("bench", "out", "stability.json")), tab.Print(os.Stdout)); err != nil {
		slog.Error("bench-stability", "error", err)
		os.Exit(table.Missed)
	}
	os.Exit(tab.Status())
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
		name := fmt.Sprintf("%s-%d", c.Name, percent)
		part, err := l.Open(ctx, c.Thinned(name, float64(percent)/100, seed))
		if err != nil {
			return err
		}
		err = survivals(ctx, tab, l, whole, part, name, fmt.Sprintf("%s, questions of %d%%", c.Name, percent))
		if err := errors.Join(err, part.Close()); err != nil {
			return err
		}
	}
	return nil
}

// survivals adds a row for each margin.
func survivals(ctx context.Context, tab *table.Table, l library.Library, whole, part *library.Shelf, name, what string) error {
	var without float64
	for _, margin := range margins {
		made, err := l.Run(ctx, part, name, synth.Options{Seed: seed, PerRoot: 3, Margin: margin})
		if err != nil {
			return err
		}
		s, err := survival(ctx, whole, made.Dir)
		if err != nil {
			return err
		}
		row := fmt.Sprintf("%s, margin %g: unique on all of it", what, margin)
		if margin == 0 {
			row = what + ", no margin: unique on all of it"
			without = s.percent()
			tab.Add(table.Figure(row, without, "%", table.Bound{}))
		} else {
			tab.Add(table.Compared(row, s.percent(), without, "%", table.Bound{}))
		}
		tab.Add(table.Figure("  of questions", float64(s.of), "", table.Bound{}), table.Figure("  other answers there, the middle question", float64(s.others), "", table.Bound{}))
	}
	return nil
}

// survived counts questions that are still unique.
type survived struct {
	unique, of int
	others     int // median of the other answers
}

func (s survived) percent() float64 { return 100 * float64(s.unique) / float64(max(s.of, 1)) }

// survival certifies the questions of a run over a corpus that has more pages.
func survival(ctx context.Context, pages infoseek.Pages, dir string) (survived, error) {
	run, err := runs.Read(dir)
	if err != nil {
		return survived{}, err
	}
	solver := hcsp.NewSolver(pages)
	var counts []int
	var s survived
	for q, err := range run.Questions() {
		if err != nil {
			return s, err
		}
		others, err := otherAnswers(ctx, pages, solver, q.Tree)
		if err != nil {
			return s, err
		}
		counts = append(counts, others)
		s.of++
		if others == 0 {
			s.unique++
		}
	}
	slices.Sort(counts)
	if len(counts) > 0 {
		s.others = counts[len(counts)/2]
	}
	return s, nil
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
