package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"infoseek"
	"infoseek/corpus"
	"infoseek/corpus/source"
	"infoseek/search"

	"github.com/spf13/cobra"
)

// importOptions are the flags of 'corpus import'.
type importOptions struct {
	out     string
	replace bool
	group   bool
	source  source.Options
	search  search.Options
}

func newCorpusImportCmd(a *app) *cobra.Command {
	var o importOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "import SRC...",
		Short: "Read pages from files and folders into a corpus directory with a search index",
		Long: `Read pages from files and folders into a corpus directory with a search index.

A source is a MediaWiki XML export, wikiextractor's JSON lines (text with <a href> links), or JSON lines of objects
{"id", "title", "text"} with optional "url", "links" (titles), "categories", "timestamp" (RFC 3339) and "licence"; plain or compressed (.gz, .zst, .bz2).
Or Parquet with the columns of the Hugging Face data sets wikipedia (id, url, title, text) or fineweb (id, url, date,
text; the title is the first line of the text where that is short and no sentence, else the URL).

A folder, or an archive of one (.tar, .tar.gz, .tar.zst, .zip), gives the pages that its files hold: HTML (.html, .htm,
.xhtml), Markdown (.md), wikitext (.wiki, .mediawiki) and MediaWiki exports (.xml). A web archive (.warc, .warc.gz,
.arc, .arc.gz) gives the pages that were fetched. Of HTML the main text is read; links
between the pages stay links, wherever a page was saved; menus and footers are left out; of pages that say the same the
first is taken.

Format and compression are recognised by content. What is broken in the sources is left out, counted and named; the
rest goes in. The directory appears under its name when it is whole.`,
		Example: `  infoseek corpus import enwiki-pages-articles.xml.bz2 -o corpus
  infoseek corpus import pages.jsonl.zst more.jsonl -o corpus --replace
  infoseek corpus import wikipedia/train-*.parquet -o corpus --licence CC-BY-SA-4.0
  infoseek corpus import saved-site/ handbook.zip -o corpus
  infoseek corpus import passages.jsonl -o corpus --group-by-title --analysis neutral`,
		Args: needArgs(1, -1, "a file to read"),
		RunE: func(cmd *cobra.Command, args []string) error {
			rec, err := a.importCorpus(cmd.Context(), o, args)
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(rec)
			}
			return a.printImport(rec)
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *importOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVarP(&o.out, "out", "o", "", "`directory` to make")
	c.MarkFlagRequired("out")
	c.MarkFlagDirname("out")
	f.BoolVar(&o.replace, "replace", false, "take the place of a corpus that is there already")
	f.StringVar(&o.source.Format, "format", "", strings.Join(source.Formats(), ", ")+"; recognised by content if not given")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(source.Formats(), cobra.ShellCompDirectiveNoFileComp))
	f.StringVar(&o.source.Licence, "licence", "", "the licence of pages whose source names none, as 'corpus page' will show it (an SPDX name: CC-BY-SA-4.0)")
	f.BoolVar(&o.group, "group-by-title", false, "merge the records of a file that share a title into one page (they are held in memory)")
	indexFlags(c, &o.search)
}

// indexFlags say how a search index is built.
func indexFlags(c *cobra.Command, o *search.Options) {
	f := c.Flags()
	f.StringVar(&o.Analysis, "analysis", search.English, "how text becomes search terms: english, neutral (of any language), or another language's name, for its stems")
	c.RegisterFlagCompletionFunc("analysis", cobra.FixedCompletions(search.Analyses(), cobra.ShellCompDirectiveNoFileComp))
	f.IntVar(&o.PassageWords, "passage-words", search.DefaultPassageWords, "most words of a passage, the unit of search")
	f.IntVar(&o.TitleWeight, "title-weight", search.DefaultTitleWeight, "how often each word of a page's title counts in each of its passages")
	o.K1, o.B = new(search.DefaultK1), new(search.DefaultB)
	f.Float64Var(o.K1, "k1", search.DefaultK1, "BM25: how much a word counts that comes again and again")
	f.Float64Var(o.B, "b", search.DefaultB, "BM25: how much the length of a passage counts, 0 to 1")
}

