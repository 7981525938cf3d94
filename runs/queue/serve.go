package queue

import (
	"cmp"
	"context"
	"fmt"
	"time"
)

// Accept says how a worker works for the run of a spec, or why its work would not be the run's.
type Accept func(spec []byte) (work func(context.Context, Run) error, err error)

// Work works for the runs in the queue, one after the other, until ctx is done, or with once set until one run has ended. A run that is refused is told, and is an error where it is all there is when Work begins.
func (c *Conn) Work(ctx context.Context, accept Accept, once bool, tell func(run string, refused error)) error {
	known := map[string]bool{}
	for served := false; ; {
		all, err := c.Runs(ctx)
		if err != nil {
			return err
		}
		var refused error
		for _, r := range all {
			work, err := accept(r.Spec)
			if !known[r.Key] {
				known[r.Key] = true
				tell(r.Key, err)
			}
			if err != nil {
				refused = cmp.Or(refused, fmt.Errorf("queue: run %s: %w", r.Key, err))
				continue
			}
			served = true
			if err := work(ctx, r); err != nil || once {
				return err
			}
		}
		if !served && refused != nil {
			return refused
		}
		select {
		case <-time.After(lookPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
