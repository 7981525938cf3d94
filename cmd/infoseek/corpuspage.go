package main

import (
	"context"
	"fmt"
	"strings"

	"infoseek"
	"infoseek/corpus"

	"github.com/spf13/cobra"
)

func newCorpusPageCmd(a *app) *cobra.Command {
	var ref pageRef
	var asJSON, text bool
	c := &cobra.Command{
		Use:   "page TITLE",
		Short: "Show what the corpus knows of a page",
		Long: `Show what the corpus knows of a page: its id, where it is from (file, URL, revision and its time, licence), what kind of thing it is
about, names, categories, facts, and how it is linked.
With --text, print the stored plain text as it is, byte for byte: the places of evidence count in it.`,
		Example: "  infoseek corpus page -c corpus \"Ada Lovelace\"\n  infoseek corpus page -c corpus --id 974 --text",
		Args:    needArgs(1, 1, "a title"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPage(cmd.Context(), &ref, args[0], func(pages *corpus.Corpus, page infoseek.Page) error {
				if text && !asJSON {
					s, err := pages.Text(cmd.Context(), page.Num, infoseek.Span{})
					if err != nil {
						return err
					}
					return a.printf("%s", s)
				}
				rec, err := readPageRecord(cmd.Context(), pages, page, text)
				if err != nil {
					return err
				}
				if asJSON {
					return a.printJSON(rec)
				}
				return a.printPage(rec)
			})
		},
	}
	ref.flags(c)
	c.Flags().BoolVar(&text, "text", false, "print the stored text (with --json: add it to the object)")
	jsonFlag(c, &asJSON)
	return c
}

// pageRecord is a page as 'corpus page --json' prints it.
type pageRecord struct {
	V        int    `json:"v"`
	ID       string `json:"id"`
	Title    string `json:"title"`
	URL      string `json:"url"`
	Revision string `json:"revision"`
	corpus.Origin
	Entity     bool            `json:"entity"`
	Classes    []string        `json:"classes"` // empty: unknown
	Kinds      []string        `json:"kinds"`
	Noun       string          `json:"noun"`
	Bytes      int             `json:"bytes"`
	Sentences  int             `json:"sentences"`
	Names      []infoseek.Name `json:"names"`
	Categories []string        `json:"categories"`
	Facts      []factRecord    `json:"facts"`
	LinksOut   int             `json:"links_out"`
	LinksIn    int             `json:"links_in"`
	Related    int             `json:"related"`
	Text       *string         `json:"text,omitempty"`
}

func readPageRecord(ctx context.Context, pages *corpus.Corpus, p infoseek.Page, text bool) (pageRecord, error) {
	rec := pageRecord{
		V: infoseek.FormatVersion, ID: p.ID, Title: p.Title, URL: p.URL, Revision: p.Revision, Entity: p.Entity,
		Classes: p.Classes.Names(), Kinds: p.Kinds.Names(), Noun: p.Noun, Bytes: p.Length, Categories: orEmpty(p.Categories),
	}
	var err error
	if rec.Origin, err = pages.Origin(p.Num); err != nil {
		return rec, err
	}
	names, err := pages.Names(ctx, p.Num)
	if err != nil {
		return rec, err
	}
	facts, err := pages.Facts(ctx, p.Num)
	if err != nil {
		return rec, err
	}
	rec.Names, rec.Facts = orEmpty(names), typedFacts(facts)
	if err := rec.count(ctx, pages, p.Num); err != nil || !text {
		return rec, err
	}
	s, err := pages.Text(ctx, p.Num, infoseek.Span{})
	rec.Text = &s
	return rec, err
}

// count fills in how many sentences, links and related pages there are.
func (r *pageRecord) count(ctx context.Context, pages infoseek.Pages, n infoseek.PageNum) error {
	sentences, err := pages.Sentences(ctx, n)
	if err != nil {
		return err
	}
	out, err := pages.LinksOut(ctx, n)
	if err != nil {
		return err
	}
	in, err := pages.LinksIn(ctx, n)
	if err != nil {
		return err
	}
	related, err := pages.Related(ctx, n)
	r.Sentences, r.LinksOut, r.LinksIn, r.Related = len(sentences), len(out), len(in), len(related)
	return err
}

func (a *app) printPage(r pageRecord) error {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-11s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("title", "%s", r.Title)
	line("id", "%s", r.ID)
	if r.URL != "" {
		line("url", "%s", r.URL)
	}
	if r.Revision != "" {
		line("revision", "%s", r.Revision)
	}
	if r.Timestamp != "" {
		line("of", "%s", r.Timestamp)
	}
	line("source", "%s", r.Source)
	if r.Licence != "" {
		line("licence", "%s", r.Licence)
	}
	line("kind", "%s", r.kind())
	line("text", "%d bytes, %d sentences", r.Bytes, r.Sentences)
	line("links", "%d out, %d in", r.LinksOut, r.LinksIn)
	line("related", "%d entities", r.Related)
	for _, n := range r.Names {
		line("name", "%s (%s, of %d %s)", n.Text, n.Kind, n.Owners, plural(n.Owners, "page"))
	}
	for _, c := range r.Categories {
		line("category", "%s", c)
	}
	for _, f := range r.Facts {
		line("fact", "%s: %s", f.Field, f.Value)
	}
	return a.printf("%s", b.String())
}

// kind says in words what the page is about.
func (r pageRecord) kind() string {
	kind := "no entity"
	if r.Entity {
		kind = "entity of unknown class"
		if len(r.Classes) > 0 {
			kind = strings.Join(append(r.Classes, r.Kinds...), ", ")
		}
	}
	if r.Noun != "" {
		kind += fmt.Sprintf(" (%q)", r.Noun)
	}
	return kind
}

// orEmpty keeps null out of JSON lists.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