// importCorpus reads the sources into a corpus directory and makes its search index.
func (a *app) importCorpus(ctx context.Context, o importOptions, sources []string) (importRecord, error) {
	if o.group {
		o.source.Group = source.GroupTitle
	}
	if err := o.check(sources); err != nil {
		return importRecord{}, err
	}
	readers, err := source.OpenAll(sources, o.source)
	if err != nil {
		return importRecord{}, err
	}
	defer closeSources(readers)
	stages := a.newStages(readers)
	defer stages.end()
	o.search.Progress = func(done, total int) { stages.set("indexing", "pages", int64(done), int64(total)) }
	rep, err := corpus.Build(ctx, o.out, allRecords(ctx, readers), corpus.BuildOptions{
		Replace:  o.replace,
		Sources:  sources,
		Progress: stages.corpus,
		Index: func(ctx context.Context, p infoseek.Pages, dir string) error {
			return search.Build(ctx, p, dir, o.search)
		},
	})
	rec := importRecord{V: infoseek.FormatVersion, Dir: o.out, Seconds: rep.Seconds, Report: rep}
	for i, r := range readers {
		rec.Sources = append(rec.Sources, importSource{sources[i], r.Format(), r.Others(), r.Boilerplate(), r.Outside()})
	}
	return rec, err
}

// check tells what is wrong with the options before work is done for nothing.
func (o *importOptions) check(sources []string) error {
	if err := errors.Join(o.source.Validate(), o.search.Validate()); err != nil {
		return usagef("", "%v", err)
	}
	if _, err := os.Stat(o.out); err == nil && !o.replace {
		return usagef("choose another directory, or --replace it", "%s exists", o.out)
	}
	for i, s := range sources {
		if _, err := os.Stat(s); err != nil {
			return usagef("", "%v", err)
		}
		if slices.Contains(sources[:i], s) {
			return usagef("", "%s is named twice", s)
		}
	}
	return nil
}

func closeSources(readers []*source.Reader) {
	for _, r := range readers {
		r.Close()
	}
}

// allRecords yields the records of one reader after the other.
func allRecords(ctx context.Context, readers []*source.Reader) iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		for _, r := range readers {
			for rec, err := range r.Records(ctx) {
				if !yield(rec, err) {
					return
				}
			}
		}
	}
}

// importRecord is what 'corpus import --json' prints.
type importRecord struct {
	V       int            `json:"v"`
	Dir     string         `json:"dir"`
	Seconds float64        `json:"seconds"`
	Sources []importSource `json:"sources"`
	corpus.Report
}

// importSource is a file or folder that was read. Others counts its pages that are no articles (of other namespaces, or of other content than wikitext) and its files of other kinds, Boilerplate the links of web pages that stand outside of their
// texts, Outside those within that lead to no page that was read.
type importSource struct {
	File   string `json:"file"`
	Format string `json:"format"`
	Others int64  `json:"others"`

	Boilerplate int64 `json:"boilerplate_links,omitempty"`
	Outside     int64 `json:"outside_links,omitempty"`
}

func (a *app) printImport(r importRecord) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d pages, %d of them entities, in %.1f s\n", r.Dir, r.Pages, r.Entities, r.Seconds)
	for _, s := range r.Sources {
		fmt.Fprintf(&b, "  from %s (%s)", s.File, s.Format)
		if s.Others > 0 {
			fmt.Fprintf(&b, ", %d pages of it that are no articles left out", s.Others)
		}
		if s.Boilerplate+s.Outside > 0 {
			fmt.Fprintf(&b, "; %d links in menus and footers and %d to other places left out", s.Boilerplate, s.Outside)
		}
		b.WriteString("\n")
	}
	writeReport(&b, r.Report)
	return a.printf("%s", b.String())
}

// writeReport tells what a build made, and what was broken in its sources, with the first cases.
func writeReport(b *strings.Builder, r corpus.Report) {
	line := func(n int, what string) {
		if n > 0 {
			fmt.Fprintf(b, "  %10d %s\n", n, what)
		}
	}
	line(r.Redirects, "redirects")
	line(r.Links, "links")
	line(r.Placed, "links whose source gave no position, found by name")
	line(r.Unplaced, "links without position")
	line(r.LinksSelf, "links of pages to themselves, left out")
	line(r.Names, "names")
	line(r.Pairs, "pairs of related entities")
	fmt.Fprintf(b, "  %10s of text, %s on disk without the search index\n", bytesText(r.TextBytes), bytesText(r.Bytes))
	if len(r.Problems) == 0 {
		return
	}
	b.WriteString("problems in the sources:\n")
	for _, kind := range slices.Sorted(maps.Keys(r.Problems)) {
		p := r.Problems[kind]
		fmt.Fprintf(b, "  %s: %d\n", kind, p.Count)
		for _, e := range p.Examples {
			fmt.Fprintf(b, "    %s\n", e)
		}
		if p.Count > len(p.Examples) {
			fmt.Fprintf(b, "    … and %d more\n", p.Count-len(p.Examples))
		}
	}
}

// bytesText writes a size in decimal units.
func bytesText(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d B", n)
}
