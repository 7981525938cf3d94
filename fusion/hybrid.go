// Package fusion makes searchers of searchers: several rankings fused into one, and the best of one ranked again by a model that reads them. It sees the root's interfaces alone.
package fusion

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"infoseek"

	"golang.org/x/sync/errgroup"
)

// The defaults of Options.
const (
	DefaultConstant = 60 // Cormack, Clarke and Büttcher, SIGIR 2009
	DefaultDepth    = 1000
)

// Options say how rankings are fused. The zero value is the default.
type Options struct {
	Constant int // k of 1/(k+rank); 0: DefaultConstant
	// Depth is how many passages of each ranking count, whatever a query asks for: a smaller K gives the first of a larger. 0: DefaultDepth.
	Depth int
}

// hybrid fuses rankings.
type hybrid struct {
	searchers []infoseek.Searcher
	Options
}

// Hybrid ranks passages by the sum of 1/(k+rank) over the searchers that have it among their Depth best (reciprocal rank fusion); ranks begin with 1, hits of equal score share the first of theirs, and ties are in document order. The searchers are of one corpus and number its passages alike. A searcher that fails fails the search.
func Hybrid(o Options, searchers ...infoseek.Searcher) (infoseek.Searcher, error) {
	if len(searchers) == 0 || o.Constant < 0 || o.Depth < 0 {
		return nil, errors.New("fusion: no searchers, or a constant or depth below 0")
	}
	first := searchers[0].Info()
	for _, s := range searchers[1:] {
		if i := s.Info(); i.Corpus != first.Corpus || i.Passages != first.Passages {
			return nil, fmt.Errorf("fusion: %d passages of corpus %.12s and %d of corpus %.12s can't be fused", first.Passages, first.Corpus, i.Passages, i.Corpus)
		}
	}
	o.Constant, o.Depth = cmp.Or(o.Constant, DefaultConstant), cmp.Or(o.Depth, DefaultDepth)
	return &hybrid{searchers, o}, nil
}

// Info tells the searchers in Engine; the other fields are the first one's.
func (h *hybrid) Info() infoseek.SearcherInfo {
	info := h.searchers[0].Info()
	var of []string
	for _, s := range h.searchers {
		of = append(of, engine(s))
	}
	info.Retriever.Engine = fmt.Sprintf("rrf %d, depth %d, of %s", h.Constant, h.Depth, strings.Join(of, " and "))
	return info
}

// engine is the searcher's, this program's own BM25 by name.
func engine(s infoseek.Searcher) string { return cmp.Or(s.Info().Retriever.Engine, "bm25") }

func (h *hybrid) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	asked := make([]infoseek.Query, len(queries))
	for i, q := range queries {
		if err := q.Check(); err != nil {
			return nil, fmt.Errorf("fusion: query %d: %w", i, err)
		}
		asked[i] = infoseek.Query{Text: q.Text, K: h.Depth, Unit: infoseek.UnitPassage}
	}
	found := make([][][]infoseek.Hit, len(h.searchers))
	g, inner := errgroup.WithContext(ctx)
	for i, s := range h.searchers {
		g.Go(func() (err error) {
			found[i], err = s.Search(inner, asked)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, err
	}
	results := make([][]infoseek.Hit, len(queries))
	for i, q := range queries {
		var rankings [][]infoseek.Hit
		for _, f := range found {
			rankings = append(rankings, f[i])
		}
		results[i] = best(h.fuse(rankings), q)
	}
	return results, nil
}

// passage names one within a corpus.
type passage struct {
	page   infoseek.PageNum
	number int
}

// fuse adds up what the ranks are worth, in the order of the rankings.
func (h *hybrid) fuse(rankings [][]infoseek.Hit) []infoseek.Hit {
	var all []infoseek.Hit
	at := map[passage]int{}
	for _, hits := range rankings {
		rank, last := 0, 0.0
		for place, hit := range hits {
			if place == 0 || hit.Score != last {
				rank, last = place+1, hit.Score
			}
			key := passage{hit.Page, hit.Passage}
			i, ok := at[key]
			if !ok {
				i = len(all)
				at[key] = i
				hit.Score = 0
				all = append(all, hit)
			}
			all[i].Score += 1 / float64(h.Constant+rank)
		}
	}
	return all
}

// best orders hits by score, ties by document, and keeps what the query asks for.
func best(hits []infoseek.Hit, q infoseek.Query) []infoseek.Hit {
	slices.SortFunc(hits, func(a, b infoseek.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Page, b.Page), cmp.Compare(a.Passage, b.Passage))
	})
	if q.Unit == infoseek.UnitPage {
		seen := map[infoseek.PageNum]bool{}
		hits = slices.DeleteFunc(hits, func(h infoseek.Hit) bool {
			again := seen[h.Page]
			seen[h.Page] = true
			return again
		})
	}
	return hits[:min(q.K, len(hits))]
}
