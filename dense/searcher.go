package dense

import (
	"context"
	"fmt"
	"runtime/debug"

	"infoseek"
	"infoseek/internal/sections"
	"infoseek/text"
)

// searcher is a file of vectors with the model that made them.
type searcher struct {
	ix       *Index
	embedder Embedder
	kernel   *kernel
}

// Searcher returns a searcher over the vectors; e is the model that made them. It is of use until the index is closed. Queries of a batch are embedded in one call and share a scan. A query without a word has no hits, and a passage whose vector does not point the query's
// way (a product of 0 or less) is none.
func (ix *Index) Searcher(e Embedder) infoseek.Searcher { return &searcher{ix, e, &fastest} }

func (s *searcher) Info() infoseek.SearcherInfo {
	return infoseek.SearcherInfo{Corpus: s.ix.meta.Corpus, Retriever: infoseek.Retriever{Engine: s.ix.meta.Model.engine(), Analysis: "vectors"}, Passages: s.ix.meta.Rows}
}

func (s *searcher) Search(ctx context.Context, queries []infoseek.Query) (results [][]infoseek.Hit, err error) {
	defer sections.Guard("dense", debug.SetPanicOnFault(true), &results, &err)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var texts []string
	var at []int // in queries
	for i, q := range queries {
		if err := q.Check(); err != nil {
			return nil, fmt.Errorf("dense: query %d: %w", i, err)
		}
		if len(text.Words(nil, q.Text)) > 0 && s.ix.meta.Rows > 0 {
			texts, at = append(texts, q.Text), append(at, i)
		}
	}
	results = make([][]infoseek.Hit, len(queries))
	if len(texts) == 0 {
		return results, nil
	}
	vectors, err := embed(ctx, s.embedder, s.ix.meta.Model.QueryPrefix, texts, s.ix.meta.Dims)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("dense: %w", err)
	}
	asked := make([]*wanted, len(texts))
	for j, i := range at {
		asked[j] = newWanted(vectors[j], min(queries[i].K, s.ix.meta.Rows), queries[i].Unit == infoseek.UnitPage)
	}
	if err := s.ix.scan(ctx, s.kernel, asked); err != nil {
		return nil, err
	}
	for j, i := range at {
		results[i] = s.hits(asked[j].best(&s.ix.columns, s.kernel))
	}
	return results, nil
}

func (s *searcher) hits(best []candidate) []infoseek.Hit {
	hits := make([]infoseek.Hit, len(best))
	for i, c := range best {
		p := s.ix.places[c.row]
		hits[i] = infoseek.Hit{Page: infoseek.PageNum(p.page), Passage: int(p.number), Score: float64(c.score), Span: infoseek.Span{Start: int(p.start), End: int(p.end)}}
	}
	return hits
}
