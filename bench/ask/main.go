// Program ask measures the embedded searcher end to end: exact match, F1, searches and time over 1,000 questions of ours, and over questions of HotpotQA and MuSiQue. What was answered is kept in bench/out/ask, so a run that was stopped goes on.
// Started from the repository's root (make bench-ask); the table goes to stdout and to bench/out/ask.json, its exit status is table.Table's.
//
//	go run ./bench/ask                                                                              # all parts
//	go run ./bench/ask -corpus demo-out/corpus -questions demo-out/run/questions.jsonl              # any others
//
// A line of the file has a question with answer and aliases (a run's questions.jsonl), or with answers (a question set).
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
	dir := flag.String("corpus", "", "corpus `directory`, for questions of one's own")
	file := flag.String("questions", "", "`file` of JSON lines, for questions of one's own")
	limit := flag.Int("limit", 0, "ask so many of each part, 0: all")
	only := flag.String("part", "", "measure the parts whose name holds this `text`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	parts := standard
	if *dir != "" || *file != "" {
		parts = []part{{name: "questions of " + *file, open: own(*dir, *file)}}
	}
	var tab table.Table
	for _, p := range parts {
		if !p.called(*only) {
			continue
		}
		err := measure(ctx, &tab, library.New(), p, *limit)
		if errors.Is(err, fs.ErrNotExist) {
			tab.Add(table.Skip(p.name+": exact match", "%", table.Bound{}, err.Error()))
		} else if err != nil {
			slog.Error("bench-ask", "part", p.name, "error", err)
			os.Exit(table.Missed)
		}
	}
	tab.Exit("ask")
}
