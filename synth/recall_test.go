package synth

import (
	"context"
	"errors"
	"slices"
	"testing"

	"infoseek"
)

// counting answers each query with one hit that tells its length, and notes what it is asked.
type counting struct {
	infoseek.Searcher
	asked []infoseek.Query
	err   error
}

func (c *counting) Search(_ context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	if c.err != nil {
		return nil, c.err
	}
	c.asked = append(c.asked, queries...)
	var out [][]infoseek.Hit
	for _, q := range queries {
		out = append(out, []infoseek.Hit{{Page: infoseek.PageNum(len(q.Text)), Passage: q.K}})
	}
	return out, nil
}

func TestRecallAsksOnce(t *testing.T) {
	a, b, deeper := infoseek.Query{Text: "a", K: 5}, infoseek.Query{Text: "bb", K: 5}, infoseek.Query{Text: "a", K: 20}
	ctx := context.Background()
	c := &counting{err: errDisk}
	r := newRecall(c)
	if _, err := r.Search(ctx, []infoseek.Query{a}); !errors.Is(err, errDisk) {
		t.Errorf("error %v", err)
	}
	c.err = nil
	for _, queries := range [][]infoseek.Query{{a}, {b, a, b}, {deeper, a}, {}, {b, deeper}} {
		hits, err := r.Search(ctx, queries)
		if err != nil || len(hits) != len(queries) {
			t.Fatalf("%d answers to %d queries, %v", len(hits), len(queries), err)
		}
		for i, q := range queries {
			if want := []infoseek.Hit{{Page: infoseek.PageNum(len(q.Text)), Passage: q.K}}; !slices.Equal(hits[i], want) {
				t.Errorf("%v: %v, want %v", q, hits[i], want)
			}
		}
	}
	if want := []infoseek.Query{a, b, deeper}; !slices.Equal(c.asked, want) {
		t.Errorf("asked %v, want %v", c.asked, want)
	}
}
