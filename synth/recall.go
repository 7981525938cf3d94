package synth

import (
	"context"

	"infoseek"
)

// recall is a Searcher that asks another one each query once. It is for one root: a tree's clauses come again in other trees, and alone and then beside all the rest of the question.
type recall struct {
	infoseek.Searcher
	known map[infoseek.Query][]infoseek.Hit
}

func newRecall(s infoseek.Searcher) *recall { return &recall{s, map[infoseek.Query][]infoseek.Hit{}} }

// Search answers from memory what it can, and asks for the rest at once.
func (r *recall) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	var fresh []infoseek.Query
	asked := map[infoseek.Query]bool{}
	for _, q := range queries {
		if _, ok := r.known[q]; !ok && !asked[q] {
			asked[q] = true
			fresh = append(fresh, q)
		}
	}
	if len(fresh) > 0 {
		hits, err := r.Searcher.Search(ctx, fresh)
		if err != nil {
			return nil, err
		}
		for i, q := range fresh {
			r.known[q] = hits[i]
		}
	}
	out := make([][]infoseek.Hit, len(queries))
	for i, q := range queries {
		out[i] = r.known[q]
	}
	return out, nil
}
