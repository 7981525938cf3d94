package llm

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// window is a semaphore whose size changes: additive increase, multiplicative decrease. Who waits longest goes first.
type window struct {
	mu      sync.Mutex
	size    float64 // 1..most
	most    float64
	taken   int
	waiting list.List // of chan struct{}, closed when its turn has come
	narrows time.Time // when it was narrowed last
}

func newWindow(most int) *window { return &window{size: float64(most), most: float64(most)} }

func (w *window) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.mu.Lock()
	if w.waiting.Len() == 0 && w.taken < int(w.size) {
		w.taken++
		w.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	place := w.waiting.PushBack(turn)
	w.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		w.leave(place, turn)
		return ctx.Err()
	}
}

// leave gives up waiting; a turn that has come meanwhile goes to the next.
func (w *window) leave(place *list.Element, turn chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-turn:
		w.taken--
		w.admit()
	default:
		w.waiting.Remove(place)
	}
}

func (w *window) release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.taken--
	w.admit()
}

// admit lets in as many as there is room for.
func (w *window) admit() {
	for w.waiting.Len() > 0 && w.taken < int(w.size) {
		close(w.waiting.Remove(w.waiting.Front()).(chan struct{}))
		w.taken++
	}
}

// widen makes room for one more after about as many calls as fit in.
func (w *window) widen() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.size = min(w.most, w.size+1/w.size)
	w.admit()
}

// narrow halves the window on account of a call that began at the given time, unless that has been done since.
func (w *window) narrow(begin time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if begin.Before(w.narrows) {
		return
	}
	w.size, w.narrows = max(1, w.size/2), time.Now()
}
