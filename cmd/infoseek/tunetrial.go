package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"infoseek"
	"infoseek/corpus"
	"infoseek/search"
	"infoseek/tune"

	"golang.org/x/sync/errgroup"
)

// tuneTrial ranks pages for judged queries.
type tuneTrial struct {
	indexes *weightIndexes
	items   []judgedItem
	deepest int
	workers int
}

// run is a tune.Trial.
func (t *tuneTrial) run(ctx context.Context, p tune.Point, items []int) ([]tune.Score, error) {
	ix, err := t.indexes.of(ctx, p.TitleWeight)
	if err != nil {
		return nil, err
	}
	s, err := ix.Searcher(search.Settings{K1: &p.K1, B: &p.B})
	if err != nil {
		return nil, err
	}
	scores := make([]tune.Score, len(items))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(t.workers)
	for i, item := range items {
		g.Go(func() (err error) {
			scores[i], err = t.score(ctx, ix, s, t.items[item])
			return err
		})
	}
	return scores, g.Wait()
}

// score is the mean over an item's queries.
func (t *tuneTrial) score(ctx context.Context, ix *search.Index, s infoseek.Searcher, item judgedItem) (tune.Score, error) {
	run, err := ix.RunTopics(ctx, s, t.indexes.corpus, item.topics, infoseek.UnitPage, t.deepest)
	if err != nil {
		return tune.Score{}, err
	}
	sum, n := tune.Score{Recall: make([]float64, t.deepest)}, float64(len(run))
	for i, ranking := range run {
		j := search.Judge(ranking.Documents, item.relevance[i])
		sum.NDCG10 += j.NDCG10() / n
		sum.MRR += j.MRR() / n
		for k := range sum.Recall {
			sum.Recall[k] += j.Recall(k+1) / n
		}
	}
	return sum, nil
}

// weightIndexes are indexes of a corpus that differ in the weight of titles: its own, and others that are made when they are first asked for.
type weightIndexes struct {
	a       *app
	corpus  *corpus.Corpus
	options search.Options // of its own
	own     *search.Index
	dir     string // of the others
	made    map[int]*search.Index
}

// of gives the index with a weight. It is not for concurrent use.
func (w *weightIndexes) of(ctx context.Context, weight int) (*search.Index, error) {
	if weight == w.options.TitleWeight {
		return w.own, nil
	}
	if ix := w.made[weight]; ix != nil {
		return ix, nil
	}
	if w.dir == "" {
		dir, err := os.MkdirTemp("", "infoseek-tune-")
		if err != nil {
			return nil, err
		}
		w.dir, w.made = dir, map[int]*search.Index{}
	}
	o, dir := w.options, filepath.Join(w.dir, strconv.Itoa(weight))
	o.TitleWeight = weight
	if err := w.a.buildIndex(ctx, w.corpus, dir, o); err != nil {
		return nil, err
	}
	ix, err := search.Open(dir)
	if err == nil {
		w.made[weight] = ix
	}
	return ix, err
}

// close removes the indexes that were made.
func (w *weightIndexes) close() error {
	var err error
	for _, ix := range w.made {
		err = errors.Join(err, ix.Close())
	}
	if w.dir != "" {
		err = errors.Join(err, os.RemoveAll(w.dir))
	}
	return err
}
