package main

import (
	"os"

	"infoseek/cmd/infoseek/sample"

	"github.com/spf13/cobra"
)

func newSampleCmd(a *app) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "sample",
		Short: "Write the sample encyclopedia that comes with this program",
		Long: `Write the sample encyclopedia that comes with this program: a few hundred kilobytes of short articles, densely linked,
as one MediaWiki XML export. 'infoseek corpus import' reads it like any other; 'infoseek demo' does the whole way with it.`,
		Example: "  infoseek sample -o encyclopedia.xml\n  infoseek sample | head",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if out == "-" {
				_, err := a.Stdout.Write(sample.XML())
				return err
			}
			if err := os.WriteFile(out, sample.XML(), 0o644); err != nil {
				return err
			}
			a.log.Info("sample encyclopedia written", "file", out, "bytes", len(sample.XML()))
			return nil
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "-", "`file` to write, - for stdout")
	return c
}
