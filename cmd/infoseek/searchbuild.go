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
	var at searched
	var searcher searcherFlag
	var o buildOptions
	c := &cobra.Command{
		Use:   "build",
		Short: "Make the search index of a corpus again, with other settings or by a newer program",
		Long: `Make the search index of a corpus directory again: with other settings, or because this program reads another format than
the one that wrote it. Nothing else of the corpus changes. The old index serves until the new one is whole.

With --searcher opensearch=URL, index the same passages in an OpenSearch, with the settings of the corpus's own index where
no others are given. URL is https://HOST:9200/NAME, or without NAME one that is made of the corpus's hash. NAME is an alias
that moves to the new index when that is whole; the one before is then deleted. Interrupted, the same command goes on.
OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD sign in, OPENSEARCH_CA names a file of certificates to trust (PEM).

Ranks that questions made before tell of are those of the settings they had: 'check' compares with these.`,
		Example: "  infoseek search build -c corpus\n  infoseek search build -c corpus --analysis neutral --title-weight 1\n  infoseek search build -c corpus --searcher opensearch=https://search.example:9200/encyclopedia --shards 3",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.index.Validate(); err != nil {
				return usagef("", "%v", err)
			}
			kind, value, err := searcher.kind()
			if err != nil {
				return err
			}
			if o.shards != 0 && kind.name != openSearchKind.name {
				return usagef("", "--shards is for an index in an OpenSearch (--searcher opensearch=URL)")
			}
			at.value = value
			return kind.build(cmd, a, at, o)
		},
	}
	corpusFlag(c, &at.dir)
	searcher.addSpec(c)
	indexFlags(c, &o.index)
	c.Flags().IntVar(&o.shards, "shards", 0, "parts of an index in an OpenSearch, 0: 1; more for a corpus beyond one machine")
	jsonFlag(c, &o.asJSON)
	return c
}

// buildOptions are the flags of 'search build'.
type buildOptions struct {
	index  search.Options
	shards int
	asJSON bool
}

func buildOwnIndex(cmd *cobra.Command, a *app, at searched, o buildOptions) error {
	return a.withCorpus(at.dir, func(c *corpus.Corpus) error {
		begin, pages := time.Now(), c.Info().Pages
		if err := a.buildIndex(cmd.Context(), c, filepath.Join(at.dir, indexDir), o.index); err != nil {
			return err
		}
		return a.printBuilt(builtRecord{infoseek.FormatVersion, at.dir, pages, time.Since(begin).Seconds()}, o.asJSON)
	})
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
