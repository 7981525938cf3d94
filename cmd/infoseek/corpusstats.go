package main

import (
	"fmt"
	"strings"

	"infoseek"
	"infoseek/corpus"

	"github.com/spf13/cobra"
)

func newCorpusStatsCmd(a *app) *cobra.Command {
	var dir string
	var asJSON bool
	c := &cobra.Command{
		Use:   "stats",
		Short: "Say what a corpus holds and how complete its relation is",
		Long: `Say what a corpus holds, what was broken in its sources, and how complete its relation is: of the links whose markup is
hidden, the share that naming alone finds again. Certificates rest on that relation, and carry the share.`,
		Example: "  infoseek corpus stats -c corpus\n  infoseek corpus stats -c corpus --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withCorpus(dir, func(c *corpus.Corpus) error {
				m := c.Meta()
				if asJSON {
					return a.printJSON(statsRecord{infoseek.FormatVersion, dir, m.Sources, m.Info, m.Recall, m.Report})
				}
				return a.printStats(dir, m)
			})
		},
	}
	corpusFlag(c, &dir)
	jsonFlag(c, &asJSON)
	return c
}

// statsRecord is what 'corpus stats --json' prints.
type statsRecord struct {
	V       int                 `json:"v"`
	Dir     string              `json:"dir"`
	Sources []string            `json:"sources"`
	Info    infoseek.CorpusInfo `json:"info"`
	Recall  corpus.Recall       `json:"recall"`
	Report  corpus.Report       `json:"report"`
}

func (a *app) printStats(dir string, m corpus.Meta) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d pages, %d of them entities\n", dir, m.Info.Pages, m.Info.Entities)
	fmt.Fprintf(&b, "  hash %s\n", m.Info.Hash)
	for _, s := range m.Sources {
		fmt.Fprintf(&b, "  from %s\n", s)
	}
	if r := m.Info.NameRecall; r != nil {
		fmt.Fprintf(&b, "  %.1f%% of the links are found again by name when their markup is hidden\n", 100**r)
	}
	writeReport(&b, m.Report)
	return a.printf("%s", b.String())
}
