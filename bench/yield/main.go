// Program yield makes questions from every corpus of the data set and says what each rule let through. Started from the repository's root (make bench-yield); the table goes to stdout and to
// bench/out/yield.json, its exit status is table.Table's. Corpora and runs are kept in bench/out/cache: stopped, it goes on where it was, and what neither data nor code has changed is not
// made again.
package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"

	"infoseek/bench/library"
	"infoseek/bench/table"
)

// trial is a corpus and how many questions are asked of it (0: none, it must only come through).
type trial struct {
	library.Collection
	goal float64
}

var trials = []trial{
	{library.Sample, 1},
	{library.Schools, 1000},
	{library.Connected, 1},
	{library.Real106, 0},
	{library.Latgalian, 0},
	{library.Passages, 5000},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	l := library.New()
	for _, t := range trials {
		rows, err := t.rows(ctx, l)
		if ctx.Err() != nil {
			slog.Error("bench-yield", "error", ctx.Err())
			os.Exit(table.Missed)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			l.Log.Error("bench-yield", "corpus", t.Name, "error", err)
		}
		tab.Add(rows...)
	}
	tab.Exit("yield")
}
