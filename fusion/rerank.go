package fusion

import (
	"context"
	"errors"
	"fmt"
	"math"

	"infoseek"

	"golang.org/x/sync/errgroup"
)

// DefaultRerankDepth is how many passages are ranked again.
const DefaultRerankDepth = 50

// Reranker says how well documents fit a query, one score each. It is safe for concurrent use. An error is a *infoseek.Fault, a limit that is reached or the context's.
type Reranker interface {
	Name() string
	Rerank(ctx context.Context, query string, documents []string) ([]float64, error)
}

// rerank ranks the best of a searcher again.
type rerank struct {
	infoseek.Searcher
	by    Reranker
	pages infoseek.Pages
	depth int
}

// Rerank has by rank the depth best passages of s again (0: DefaultRerankDepth), each with its page's title; what is not among them is no hit. When by fails, so does the search: the order of s is no stand-in.
func Rerank(s infoseek.Searcher, by Reranker, pages infoseek.Pages, depth int) infoseek.Searcher {
	if depth <= 0 {
		depth = DefaultRerankDepth
	}
	return &rerank{s, by, pages, depth}
}

func (r *rerank) Info() infoseek.SearcherInfo {
	info := r.Searcher.Info()
	info.Retriever.Engine = fmt.Sprintf("%d of %s reranked by %s", r.depth, engine(r.Searcher), r.by.Name())
	return info
}

// atOnce is how many queries of a batch are with the reranker.
const atOnce = 8

func (r *rerank) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	asked := make([]infoseek.Query, len(queries))
	for i, q := range queries {
		if err := q.Check(); err != nil {
			return nil, fmt.Errorf("fusion: query %d: %w", i, err)
		}
		asked[i] = infoseek.Query{Text: q.Text, K: r.depth, Unit: infoseek.UnitPassage}
	}
	results, err := r.Searcher.Search(ctx, asked)
	if err != nil {
		return nil, err
	}
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i, q := range queries {
		if len(results[i]) == 0 {
			continue
		}
		g.Go(func() error {
			if err := r.score(inner, q.Text, results[i]); err != nil {
				return err
			}
			results[i] = best(results[i], q)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, err
	}
	return results, nil
}

// score puts the reranker's scores in the place of the searcher's.
func (r *rerank) score(ctx context.Context, query string, hits []infoseek.Hit) error {
	documents := make([]string, len(hits))
	for i, h := range hits {
		page, err := r.pages.Page(ctx, h.Page)
		if err != nil {
			return err
		}
		documents[i] = page.Title
		if h.Span == (infoseek.Span{}) {
			continue
		}
		text, err := r.pages.Text(ctx, h.Page, h.Span)
		if err != nil {
			return err
		}
		documents[i] += "\n" + text
	}
	scores, err := r.by.Rerank(ctx, query, documents)
	if err != nil {
		return err
	}
	if len(scores) != len(hits) {
		return wrongScores(fmt.Errorf("%d scores for %d documents", len(scores), len(hits)))
	}
	for i, s := range scores {
		if math.IsNaN(s) || math.IsInf(s, 0) {
			return wrongScores(errors.New("a score that is no number"))
		}
		hits[i].Score = s
	}
	return nil
}

func wrongScores(err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "rerank", Err: err}
}
