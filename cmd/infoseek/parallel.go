package main

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// inParallel applies a function to each item on all processors and returns the results in the order of the items. Each processor has a function of its own, made by worker.
func inParallel[T, R any](ctx context.Context, items []T, worker func() func(context.Context, T) (R, error)) ([]R, error) {
	results := make([]R, len(items))
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(items)) {
		g.Go(func() error {
			apply := worker()
			for i := next.Add(1) - 1; i < int64(len(items)); i = next.Add(1) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				var err error
				if results[i], err = apply(ctx, items[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return results, g.Wait()
}
