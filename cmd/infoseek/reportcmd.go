package main

import (
	"context"
	"io"
	"iter"
	"os"

	"infoseek"
	"infoseek/report"
	"infoseek/runs"

	"github.com/spf13/cobra"
)

// reportOptions are the flags of 'report'.
type reportOptions struct {
	corpus string
	out    string
	title  string
	shown  int
}

func newReportCmd(a *app) *cobra.Command {
	var o reportOptions
	c := &cobra.Command{
		Use:   "report RUN",
		Short: "Draw a run as one HTML page",
		Long: `Draw a run as one self-contained HTML page: what became of every page tried, the questions by number of vertices with how
often a closed-book solver fails and what they cost, how the certificates are distributed, and each question with its tree,
every claim with the sentence that states it. The sentences are read from the corpus that the
run was made over; name it with -c if it has been moved.`,
		Example: "  infoseek report run -o report.html\n  infoseek report run -c corpus -o - --title \"Rivers\" > rivers.html",
		Args:    needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := a.report(cmd.Context(), o, args[0])
			if err != nil || o.out == "-" {
				return err
			}
			return a.printf("%s: %d %s\n", o.out, n, plural(n, "question"))
		},
	}
	f := c.Flags()
	optionalCorpusFlag(c, &o.corpus)
	f.StringVarP(&o.out, "out", "o", "report.html", "`file` to write, - for stdout")
	f.StringVar(&o.title, "title", "", "heading of the page (default the run's id)")
	f.IntVar(&o.shown, "shown", 0, "most questions drawn, the first ones; 0: 2,000")
	return c
}

// report draws the run and says how many questions it has.
func (a *app) report(ctx context.Context, o reportOptions, run string) (int, error) {
	if err := needRun(run); err != nil {
		return 0, err
	}
	r, err := runs.Read(run)
	if err != nil {
		return 0, err
	}
	in, err := report.Read(r)
	if err != nil {
		return 0, err
	}
	in.Title, in.Shown = o.title, o.shown
	err = runCorpus{dir: o.corpus, run: run, manifest: r.Manifest()}.with(a, func(pages infoseek.Pages) error {
		in.Pages = pages
		return a.writeOut(o.out, func(w io.Writer) error { return report.Render(ctx, w, in) })
	})
	return len(in.Questions), err
}

// writeOut writes the named file, or stdout if it is "-".
func (a *app) writeOut(name string, write func(io.Writer) error) error {
	if name == "-" {
		return write(a.Stdout)
	}
	return writeFile(name, func(f *os.File) error { return write(f) })
}

// gather holds all records of a file.
func gather[T any](records iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}
