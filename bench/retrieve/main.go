// Program retrieve measures POST /retrieve beside a server in Search-R1's shape (FastAPI and uvicorn over Pyserini's Lucene, peer.py), over the same passages, on the same machine, in one run: requests a second of the server's own
// processor time, what they took, memory. Then it treats our server badly, and counts what that leaves behind. Started from the repository's root (make bench-retrieve); the table goes to stdout and to bench/out/retrieve.json, its exit
// status is table.Table's.
//
// Our server is the program itself ('infoseek serve') over the passages grouped to pages; the peer's index has the passages as they are. Load comes from this process, whose processor time is counted apart. Only Linux tells the
// processor time of others (/proc), elsewhere all is skipped.
package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"infoseek/bench/library"
	"infoseek/bench/table"
)

func main() {
	var b bench
	flag.IntVar(&b.clients, "clients", 16, "connections that ask at once")
	flag.DurationVar(&b.warm, "warm", 15*time.Second, "how long each server is asked before it is measured")
	flag.DurationVar(&b.time, "time", 20*time.Second, "how long it is measured, for each load")
	flag.IntVar(&b.part, "part", 0, "index the first so many passages for the peer, 0: all; for trials")
	flag.IntVar(&b.storm, "connections", 1000, "connections held open at once by the bad clients")
	program := flag.String("infoseek", filepath.Join("bin", "infoseek"), "the program to measure")
	flag.Parse()
	b.program, b.library, b.dir = *program, library.New(), filepath.Join("bench", "out", "retrieve")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	if err := b.measure(ctx, &tab); err != nil {
		slog.Error("bench-retrieve", "error", err)
		os.Exit(table.Missed)
	}
	tab.Exit("retrieve")
}
