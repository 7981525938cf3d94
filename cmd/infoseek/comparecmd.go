package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"infoseek/eval"
	"infoseek/eval/chart"
	"infoseek/internal/jsonl"
	"infoseek/runs"

	"github.com/spf13/cobra"
)

func newCompareCmd(a *app) *cobra.Command {
	var out, metric string
	var asJSON bool
	c := &cobra.Command{
		Use:   "compare EVAL EVAL...",
		Short: "Put evaluations beside each other, with paired tests and plots",
		Long: `Compare runs of 'infoseek eval' with the first of them, set by set, over the questions that both answered: the
difference with the interval of a paired bootstrap, how likely it is by chance (McNemar's exact test where each question
is right or wrong, else a randomisation test), and the smallest difference that so many questions can show. What was
not the same beside what is compared (model, corpus, retriever, prompt …) is named in each row. Runs over different
files of a set are refused.

With -o it writes compare.png, compare.html (the drawing, the tables and the conditions of every score) and
compare.jsonl into a folder.`,
		Example: "  infoseek compare evals/oneshot evals/embedded\n  infoseek compare evals/oneshot evals/embedded evals/model -o compared --metric retrieved",
		Args:    needArgs(2, -1, "two or more runs of 'infoseek eval'"),
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := loadOutcomes(cmd.Context(), args)
			if err != nil {
				return err
			}
			rows, err := eval.Compare(all)
			if err != nil {
				return err
			}
			if out != "" {
				if err := writeCompared(out, metric, all, rows); err != nil {
					return err
				}
			}
			return a.tellCompared(rows, asJSON)
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "`folder` for the plots and tables")
	c.MarkFlagDirname("out")
	c.Flags().StringVar(&metric, "metric", "em", "the figure that is drawn: em, f1, own_em, own_f1, contains, retrieved")
	jsonFlag(c, &asJSON)
	return c
}

// loadOutcomes reads runs. Those of one name are called by their whole paths.
func loadOutcomes(ctx context.Context, dirs []string) ([]eval.Outcome, error) {
	var all []eval.Outcome
	named := map[string]int{}
	for _, dir := range dirs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := needRun(dir); err != nil {
			return nil, err
		}
		o, err := eval.Load(dir)
		if err != nil {
			return nil, err
		}
		named[o.Name]++
		all = append(all, o)
	}
	for i := range all {
		if named[all[i].Name] > 1 {
			all[i].Name = dirs[i]
		}
	}
	return all, nil
}

func writeCompared(dir, metric string, all []eval.Outcome, rows []eval.Comparison) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"compare.png", func(w io.Writer) error { return chart.PNG(w, all, metric, metricName(metric)) }},
		{"compare.html", func(w io.Writer) error { return chart.HTML(w, all, rows, metric, metricName(metric)) }},
		{"compare.jsonl", func(w io.Writer) error { return writeRows(w, rows) }},
	} {
		if err := runs.WriteFile(filepath.Join(dir, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

func writeRows(w io.Writer, rows []eval.Comparison) error {
	lines := jsonl.NewWriter(w)
	for _, r := range rows {
		if err := lines.Write(r); err != nil {
			return err
		}
	}
	return lines.Flush()
}

func (a *app) tellCompared(rows []eval.Comparison, asJSON bool) error {
	if asJSON {
		for _, r := range rows {
			if err := a.printJSON(r); err != nil {
				return err
			}
		}
		return nil
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "set\tfigure\tA\tB\tn\tA\tB\tB-A\t95% interval\tp\ttest\tn shows\tnot the same")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%.1f\t%.1f\t%+.1f\t%+.1f … %+.1f\t%.2g\t%s\t%s\t%s\n", r.Set, metricName(r.Metric), r.A, r.B, r.N, 100*r.ValueA, 100*r.ValueB, 100*r.Difference,
			100*r.Interval.Low, 100*r.Interval.High, r.P, r.Test, detectable(r.Detectable), strings.Join(r.Unlike, ", "))
	}
	w.Flush()
	return a.printf("%s", b.String())
}
