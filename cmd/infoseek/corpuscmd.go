package main

import "github.com/spf13/cobra"

func newCorpusCmd(a *app) *cobra.Command {
	return group(&cobra.Command{
		Use:   "corpus",
		Short: "Import pages into a corpus directory and look at what it holds",
		Long:  "Import pages into a corpus directory and look at what it holds.",
	},
		newCorpusImportCmd(a),
		newCorpusCrawlCmd(a),
		newCorpusStatsCmd(a),
		newCorpusPageCmd(a),
		newCorpusLinksCmd(a),
		newCorpusRelatedCmd(a),
		newCorpusVerifyCmd(a),
		newCorpusDumpCmd(a),
	)
}
