package main

import (
	"infoseek"
	"infoseek/corpus"

	"github.com/spf13/cobra"
)

func newCorpusRelatedCmd(a *app) *cobra.Command {
	var ref pageRef
	var asJSON bool
	c := &cobra.Command{
		Use:   "related TITLE",
		Short: "List the entities in relation with a page's",
		Long: `List the entities in relation with a page's, in the order of the source: either page links to the other or names it, by any of its names.
This is the relation that certificates are computed with.`,
		Example: "  infoseek corpus related -c corpus \"Ada Lovelace\"",
		Args:    needArgs(1, 1, "a title"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPage(cmd.Context(), &ref, args[0], func(pages *corpus.Corpus, page infoseek.Page) error {
				related, err := pages.Related(cmd.Context(), page.Num)
				if err != nil {
					return err
				}
				for _, n := range related {
					if err := a.printRelated(cmd, pages, n, asJSON); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	ref.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

// relatedRecord is a page as 'corpus related --json' prints it.
type relatedRecord struct {
	V     int    `json:"v"`
	ID    string `json:"id"`
	Title string `json:"title"`
}

func (a *app) printRelated(cmd *cobra.Command, pages infoseek.Pages, n infoseek.PageNum, asJSON bool) error {
	p, err := pages.Page(cmd.Context(), n)
	if err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(relatedRecord{infoseek.FormatVersion, p.ID, p.Title})
	}
	return a.printf("%s\n", p.Title)
}
