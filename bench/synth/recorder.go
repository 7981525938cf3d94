package main

import (
	"context"
	"runtime"
	"time"

	"infoseek"
	"infoseek/bench/clock"
)

// recorder is a Searcher that notes what it is asked and the processor time of answering. It is for one goroutine at a time.
type recorder struct {
	infoseek.Searcher
	batches [][]infoseek.Query
	count   int // queries
	spent   time.Duration
}

// Search passes the batch on.
func (r *recorder) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	r.batches = append(r.batches, queries)
	r.count += len(queries)
	begin := clock.Thread()
	hits, err := r.Searcher.Search(ctx, queries)
	r.spent += clock.Thread() - begin
	return hits, err
}

// each is milliseconds a query.
func (r *recorder) each() float64 { return 1000 * r.spent.Seconds() / float64(r.count) }

// again asks everything once more, and nothing else, and says how long that takes.
func (r *recorder) again(ctx context.Context) (time.Duration, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	begin := clock.Thread()
	for _, b := range r.batches {
		if _, err := r.Searcher.Search(ctx, b); err != nil {
			return 0, err
		}
	}
	return clock.Thread() - begin, nil
}
