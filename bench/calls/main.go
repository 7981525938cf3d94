// Program calls measures what model calls cost beside the models: how close a run with slow models comes to the best that its calls allow, and how many calls a second go through all wrappers and the
// journal. Started from the repository's root (make bench-calls); the table goes to stdout and to bench/out/calls.json, its exit status is table.Table's.
//
// The models are simulated: they take a log-normal time, drawn from the request, and answer by chance what the schema allows. Times are divided by --scale, so that the run ends in minutes; what the
// program itself needs is not, so that a larger scale is the harder test.
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

func main() {
	var l latencies
	flag.IntVar(&l.least, "least", 2000, "fewest trees that the run must have")
	flag.Float64Var(&l.scale, "scale", 2, "how much faster the simulated models are than the real ones")
	n := flag.Int("calls", 30000, "calls without latency")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	if err := measure(ctx, &tab, l, *n); err != nil {
		slog.Error("bench-calls", "error", err)
		os.Exit(table.Missed)
	}
	tab.Exit("calls")
}

func measure(ctx context.Context, tab *table.Table, l latencies, n int) error {
	rows, err := speed(ctx, n)
	if err != nil {
		return err
	}
	tab.Add(rows...)
	shelf, err := library.New().Open(ctx, library.Schools)
	if errors.Is(err, fs.ErrNotExist) {
		tab.Add(table.Skip(timeOfRun, "s", table.RatioAtMost(goalOfIdeal), "no Schools Wikipedia in the data set (INFOSEEK_DATA)"))
		return nil
	}
	if err != nil {
		return err
	}
	defer shelf.Close()
	rows, err = l.measure(ctx, shelf)
	tab.Add(rows...)
	return err
}
