// Program faults measures what our checks find: 200 certified questions of Schools Wikipedia are broken on purpose, 40 in each of five ways, and judged by 'infoseek check' and 'infoseek verify' together with 200 that are as they
// were. It also puts questions into passages, to measure the firewall at test time. With INFOSEEK_FAULTS_VERIFIER, the endpoint of a language model, claims are read by it too. It asks the program for everything, and sees neither how questions are certified nor how they are judged. Started from the repository's root (make bench-faults); the table goes to stdout and to bench/out/faults.json,
// its exit status is table.Table's.
package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"

	"infoseek/bench/table"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := bench{program: filepath.Join("bin", "infoseek"), dir: filepath.Join("bench", "out", "faults"), ofKind: 40, controls: 200, seed: 1}
	b.verifier = os.Getenv("INFOSEEK_FAULTS_VERIFIER")
	b.corpus = filepath.Join("bench", "out", "cache", "faults-schools.corpus")
	data := os.Getenv("INFOSEEK_DATA")
	if data == "" {
		data = filepath.Join("..", "shared", "data")
	}
	b.source = filepath.Join(data, "wiki", "schools-wikipedia.jsonl.zst")

	var tab table.Table
	of, err := leaks(data)
	if err != nil {
		slog.Error("bench-faults", "error", err)
		os.Exit(table.Missed)
	}
	tab.Add(of...)
	if _, err := os.Stat(b.source); errors.Is(err, fs.ErrNotExist) {
		tab.Add(table.Skip("planted faults", "", table.Bound{}, err.Error()))
		tab.Exit("faults")
	}
	rows, err := b.measure(ctx)
	if err != nil {
		slog.Error("bench-faults", "error", err)
		os.Exit(table.Missed)
	}
	tab.Add(rows...)
	tab.Exit("faults")
}
