// Program scale measures how time, memory and disk of 'corpus import' grow with the number of pages, on a made-up wiki (page.go). Started from the repository's root (make bench-scale,
// make bench-scale-small); the table goes to stdout and to bench/out/scale.json, its exit status is table.Table's. What is done of a size (import, index, reading) is kept in -dir, so the same command goes on.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"

	"infoseek/bench/table"
)

// goalPages is the size that the goals are for.
const goalPages = 5_000_000

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	sizes := flag.String("sizes", "5000000", "numbers of pages, ascending; of several, growth is extrapolated from the last two")
	dir := flag.String("dir", "", "where corpora are made (default: a folder of the user's cache)")
	part := flag.String("part", "", "do one part: import, index or read (for the program itself)")
	pages := flag.Int("pages", 0, "of how many pages, with -part")
	keep := flag.Bool("keep", false, "keep the corpora")
	flag.Parse()
	if err := run(ctx, *sizes, *dir, *part, *pages, *keep); err != nil {
		slog.Error("bench-scale", "error", err)
		os.Exit(table.Missed)
	}
}

func run(ctx context.Context, sizes, dir, part string, pages int, keep bool) error {
	if part != "" {
		return do(ctx, part, dir, pages)
	}
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return err
		}
		dir = filepath.Join(cache, "infoseek", "scale")
	}
	var all []measured
	for s := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return err
		}
		m, err := measure(ctx, dir, n)
		if err != nil {
			return err
		}
		all = append(all, m)
	}
	var tab table.Table
	for _, m := range all {
		tab.Add(m.rows()...)
	}
	if n := len(all); n > 1 {
		tab.Add(extrapolate(all[n-2], all[n-1])...)
	}
	if !keep {
		for _, m := range all {
			if err := os.RemoveAll(filepath.Join(dir, fmt.Sprint("pages-", m.Pages))); err != nil {
				return err
			}
		}
	}
	tab.Exit("scale")
	return nil
}

// rows of a size; the goals for time, disk and memory are those of goalPages.
func (m measured) rows() []table.Row {
	is := func(b table.Bound) table.Bound {
		if m.Pages < goalPages {
			return table.Bound{}
		}
		return b
	}
	n := float64(m.Pages)
	what := func(s string) string { return fmt.Sprintf("%d pages: %s", m.Pages, s) }
	return []table.Row{
		table.Figure(what("text"), float64(m.Text)/1e9, "GB", table.Bound{}),
		table.Figure(what("links a page"), float64(m.Links)/n, "", table.Bound{}),
		table.Figure(what("related entities a page"), float64(m.Related)/n, "", table.Bound{}),
		table.Figure(what("import and index"), m.minutes(), "min", is(table.AtMost(100))),
		table.Figure(what("  of that the index"), m.Index.Seconds/60, "min", table.Bound{}),
		table.Figure(what("  processor time a page"), 1e6*(m.Import.Used+m.Index.Used)/n, "µs", table.Bound{}),
		table.Figure(what("directory"), float64(m.Bytes)/1e9, "GB", is(table.AtMost(40))),
		table.Figure(what("peak anonymous memory, import"), float64(m.Import.Anon)/1e6, "MB", table.Bound{}),
		table.Figure(what("  a page"), float64(m.Import.Anon)/n, "B", table.Bound{}),
		table.Figure(what("peak anonymous memory, index"), float64(m.Index.Anon)/1e6, "MB", table.Bound{}),
		table.Figure(what("opening the corpus"), 1000*m.Reading.Open, "ms", table.AtMost(1000)),
		table.Figure(what("opening the index, which is checked whole"), 1000*m.Reading.Index, "ms", table.AtMost(1000)),
		table.Figure(what("random page with its text, median"), m.Reading.Median, "µs", table.AtMost(100)),
		table.Figure(what("random page with its text, 99th percentile"), m.Reading.P99, "µs", table.Bound{}),
	}
}

func (m measured) minutes() float64 { return (m.Import.Seconds + m.Index.Seconds) / 60 }

// extrapolate says what goalPages would take: memory and disk by the straight line through both sizes, time by the power law, if it grows faster than the pages.
func extrapolate(a, b measured) []table.Row {
	what := func(s string) string { return fmt.Sprintf("%d pages, extrapolated: %s", goalPages, s) }
	slope := func(x, y int64) float64 { return float64(y-x) / float64(b.Pages-a.Pages) }
	line := func(x, y int64) float64 { return float64(y) + slope(x, y)*float64(goalPages-b.Pages) }
	power := max(1, math.Log(b.minutes()/a.minutes())/math.Log(float64(b.Pages)/float64(a.Pages)))
	return []table.Row{
		table.Figure("growth of time with pages, exponent", power, "", table.AtMost(1.15)),
		table.Figure("growth of anonymous memory, import", slope(a.Import.Anon, b.Import.Anon), "B a page", table.AtMost(400)),
		table.Figure("growth of anonymous memory, index", slope(a.Index.Anon, b.Index.Anon), "B a page", table.AtMost(400)),
		table.Figure(what("import and index"), b.minutes()*math.Pow(goalPages/float64(b.Pages), power), "min", table.AtMost(100)),
		table.Figure(what("directory"), line(a.Bytes, b.Bytes)/1e9, "GB", table.AtMost(40)),
		table.Figure(what("peak anonymous memory"), max(line(a.Import.Anon, b.Import.Anon), line(a.Index.Anon, b.Index.Anon))/1e9, "GB", table.Bound{}),
	}
}
