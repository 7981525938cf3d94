package main

import (
	"infoseek/corpus"

	"github.com/spf13/cobra"
)

func newCorpusDumpCmd(a *app) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "dump",
		Short: "Print what the solver uses of every page, as JSON lines",
		Long: `Print one JSON object for each page, with exactly what the solver uses: id, title, aliases, links, mentions, categories,
types (empty: unknown), years and numbers. Two entities are related if either's links or mentions hold the other.`,
		Example: "  infoseek corpus dump -c corpus > pages.jsonl",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withCorpus(dir, func(c *corpus.Corpus) error { return c.Dump(cmd.Context(), a.Stdout) })
		},
	}
	corpusFlag(c, &dir)
	return c
}
