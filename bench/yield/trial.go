package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"

	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/synth"
)

// options are the defaults but for three questions a root.
var options = synth.Options{PerRoot: 3, Seed: 1}

// rows imports the corpus, makes all questions it gives, and tells what came of it. They tell of an error too.
func (t trial) rows(ctx context.Context, l library.Library) ([]table.Row, error) {
	none, noError := table.Bound{}, table.AtMost(0)
	wanted := none
	if t.goal > 0 {
		wanted = table.AtLeast(t.goal)
	}
	shelf, err := l.Open(ctx, t.Collection)
	if errors.Is(err, fs.ErrNotExist) {
		return []table.Row{table.Skip(t.Name+": questions", "", wanted, "not in the data set (INFOSEEK_DATA)")}, err
	}
	if err != nil {
		return []table.Row{table.Figure(t.Name+": errors, while importing", 1, "", noError)}, err
	}
	defer shelf.Close()
	made, err := l.Run(ctx, shelf, t.Name, options)
	if err != nil {
		return []table.Row{table.Figure(t.Name+": errors, while making questions", 1, "", noError)}, err
	}
	rows := []table.Row{
		table.Figure(t.Name+": errors", 0, "", noError),
		table.Figure(t.Name+": questions", float64(made.Questions), "", wanted),
		table.Figure("  pages", float64(shelf.Info().Pages), "", none),
		table.Figure("  roots that may be tried", float64(made.Eligible), "", none),
		table.Figure("  seconds", made.Seconds, "s", none),
	}
	rows = append(rows, dropped(made.Reasons, made.Eligible)...)
	o, err := options.Normalize()
	if err != nil {
		return rows, err
	}
	most, err := ceilingOf(ctx, shelf, o)
	return append(rows, most.rows()...), err
}

// dropped tells what became of the other roots and questions, the commonest first, each beside the roots that could be tried.
func dropped(reasons map[string]int, of int) []table.Row {
	names := slices.SortedFunc(maps.Keys(reasons), func(a, b string) int {
		return cmp.Or(cmp.Compare(reasons[b], reasons[a]), cmp.Compare(a, b))
	})
	var rows []table.Row
	for _, r := range names {
		rows = append(rows, table.Compared("  dropped: "+r, float64(reasons[r]), float64(of), "", table.Bound{}))
	}
	return rows
}
