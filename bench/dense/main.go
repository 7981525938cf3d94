// Program dense measures the search of vectors beside faiss's IndexFlatIP, which is exact too: the same 100,000 vectors of 384 numbers by chance, the same queries, the ten best, one thread each, in one run. Started from the repository's root (make bench-dense).
// faiss comes from PyPI by scripts/peer-venv.sh; where it can't be had, its part is skipped. The table goes to stdout and to bench/out/dense.json, its exit status is table.Table's.
package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"os/signal"

	"infoseek/bench/table"
)

func main() {
	var b bench
	flag.IntVar(&b.rows, "rows", 100_000, "how many vectors")
	flag.IntVar(&b.dims, "dims", 384, "numbers of a vector")
	flag.Float64Var(&b.seconds, "seconds", 10, "processor time for each figure")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	if err := b.measure(ctx, &tab); err != nil {
		slog.Error("bench-dense", "error", err)
		os.Exit(table.Missed)
	}
	tab.Exit("dense")
}
