package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"infoseek"
	"infoseek/corpus"
	"infoseek/dense"
	"infoseek/fusion"
	"infoseek/search"

	"github.com/spf13/cobra"
)

// vectorsDir is the folder of the passages' vectors in a corpus directory.
const vectorsDir = "vectors"

// noBuild tells which command makes what these searchers need.
func noBuild(*cobra.Command, *app, searched, buildOptions) error {
	return usagef("", "'infoseek search embed' makes the vectors for --searcher dense and hybrid")
}

func withDense(ctx context.Context, a *app, at searched, use func(*corpus.Corpus, ranker) error) error {
	return a.withSearch(at.dir, func(c *corpus.Corpus, ix *search.Index) error {
		return a.withVectors(ctx, at.dir, c, ix, func(s infoseek.Searcher) error { return use(c, ranker{s, ix}) })
	})
}

func withHybrid(ctx context.Context, a *app, at searched, use func(*corpus.Corpus, ranker) error) error {
	return a.withSearch(at.dir, func(c *corpus.Corpus, ix *search.Index) error {
		words, err := ix.Searcher(at.settings)
		if err != nil {
			return usagef("", "%v", err)
		}
		return a.withVectors(ctx, at.dir, c, ix, func(vectors infoseek.Searcher) error {
			s, err := fusion.Hybrid(fusion.Options{}, words, vectors)
			if err != nil {
				return err
			}
			return use(c, ranker{s, ix})
		})
	})
}

// withVectors opens the vectors of a corpus's passages and the model that made them for the time of use.
func (a *app) withVectors(ctx context.Context, dir string, c *corpus.Corpus, ix *search.Index, use func(infoseek.Searcher) error) (err error) {
	again := fmt.Sprintf("make them with 'infoseek search embed -c %s'", dir)
	vectors, err := dense.Open(filepath.Join(dir, vectorsDir))
	var damaged *dense.DamageError
	if errors.As(err, &damaged) || errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w (%s)", err, again)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vectors.Close()) }()
	if !vectors.Of(passagesOf(c, ix)) {
		return &infoseek.Fault{Boundary: infoseek.BoundarySearch, Op: "open the vectors", Err: fmt.Errorf("they are of other passages than the index has: %s", again)}
	}
	e, err := a.openEmbedder(ctx, vectors.Model())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	return use(vectors.Searcher(e))
}

// verifyVectors reads the vectors of a corpus whole, if there are any.
func verifyVectors(dir string) error {
	vectors, err := dense.Open(filepath.Join(dir, vectorsDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(vectors.Verify(), vectors.Close())
}
