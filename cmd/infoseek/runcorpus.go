package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/corpus"
	"infoseek/runs"
)

// runCorpus names the corpus that a run's evidence is read from.
type runCorpus struct {
	dir      string // as given by -c; "" to take the one that the run was made over, where it was then
	run      string // directory
	manifest runs.Manifest
	searcher searcherFlag
}

// with opens the corpus for the time of use; use gets nil if there is none, which is told as a warning.
func (r runCorpus) with(a *app, use func(infoseek.Pages) error) error {
	if r.dir != "" {
		return a.withCorpus(r.dir, func(c *corpus.Corpus) error {
			if err := r.same(r.dir, c); err != nil {
				return err
			}
			return use(c)
		})
	}
	c, err := r.remembered()
	if err != nil {
		a.log.Warn("the evidence's text is left out: name the corpus with -c", "cause", err)
		return use(nil)
	}
	return errors.Join(use(c), c.Close())
}

// search opens the corpus with its search index for the time of use; use gets nil for both if there is none, which is told as a warning.
func (r runCorpus) search(ctx context.Context, a *app, use func(infoseek.Pages, infoseek.Searcher) error) error {
	dir := r.dir
	if dir == "" {
		c, err := r.remembered()
		if err != nil {
			a.log.Warn("the run's corpus is not there: name it with -c", "cause", err)
			return use(nil, nil)
		}
		if err := c.Close(); err != nil {
			return err
		}
		if dir, err = r.rememberedDir(); err != nil {
			return err
		}
	}
	return a.withSearcher(ctx, dir, r.searcher, func(c *corpus.Corpus, s ranker) error {
		if err := r.same(dir, c); err != nil {
			return err
		}
		return use(c, s)
	})
}

// same demands that the corpus in dir is the one that the run was made over.
func (r runCorpus) same(dir string, c *corpus.Corpus) error {
	if c.Info().Hash != r.manifest.Corpus.Hash {
		return fmt.Errorf("%s is another corpus (%.12s) than the run was made over (%.12s)", dir, c.Info().Hash, r.manifest.Corpus.Hash)
	}
	return nil
}

// rememberedDir is the corpus directory that the manifest names.
func (r runCorpus) rememberedDir() (string, error) {
	if r.manifest.CorpusDir == "" {
		return "", errors.New("the run does not say where its corpus is")
	}
	dir := r.manifest.CorpusDir
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(r.run, filepath.FromSlash(dir))
	}
	return dir, nil
}

// remembered opens the corpus that the manifest names.
func (r runCorpus) remembered() (*corpus.Corpus, error) {
	dir, err := r.rememberedDir()
	if err != nil {
		return nil, err
	}
	c, err := corpus.Open(dir)
	if err != nil {
		return nil, err
	}
	if c.Info().Hash != r.manifest.Corpus.Hash {
		c.Close()
		return nil, fmt.Errorf("%s holds another corpus now", dir)
	}
	return c, nil
}

// seenFrom is the corpus directory as the run's manifest notes it: relative to the run, so that both can be moved together.
func seenFrom(run, dir string) string {
	absRun, err1 := filepath.Abs(run)
	absDir, err2 := filepath.Abs(dir)
	if rel, err := filepath.Rel(absRun, absDir); err == nil && err1 == nil && err2 == nil {
		return filepath.ToSlash(rel)
	}
	return dir
}

// needRun says so when name is no directory, before a reader's error does in its words.
func needRun(name string) error {
	if st, err := os.Stat(name); err == nil && !st.IsDir() {
		return usagef("", "%s is a file: name the run directory", name)
	}
	return nil
}
