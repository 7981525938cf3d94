// Program search measures our search engine beside Lucene, bm25s, tantivy and bleve, all in one run on the same texts and queries: processor time of indexing and searching, size, memory, quality. Started from the
// repository's root (make bench-search); the table goes to stdout and to bench/out/search.json, its exit status is table.Table's.
// From that file, and bench/out/search.about.json, it writes docs/bench-search.md and its picture; with --plot it does this alone.
//
// Every engine, ours too, is a program of its own that is started once to index and once for each way of searching (engine.go has the contract), so that what the operating system counts for it is its own. The
// programs of the peers are in peers; scripts/search-peers.sh installs what they need.
package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"

	"infoseek/bench/library"
	"infoseek/bench/table"
)

func main() {
	if len(os.Args) > 1 && (os.Args[1] == "index" || os.Args[1] == "search") {
		if err := ours(os.Args[1:]); err != nil {
			fail(err)
		}
		return
	}
	var b bench
	flag.IntVar(&b.million, "million", 1_000_000, "passages of the large collection, 0 to leave it out")
	flag.Float64Var(&b.seconds, "seconds", 10, "how long each way of searching is measured")
	flag.StringVar(&b.peers, "peers", "", "measure these peers alone, by the first words of their names with commas between; the others count as skipped")
	quick := flag.Bool("quick", false, "a trial of half a minute: SciFact alone")
	plot := flag.Bool("plot", false, "measure nothing, but write the page and the picture of the last run again")
	export := flag.String("export", "", "measure nothing, but write the sets with judgements into this folder: pages for 'infoseek corpus import', queries and judgements for 'infoseek tune'")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	l := library.New()
	b.data, b.dir = l.Data, filepath.Join(l.Cache, "search")
	if *export != "" {
		if err := b.export(*export); err != nil {
			fail(err)
		}
		return
	}
	if *quick {
		b.million, b.seconds, b.quick = 0, 1, true
	}
	name, docs := "search", "docs"
	if *quick {
		name, docs = "search-quick", filepath.Join("bench", "out")
	}
	status := table.AllMet
	if !*plot {
		var tab table.Table
		if err := b.run(ctx, &tab); err != nil {
			fail(err)
		}
		if err := tab.PublishWith(name, table.Here(b.versions)); err != nil {
			fail(err)
		}
		status = tab.Status()
	}
	if err := redraw(name, docs); err != nil {
		fail(err)
	}
	os.Exit(status)
}

func fail(err error) {
	slog.Error("bench-search", "error", err)
	os.Exit(table.Missed)
}
