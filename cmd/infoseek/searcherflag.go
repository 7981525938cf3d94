package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/corpus"
	"infoseek/search"

	"github.com/spf13/cobra"
)

// searcherFlag is what --searcher says, with the constants of BM25 where a command takes them.
type searcherFlag struct {
	spec     string
	settings search.Settings
	rerank   rerankFlag
}

func (f *searcherFlag) add(c *cobra.Command) {
	f.addSpec(c)
	f.rerank.add(c)
}

func (f *searcherFlag) addSpec(c *cobra.Command) {
	c.Flags().StringVar(&f.spec, "searcher", "", "what ranks: bm25, the corpus's own index (default)"+otherSearchers())
	c.RegisterFlagCompletionFunc("searcher", cobra.FixedCompletions(searcherSpecs(), cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveNoSpace))
}

// addSettings adds the constants of BM25 too.
func (f *searcherFlag) addSettings(c *cobra.Command) {
	f.add(c)
	c.Flags().Var(optFloat{&f.settings.K1}, "k1", "BM25's k1 in place of the one stored at import")
	c.Flags().Var(optFloat{&f.settings.B}, "b", "BM25's b in place of the one stored at import")
}

// ownIndex is the searcher where nothing is said.
const ownIndex = "bm25"

// searcherKind is one kind of searcher that --searcher takes.
type searcherKind struct {
	name  string
	value string // what stands behind the name and "="; "" where nothing does
	what  string
	// with opens a searcher over the corpus in a directory for the time of use.
	with func(ctx context.Context, a *app, at searched, use func(*corpus.Corpus, ranker) error) error
	// build makes what it searches.
	build func(cmd *cobra.Command, a *app, at searched, o buildOptions) error
}

// searched is what a searcher is opened over, and how.
type searched struct {
	dir      string // of the corpus
	value    string // of the flag, behind "="
	settings search.Settings
}

// ranker is an open searcher.
type ranker struct {
	infoseek.Searcher
	// index is the corpus's own where the searcher ranks its passages; else nil.
	index *search.Index
}

// searcherKinds are all; the first is the default.
func searcherKinds() []searcherKind {
	return []searcherKind{
		{name: ownIndex, with: withOwnIndex, build: buildOwnIndex},
		{name: "dense", what: "the vectors that 'search embed' made", with: withDense, build: noBuild},
		{name: "hybrid", what: "both of these fused", with: withHybrid, build: noBuild},
		openSearchKind,
	}
}

func otherSearchers() string {
	var s strings.Builder
	for _, k := range searcherKinds()[1:] {
		fmt.Fprintf(&s, "; %s, %s", k.spec(), k.what)
	}
	return s.String()
}

func searcherSpecs() []string {
	var specs []string
	for _, k := range searcherKinds() {
		specs = append(specs, k.spec())
	}
	return specs
}

func (k searcherKind) spec() string {
	if k.value == "" {
		return k.name
	}
	return k.name + "=" + k.value
}

// kind is the kind that the flag names, with what stands behind "=".
func (f searcherFlag) kind() (searcherKind, string, error) {
	kinds := searcherKinds()
	name, value, valued := strings.Cut(f.spec, "=")
	if name == "" && !valued {
		return kinds[0], "", nil
	}
	known := "one of " + strings.Join(searcherSpecs(), ", ")
	i := slices.IndexFunc(kinds, func(k searcherKind) bool { return k.name == name })
	if i < 0 {
		return searcherKind{}, "", usagef(known, "--searcher: unknown searcher %q", name)
	}
	if valued != (kinds[i].value != "") || valued && value == "" {
		return searcherKind{}, "", usagef(known, "--searcher %s: give it as %s", f.spec, kinds[i].spec())
	}
	return kinds[i], value, nil
}

// own says whether the flag leaves the corpus's own index to rank.
func (f searcherFlag) own() bool {
	return (f.spec == "" || f.spec == ownIndex) && f.rerank.endpoint == ""
}

// withSearcher opens the corpus in dir and the searcher that the flag names for the time of use.
func (a *app) withSearcher(ctx context.Context, dir string, f searcherFlag, use func(*corpus.Corpus, ranker) error) error {
	kind, value, err := f.kind()
	if err != nil {
		return err
	}
	return kind.with(ctx, a, searched{dir, value, f.settings}, func(c *corpus.Corpus, r ranker) error {
		return f.rerank.with(ctx, a, c, r.Searcher, func(s infoseek.Searcher) error { return use(c, ranker{s, r.index}) })
	})
}

func withOwnIndex(_ context.Context, a *app, at searched, use func(*corpus.Corpus, ranker) error) error {
	return a.withSearch(at.dir, func(c *corpus.Corpus, ix *search.Index) error {
		s, err := ix.Searcher(at.settings)
		if err != nil {
			return usagef("", "%v", err)
		}
		return use(c, ranker{s, ix})
	})
}

// several says whether a page has several passages, as far as is known: where the corpus's own index does not rank, every page may.
func (r ranker) several(n infoseek.PageNum) bool { return r.index == nil || r.index.Passages(n) > 1 }
