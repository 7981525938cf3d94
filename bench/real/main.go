// Program real has a small language model play all roles of synth over the sample corpus: llama.cpp's server with SmolLM2-135M, on this machine (scripts/llama-server.sh, from package registries). The model is too small to write well; what is shown
// is that every answer is used, repaired or dropped with a reason, and that what comes out is certified whoever proposed it. Then the model is the search agent, for 60 turns on a question of 30 vertices: nothing may overflow. Started from the repository's root (make test-real); the table goes to stdout and to bench/out/real.json,
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
	url := flag.String("endpoint", "", "`URL` of another server to use for the roles of synth")
	turns := flag.Int("turns", 60, "turns of the search agent")
	only := flag.String("part", "", "only this `part`: roles or long")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	tab, err := measure(ctx, *only, &trial{url: *url, limit: *limit}, *n, *turns)
	if err = errors.Join(err, tab.Publish("real")); err != nil {
		slog.Error("test-real", "error", err)
		os.Exit(table.Missed)
	}
	os.Exit(tab.Status())
}

// measure measures the part called only, or both.
func measure(ctx context.Context, only string, t *trial, n, turns int) (*table.Table, error) {
	tab, l := &table.Table{}, library.New()
	shelf, err := l.Open(ctx, library.Sample)
	if err != nil {
		return tab, err
	}
	defer shelf.Close()
	t.shelf, t.dir = shelf, filepath.Join("bench", "out", "real")
	if err := os.RemoveAll(t.dir); err != nil {
		return tab, err
	}
	if only != "long" {
		if err := roles(ctx, tab, t, n); err != nil {
			return tab, err
		}
	}
	if only == "roles" {
		return tab, nil
	}
	dir, err := l.Import(ctx, library.Sample)
	if err != nil {
		return tab, err
	}
	return tab, (&long{shelf: shelf, corpus: dir, tokenizer: filepath.Join(t.dir, "tokenizer.json"), turns: turns}).measure(ctx, tab)
}

// roles has the model play the roles of synth.
func roles(ctx context.Context, tab *table.Table, t *trial, n int) error {
	if t.url == "" {
		running, done, err := llama.Serve(ctx)
		if err != nil {
			tab.Add(table.Skip("certified questions", "", table.AtLeast(wanted), "no server: "+err.Error()))
			return nil
		}
		defer done()
		t.url = running
	}
	model, err := t.model(ctx, n)
	if err != nil {
		return err
	}
	embedded, err := t.without(ctx, "embedded")
	if err != nil {
		return err
	}
	random, err := t.without(ctx, "random")
	if err != nil {
		return err
	}
	tab.Add(rows(model, embedded, random)...)
	return nil
}
