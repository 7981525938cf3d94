package main

import (
	"context"
	"path/filepath"
	"time"

	"infoseek"
	"infoseek/corpus"
	"infoseek/search"

	"github.com/spf13/cobra"
)

func newSearchBuildCmd(a *app) *cobra.Command {
	var dir string
	var o search.Options
	var asJSON bool
	c := &cobra.Command{
		Use:   "build",
		Short: "Make the search index of a corpus again, with other settings or by a newer program",
		Long: `Make the search index of a corpus directory again: with other settings, or because this program reads another format than
the one that wrote it. Nothing else of the corpus changes. The old index serves until the new one is whole.

Ranks that questions made before tell of are those of the settings they had: 'check' compares with these.`,
		Example: "  infoseek search build -c corpus\n  infoseek search build -c corpus --analysis neutral --title-weight 1",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.Validate(); err != nil {
				return usagef("", "%v", err)
			}
			return a.withCorpus(dir, func(c *corpus.Corpus) error {
				begin, pages := time.Now(), c.Info().Pages
				if err := a.buildIndex(cmd.Context(), c, filepath.Join(dir, indexDir), o); err != nil {
					return err
				}
				return a.printBuilt(builtRecord{infoseek.FormatVersion, dir, pages, time.Since(begin).Seconds()}, asJSON)
			})
		},
	}
	corpusFlag(c, &dir)
	indexFlags(c, &o)
	jsonFlag(c, &asJSON)
	return c
}

// buildIndex makes an index of a corpus in a folder, and tells how far it is.
func (a *app) buildIndex(ctx context.Context, c *corpus.Corpus, dir string, o search.Options) error {
	told := a.newProgress("indexing", "pages", int64(c.Info().Pages))
	defer told.end()
	o.Progress = func(int, int) { told.add(1) }
	return search.Build(ctx, c, dir, o)
}

// builtRecord is what 'search build --json' prints.
type builtRecord struct {
	V       int     `json:"v"`
	Dir     string  `json:"dir"`
	Pages   int     `json:"pages"`
	Seconds float64 `json:"seconds"`
}

func (a *app) printBuilt(r builtRecord, asJSON bool) error {
	if asJSON {
		return a.printJSON(r)
	}
	return a.printf("%s: %d pages indexed in %.1f s\n", r.Dir, r.Pages, r.Seconds)
}
