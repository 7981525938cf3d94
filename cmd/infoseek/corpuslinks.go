package main

import (
	"context"

	"infoseek"
	"infoseek/corpus"

	"github.com/spf13/cobra"
)

func newCorpusLinksCmd(a *app) *cobra.Command {
	var ref pageRef
	var in, asJSON bool
	c := &cobra.Command{
		Use:   "links TITLE",
		Short: "List the links of a page, or to it, with their sentences",
		Long: `List the links of a page in the order of its text, each with the sentence it stands in; with --in, the links of other pages to it.
A link whose source gave no position, and whose target the text does not name, has no sentence.`,
		Example: "  infoseek corpus links -c corpus \"Ada Lovelace\"\n  infoseek corpus links -c corpus --in --json \"Ada Lovelace\"",
		Args:    needArgs(1, 1, "a title"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPage(cmd.Context(), &ref, args[0], func(pages *corpus.Corpus, page infoseek.Page) error {
				list := pages.LinksOut
				if in {
					list = pages.LinksIn
				}
				links, err := list(cmd.Context(), page.Num)
				if err != nil {
					return err
				}
				for _, l := range links {
					if err := a.printLink(cmd.Context(), pages, l, in, asJSON); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	ref.flags(c)
	c.Flags().BoolVar(&in, "in", false, "the links of other pages to this one")
	jsonFlag(c, &asJSON)
	return c
}

// linkRecord is a link as 'corpus links --json' prints it.
type linkRecord struct {
	V        int            `json:"v"`
	From     string         `json:"from"` // the source's page ids
	To       string         `json:"to"`
	Title    string         `json:"title"`    // of the page at the other end
	Anchor   *infoseek.Span `json:"anchor"`   // in From's text; null without position
	Sentence *infoseek.Span `json:"sentence"` // likewise
	Text     string         `json:"text"`     // of the sentence
}

func (a *app) printLink(ctx context.Context, pages infoseek.Pages, l infoseek.Link, in, asJSON bool) error {
	from, err := pages.Page(ctx, l.From)
	if err != nil {
		return err
	}
	to, err := pages.Page(ctx, l.To)
	if err != nil {
		return err
	}
	rec := linkRecord{V: infoseek.FormatVersion, From: from.ID, To: to.ID, Title: to.Title}
	if in {
		rec.Title = from.Title
	}
	if l.Anchor.Start >= 0 {
		rec.Anchor, rec.Sentence = &l.Anchor, &l.Sentence
		if rec.Text, err = pages.Text(ctx, l.From, l.Sentence); err != nil {
			return err
		}
	}
	if asJSON {
		return a.printJSON(rec)
	}
	return a.printf("%s\t%s\n", rec.Title, rec.Text)
}
