package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/corpus"
	"infoseek/search"

	"github.com/spf13/cobra"
)

// forgetOptions are the flags of 'forget'.
type forgetOptions struct {
	ref    pageRef
	runs   []string
	dryRun bool
	asJSON bool
}

func newForgetCmd(a *app) *cobra.Command {
	var o forgetOptions
	c := &cobra.Command{
		Use:   "forget PAGE",
		Short: "Remove a page from a corpus and name the questions and trajectories that depend on it",
		Long: `Remove a page from a corpus: its text, titles, links, facts, and what other pages have of it alone, names among that. The
corpus directory is written anew beside the old one, without the page and with a search index of the same settings,
and takes its place when it is whole; the old one is then removed. The other pages keep their numbers and ids. The
corpus's hash changes, so certificates have to be checked again, and vectors of passages are no longer there.

Each question and trajectory of --runs that depends on the page is named, with how:
  question     vertex (of its tree), evidence (of a claim), candidate (of a hidden vertex, counted over this corpus,
               if the question was made over it), alternative (named in its certificate)
  trajectory   question (which depends on the page), hit (found by a search), visit, evidence
The runs themselves are left as they are.

Exit code 3 if something depends on the page, whether it was removed (it then was) or --dry-run only looked.`,
		Example: "  infoseek forget \"Ada Lovelace\" -c corpus --runs 'runs/*' --dry-run\n  infoseek forget --id 974 -c corpus --runs run --runs rollouts --json",
		Args:    needArgs(1, 1, "a page"),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.forget(cmd.Context(), o, args[0]) },
	}
	o.ref.flags(c)
	f := c.Flags()
	f.StringArrayVar(&o.runs, "runs", nil, "run `directory`, or a pattern that run directories match; may be given several times")
	f.BoolVar(&o.dryRun, "dry-run", false, "only tell what depends on the page")
	jsonFlag(c, &o.asJSON)
	return c
}

// forgetRecord is what 'forget --json' prints last, behind a record of each dependent.
type forgetRecord struct {
	V            int    `json:"v"`
	ID           string `json:"id"`
	Title        string `json:"title"`
	Corpus       string `json:"corpus"` // the directory
	Forgotten    bool   `json:"forgotten"`
	Hash         string `json:"hash"` // of the corpus as it is now
	Runs         int    `json:"runs"`
	Questions    int    `json:"questions"`    // that depend on the page
	Trajectories int    `json:"trajectories"` // likewise
}

func (a *app) forget(ctx context.Context, o forgetOptions, name string) error {
	dirs, err := runDirs(o.runs)
	if err != nil {
		return err
	}
	rec := forgetRecord{V: infoseek.FormatVersion, Corpus: o.ref.corpus, Runs: len(dirs)}
	var page infoseek.PageNum
	err = a.withPage(ctx, &o.ref, name, func(c *corpus.Corpus, p infoseek.Page) error {
		page, rec.ID, rec.Title, rec.Hash = p.Num, p.ID, p.Title, c.Info().Hash
		d := &dependents{app: a, corpus: c, page: p, asJSON: o.asJSON}
		err := d.find(ctx, dirs)
		rec.Questions, rec.Trajectories = d.questions, d.trajectories
		return err
	})
	if err != nil {
		return err
	}
	if !o.dryRun {
		if rec.Hash, err = a.forgetPage(ctx, o.ref.corpus, page); err != nil {
			return err
		}
		rec.Forgotten = true
	}
	if err := a.printForgotten(rec, o.asJSON); err != nil {
		return err
	}
	if n := rec.Questions + rec.Trajectories; n > 0 {
		return fmt.Errorf("%w: %d questions and trajectories depend on the page", errDifferent, n)
	}
	return nil
}

// forgetPage makes the corpus anew, with its index, and returns its hash.
func (a *app) forgetPage(ctx context.Context, dir string, page infoseek.PageNum) (string, error) {
	told := a.newStages(nil)
	defer told.end()
	opt := corpus.BuildOptions{Progress: told.corpus}
	ix, err := search.Open(filepath.Join(dir, indexDir))
	switch {
	case err == nil:
		o := ix.Options()
		if err := ix.Close(); err != nil {
			return "", err
		}
		opt.Index = func(ctx context.Context, p infoseek.Pages, dir string) error {
			o.Progress = func(done, total int) { told.set("indexing", "pages", int64(done), int64(total)) }
			return search.Build(ctx, p, dir, o)
		}
	case !errors.Is(err, os.ErrNotExist):
		return "", err
	}
	if _, err := os.Stat(filepath.Join(dir, vectorsDir)); err == nil {
		a.log.Warn("the vectors of passages go with the old corpus: make them again with 'infoseek search embed'")
	}
	if err := corpus.Forget(ctx, dir, page, opt); err != nil {
		return "", err
	}
	var hash string
	err = a.withCorpus(dir, func(c *corpus.Corpus) error {
		hash = c.Info().Hash
		return nil
	})
	return hash, err
}

func (a *app) printForgotten(r forgetRecord, asJSON bool) error {
	if asJSON {
		return a.printJSON(r)
	}
	done := "would be removed"
	if r.Forgotten {
		done = "removed"
	}
	return a.printf("%s (%s) %s from %s: %d %s and %d %s of %d %s depend on it\n", r.Title, r.ID, done, r.Corpus,
		r.Questions, plural(r.Questions, "question"), r.Trajectories, trajectories(r.Trajectories), r.Runs, plural(r.Runs, "run"))
}

func trajectories(n int) string {
	if n == 1 {
		return "trajectory"
	}
	return "trajectories"
}

// runDirs are the directories that names and patterns stand for.
func runDirs(names []string) ([]string, error) {
	var dirs []string
	for _, name := range names {
		if _, err := os.Stat(name); err == nil {
			dirs = append(dirs, name)
			continue
		}
		found, err := filepath.Glob(name)
		if err != nil {
			return nil, usagef("", "--runs %s: %v", name, err)
		}
		if len(found) == 0 {
			return nil, usagef("", "--runs %s: there is no such directory", name)
		}
		dirs = append(dirs, found...)
	}
	return dirs, nil
}
