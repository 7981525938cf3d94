package runs

import (
	"context"
	"sync"
)

// turns lets those who ask the same at once wait for the first, so that it is paid once.
type turns struct {
	mu    sync.Mutex
	taken map[turn]chan struct{}
}

type turn struct {
	item int
	ask
}

// take waits until nobody else is asking the same.
func (t *turns) take(ctx context.Context, which turn) (end func(), err error) {
	for {
		t.mu.Lock()
		busy, ok := t.taken[which]
		if !ok {
			break // with mu
		}
		t.mu.Unlock()
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	defer t.mu.Unlock()
	if t.taken == nil {
		t.taken = map[turn]chan struct{}{}
	}
	mine := make(chan struct{})
	t.taken[which] = mine
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.taken, which)
		close(mine)
	}, nil
}
