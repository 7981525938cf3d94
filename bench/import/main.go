// Program import measures how files become pages, beside the programs that others use for it: speed, text and links. Started from the repository's root (make bench-import); the table goes to stdout and to bench/out/import.json, its exit
// status is table.Table's.
//
// Each part is a file of its own here. The peers come from PyPI by scripts/peer-venv.sh; where they, or the data beside the repository, can't be had, what needs them is skipped.
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
	"slices"
	"strings"

	"infoseek/bench/table"
)

// part is a group of rows. Its rows say themselves what was skipped; an error ends the benchmark, but for files that are not there.
type part struct {
	name string
	rows func(context.Context) ([]table.Row, error)
}

// parts are in the order of the table.
var parts = []part{
	{"wikitext-speed", wikitextSpeed},
	{"wikitext-content", wikitextContent},
	{"web-text", webText},
	{"web-links", webLinks},
	{"web-questions", webQuestions},
	{"web-archives", webArchives},
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == readCommand {
		read(os.Args[2:])
		return
	}
	only := flag.String("only", "", "measure this `part` alone: "+strings.Join(names(), ", "))
	flag.Parse()
	if *only != "" && !slices.Contains(names(), *only) {
		slog.Error("bench-import", "error", "no part "+*only)
		os.Exit(table.Missed)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	if err := measure(ctx, &tab, *only); err != nil {
		slog.Error("bench-import", "error", err)
		os.Exit(table.Missed)
	}
	tab.Exit("import")
}

func names() []string {
	var all []string
	for _, p := range parts {
		all = append(all, p.name)
	}
	return all
}

func measure(ctx context.Context, tab *table.Table, only string) error {
	for _, p := range parts {
		if only != "" && only != p.name {
			continue
		}
		rows, err := p.rows(ctx)
		tab.Add(rows...)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			tab.Add(table.Skip(p.name, "", table.Bound{}, err.Error()))
		case err != nil:
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return ctx.Err()
}
