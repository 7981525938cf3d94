// Program learn shows whether a policy learns: a small language model from nothing, or a model at hand, goes through imitation of the embedded searcher's accepted trajectories and then through GRPO, on certified questions of Schools Wikipedia, and is measured after each stage on
// held-out questions that share no entity with those it was taught by. It runs the commands that users run, and keeps what they make in a folder: stopped or killed, it goes on where it was. Started from the repository's root (make learn); the table goes to stdout and to
// bench/out/learn.json, its exit status is table.Table's.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"

	"infoseek/bench/table"
)

// interrupted is the exit status of a run that was stopped, and goes on when it is started again.
const interrupted = 130

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	p := ordinary
	program := flag.String("infoseek", "bin/infoseek", "the program")
	work := flag.String("work", "bench/out/learn", "folder to work in")
	data := flag.String("data", library(), "pages to make questions of")
	flag.StringVar(&p.Backend, "backend", "go", "backend of all that computes with tensors, which the program must have")
	flag.StringVar(&p.Model, "model", "", "model to begin with, in place of a small one from nothing: its own sizes and rates are taken")
	flag.Parse()
	if p.Model != "" {
		p = p.large()
	}
	var tab table.Table
	if _, err := os.Stat(*data); errors.Is(err, fs.ErrNotExist) {
		tab.Add(table.Skip("exact match after imitation and GRPO", "%", table.Bound{}, "not in the data set (INFOSEEK_DATA)"))
		tab.Exit("learn")
	}
	s := &stages{dir: *work, program: *program, ctx: ctx}
	err := p.learn(s, *data, &tab)
	if ctx.Err() != nil {
		slog.Error("learn: interrupted: the same command goes on")
		os.Exit(interrupted)
	}
	if err != nil {
		slog.Error("learn", "error", err)
		os.Exit(table.Missed)
	}
	tab.Exit("learn")
}

// library is where the data set has Schools Wikipedia.
func library() string {
	dir := os.Getenv("INFOSEEK_DATA")
	if dir == "" {
		dir = filepath.Join("..", "shared", "data")
	}
	return filepath.Join(dir, "wiki", "schools-wikipedia.jsonl.zst")
}

// learn goes through all stages, and adds what was measured.
func (p plan) learn(s *stages, data string, tab *table.Table) error {
	fmt.Fprintln(os.Stderr, "learn:", p)
	for _, stage := range []func() error{
		func() error { return p.questions(s, data) },
		func() error { return p.teach(s) },
		func() error { return p.begin(s) },
		func() error { return p.imitate(s, really) },
		func() error { return p.measure(s, before) },
		func() error { return p.reward(s, really) },
		func() error { return p.imitate(s, control) },
		func() error { return p.reward(s, control) },
	} {
		if err := stage(); err != nil {
			return err
		}
	}
	return p.rows(s, tab)
}
