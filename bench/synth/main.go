// Program synth measures how fast questions are made: certified questions a second on Schools Wikipedia, and what ten times as many pages cost. Started from the
// repository's root (make bench-synth); the table goes to stdout and to bench/out/synth.json, its exit status is table.Table's.
//
// What is timed is synth.Run, as the command calls it, with the default options: reading claims, planning, certificates, questions, one-shot checks, journal and outputs. The import of the
// corpus is not. The machine's other work slows the figures a second; those a second of processor time say what a quiet machine gives.
package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"

	"infoseek/bench/library"
	"infoseek/bench/table"
)

// workers is how many cores the figures are for.
const workers = 2

// seed is that of every run.
const seed = 1

func main() {
	profile := flag.String("profile", "", "`file` for a processor profile of the first run")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	if err := measure(ctx, &tab, *profile); err != nil {
		slog.Error("bench-synth", "error", err)
		os.Exit(table.Missed)
	}
	tab.Exit("synth")
}

func measure(ctx context.Context, tab *table.Table, profile string) error {
	l := library.New()
	shelf, err := l.Open(ctx, library.Schools)
	if errors.Is(err, fs.ErrNotExist) {
		const why = "no Schools Wikipedia in the data set (INFOSEEK_DATA)"
		tab.Add(table.Skip(questionsASecond, "/s", table.AtLeast(goalRate), why), table.Skip(solverTime, "ms", table.RatioAtMost(goalGrowth), why),
			table.Skip(searchTime, "ms", table.RatioAtMost(goalSearch), why))
		return nil
	}
	if err != nil {
		return err
	}
	defer shelf.Close()
	rows, err := speed(ctx, shelf, profile)
	if err != nil {
		return err
	}
	tab.Add(rows...)
	rows, err = growth(ctx, l, shelf)
	tab.Add(rows...)
	return err
}
