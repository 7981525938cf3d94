package corpus

import (
	"context"
	"iter"
	"sync"
)

// ordered runs work on the items of seq with several goroutines and hands the results to emit in order of the items. Each goroutine makes its own worker with start.
// It stops at the first error of emit, or when ctx is cancelled, and has no goroutine left when it returns.
func ordered[T, R any](ctx context.Context, workers int, seq iter.Seq[T], start func() func(T) R, emit func(R) error) error {
	type job struct {
		item T
		out  chan R
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	jobs := make(chan job, 2*workers)
	queue := make(chan chan R, 4*workers)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(jobs)
		defer close(queue)
		for item := range seq {
			j := job{item, make(chan R, 1)}
			select {
			case queue <- j.out:
			case <-ctx.Done():
				return
			}
			jobs <- j
		}
	})
	for range workers {
		wg.Go(func() {
			work := start()
			for j := range jobs {
				j.out <- work(j.item)
			}
		})
	}
	var failed error
	for out := range queue {
		r := <-out
		if failed == nil {
			if failed = emit(r); failed != nil {
				cancel(failed)
			}
		}
	}
	wg.Wait()
	if failed != nil {
		return failed
	}
	return context.Cause(ctx)
}
