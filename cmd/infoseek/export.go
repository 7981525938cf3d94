package main

import (
	"context"
	"slices"

	"infoseek"
	"infoseek/dataset"

	"github.com/spf13/cobra"
)

// exportOptions are the flags of 'export'.
type exportOptions struct {
	as   string
	out  string
	card dataset.Card
	rows int
}

func newExportCmd(a *app) *cobra.Command {
	var o exportOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "export RUN",
		Short: "Write the questions of a run in a format that other programs read",
		Long: `Write the questions of a run in a format that other programs read.

  jsonl     questions.jsonl as it is, checked line by line
  infoseek  the layout of the public InfoSeek data set, one object a line: the tree as nested objects with claims, and
            all_tree_states, the tree after each step with an easier question each: the finished question without the
            clauses of later steps
  parquet   a directory that Hugging Face datasets loads: data/train-*.parquet, and README.md, a dataset card with
            source, licence, counts, options and seed

What is written takes the place of an earlier export at once, when it is whole.`,
		Example: `  infoseek export run > questions.jsonl
  infoseek export run --as infoseek -o infoseek.jsonl
  infoseek export run --as parquet -o dataset --license cc-by-sa-4.0 --source "English Wikipedia, dump of 2026-01-01"`,
		Args: needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := a.export(cmd.Context(), o, args[0])
			if err != nil || o.out == "-" {
				return err
			}
			if asJSON {
				return a.printJSON(exportRecord{infoseek.FormatVersion, o.as, r.Questions, r.Files})
			}
			return a.printf("%s: %d questions as %s\n", o.out, r.Questions, o.as)
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *exportOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.as, "as", string(dataset.JSONL), "format: jsonl, infoseek or parquet")
	c.RegisterFlagCompletionFunc("as", cobra.FixedCompletions([]string{string(dataset.JSONL), string(dataset.InfoSeek), string(dataset.Parquet)}, cobra.ShellCompDirectiveNoFileComp))
	f.StringVarP(&o.out, "out", "o", "-", "`file` to write, - for stdout; for parquet the directory to make")
	f.StringVar(&o.card.Name, "name", "", "name of the data set on its card (default the run's id)")
	f.StringVar(&o.card.License, "license", "", "the corpus's licence, as Hugging Face names it, for the card (default unknown)")
	f.StringVar(&o.card.Source, "source", "", "what the corpus is and where it is from, for the card")
	f.StringVar(&o.card.Language, "language", "en", "language of the corpus, as an ISO 639 code, for the card")
	f.IntVar(&o.rows, "rows", dataset.ShardRows, "most questions in a Parquet file")
}

// export writes the run's questions; Out "-" is stdout.
func (a *app) export(ctx context.Context, o exportOptions, run string) (dataset.Report, error) {
	if err := o.check(); err != nil {
		return dataset.Report{}, err
	}
	p := a.newProgress("exporting", "questions", -1)
	defer p.end()
	e := dataset.Options{
		As: dataset.Format(o.as), Run: run, Out: o.out, Card: o.card, ShardRows: o.rows,
		Progress: func(questions int) { p.set(int64(questions)) },
	}
	if o.out == "-" {
		e.Out, e.To = "", a.Stdout
	}
	return dataset.Export(ctx, e)
}

func (o *exportOptions) check() error {
	if !slices.Contains(dataset.Formats, dataset.Format(o.as)) {
		return usagef("one of jsonl, infoseek, parquet", "unknown format %q", o.as)
	}
	if o.as == string(dataset.Parquet) && o.out == "-" {
		return usagef("name it with -o", "a parquet export is a directory")
	}
	if o.rows < 1 {
		return usagef("", "--rows %d: want at least 1", o.rows)
	}
	return nil
}

// exportRecord is what 'export --json' prints.
type exportRecord struct {
	V         int      `json:"v"`
	As        string   `json:"as"`
	Questions int      `json:"questions"`
	Files     []string `json:"files"`
}
