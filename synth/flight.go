package synth

import (
	"context"
	"math"
)

// result is one root's outcome on its way from whoever worked on it.
type result struct {
	item int
	out  outcome
	err  error
}

// flight is the work that is begun and not committed. Outcomes come in any order and are committed in the order of items, so that neither speed nor number of the workers changes what a run comes to.
type flight struct {
	items   chan int    // begun, for a worker to take; never full
	results chan result // never full either: a worker doesn't wait
	waiting map[int]result
	next    int // first item not begun
	found   int // questions in waiting
	failed  bool
	// window is how far work may run ahead of what is committed. A tree that takes long holds up nothing but the memory of those finished behind it.
	window int
	broken chan error // why there will be no more results
	// thrifty work is paid for: no more trees are begun than the questions still wanted should take.
	thrifty bool
}

func newFlight(next, window int, thrifty bool) *flight {
	return &flight{items: make(chan int, window), results: make(chan result, window), broken: make(chan error, 3), waiting: map[int]result{}, next: next, window: window, thrifty: thrifty}
}

// fill begins as many items as it may.
func (f *flight) fill(m *maker) {
	for !f.failed && f.next < len(m.roots) && f.next-m.due() < f.window && !(f.thrifty && f.suffices(m)) {
		f.items <- f.next
		f.next++
	}
}

// suffices says whether what is under way should do: with the share of roots that gave a question so far, and one standard deviation to spare.
func (f *flight) suffices(m *maker) bool {
	done := m.due() + len(f.waiting)
	have := float64(m.caps.accepted + f.found)
	share := min(1, (1+have)/float64(2+done))
	expected := float64(max(0, f.next-done)) * share
	return have+expected-math.Sqrt(expected*(1-share)) >= float64(m.Limits.N)
}

// receive waits for a result. An error is kept for its turn: the items before it may be enough.
func (f *flight) receive(ctx context.Context) error {
	select {
	case r := <-f.results:
		if _, twice := f.waiting[r.item]; twice {
			return nil
		}
		f.waiting[r.item] = r
		f.found += len(r.out.Questions)
		f.failed = f.failed || r.err != nil
		return nil
	case err := <-f.broken:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take returns an item's result, if it is there.
func (f *flight) take(item int) (result, bool) {
	r, ok := f.waiting[item]
	if ok {
		delete(f.waiting, item)
		f.found -= len(r.out.Questions)
	}
	return r, ok
}
