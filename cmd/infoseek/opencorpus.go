package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"infoseek"
	"infoseek/corpus"
	"infoseek/search"
)

// indexDir is the folder of the search index in a corpus directory.
const indexDir = "index"

// withCorpus opens the corpus in dir for the time of use.
func (a *app) withCorpus(dir string, use func(*corpus.Corpus) error) error {
	c, err := corpus.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w (make a corpus with 'infoseek corpus import SRC... -o %s')", err, dir)
	}
	if err != nil {
		return err
	}
	return errors.Join(use(c), c.Close())
}

// withSearch opens the corpus in dir and its search index for the time of use.
func (a *app) withSearch(dir string, use func(*corpus.Corpus, *search.Index) error) error {
	return a.withCorpus(dir, func(c *corpus.Corpus) error {
		ix, err := search.Open(filepath.Join(dir, indexDir))
		var damaged *search.DamageError
		if errors.As(err, &damaged) || errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w (make it again with 'infoseek search build -c %s')", err, dir)
		}
		if err != nil {
			return err
		}
		return errors.Join(useIndex(c, ix, use), ix.Close())
	})
}

func useIndex(c *corpus.Corpus, ix *search.Index, use func(*corpus.Corpus, *search.Index) error) error {
	if err := ofCorpus(ix, c.Info().Hash); err != nil {
		return &infoseek.Fault{Boundary: infoseek.BoundarySearch, Op: "open the index", Err: fmt.Errorf("%w: import again", err)}
	}
	return use(c, ix)
}
