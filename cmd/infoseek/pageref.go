package main

import (
	"context"

	"infoseek"
	"infoseek/corpus"

	"github.com/spf13/cobra"
)

// pageRef is how a command is told which page of a corpus it is about.
type pageRef struct {
	corpus string
	byID   bool
}

func (r *pageRef) flags(c *cobra.Command) {
	corpusFlag(c, &r.corpus)
	c.Flags().BoolVar(&r.byID, "id", false, "the page is named by the source's page id, not by title or redirect")
}

// find looks the page up.
func (r *pageRef) find(ctx context.Context, pages infoseek.Pages, name string) (infoseek.Page, error) {
	look := pages.ByTitle
	if r.byID {
		look = pages.ByID
	}
	n, err := look(ctx, name)
	if err != nil {
		return infoseek.Page{}, err
	}
	return pages.Page(ctx, n)
}

// withPage opens the corpus and calls f with the page that ref calls name.
func (a *app) withPage(ctx context.Context, ref *pageRef, name string, f func(*corpus.Corpus, infoseek.Page) error) error {
	return a.withCorpus(ref.corpus, func(pages *corpus.Corpus) error {
		page, err := ref.find(ctx, pages, name)
		if err != nil {
			return err
		}
		return f(pages, page)
	})
}

// corpusFlag gives a command the flag -c.
func corpusFlag(c *cobra.Command, to *string) {
	c.Flags().StringVarP(to, "corpus", "c", "", "`directory` of the corpus")
	c.MarkFlagRequired("corpus")
	c.MarkFlagDirname("corpus")
}

// optionalCorpusFlag gives a command that reads a run the flag -c.
func optionalCorpusFlag(c *cobra.Command, to *string) {
	c.Flags().StringVarP(to, "corpus", "c", "", "`directory` of the corpus (default where it was when the run was made)")
	c.MarkFlagDirname("corpus")
}

// needArgs demands at least least and at most most arguments (-1: any number), called what in messages.
func needArgs(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usagef("usage: "+cmd.UseLine(), "%s needs %s", cmd.CommandPath(), what)
		case most >= 0 && len(args) > most:
			return usagef("usage: "+cmd.UseLine()+"; quote a name of several words", "%s: %q is one argument too many", cmd.CommandPath(), args[most])
		}
		return nil
	}
}
