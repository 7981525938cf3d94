// Program real has a small language model play all roles of synth over the sample corpus: llama.cpp's server with SmolLM2-135M, on this machine (scripts/llama-server.sh, from package registries). The model is too small to write well; what is shown
// is that every answer is used, repaired or dropped with a reason, and that what comes out is certified whoever proposed it. Started from the repository's root (make test-real); the table goes to stdout and to bench/out/real.json,
// its exit status is table.Table's.
package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"infoseek/bench/library"
	"infoseek/bench/llama"
	"infoseek/bench/table"
)

// wanted is how many certified questions the model's run must give.
const wanted = 20

func main() {
	n := flag.Int("n", wanted, "how many questions to make")
	limit := flag.Duration("timeout", 20*time.Minute, "the longest that the model may take")
	url := flag.String("endpoint", "", "`URL` of another server to use")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	tab, err := measure(ctx, *n, *limit, *url)
	if err = errors.Join(err, tab.Publish("real")); err != nil {
		slog.Error("test-real", "error", err)
		os.Exit(table.Missed)
	}
	os.Exit(tab.Status())
}

func measure(ctx context.Context, n int, limit time.Duration, url string) (*table.Table, error) {
	tab := &table.Table{}
	goal := table.AtLeast(wanted)
	if url == "" {
		running, done, err := llama.Serve(ctx)
		if err != nil {
			tab.Add(table.Skip("certified questions", "", goal, "no server: "+err.Error()))
			return tab, nil
		}
		defer done()
		url = running
	}
	shelf, err := library.New().Open(ctx, library.Sample)
	if err != nil {
		return tab, err
	}
	defer shelf.Close()
	dir := filepath.Join("bench", "out", "real")
	if err := os.RemoveAll(dir); err != nil {
		return tab, err
	}
	t := &trial{shelf: shelf, dir: dir, url: url, limit: limit}
	model, err := t.model(ctx, n)
	if err != nil {
		return tab, err
	}
	embedded, err := t.without(ctx, "embedded")
	if err != nil {
		return tab, err
	}
	random, err := t.without(ctx, "random")
	if err != nil {
		return tab, err
	}
	tab.Add(rows(model, embedded, random)...)
	return tab, nil
}
