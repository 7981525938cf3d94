package synth

import (
	"cmp"
	"context"
	"sync"

	"infoseek"
	"infoseek/hcsp"
)

// work has the roots worked on, and commits the outcomes in the order of items.
func (m *maker) work(ctx context.Context) error {
	if m.enough() {
		return nil
	}
	shared, err := m.shared()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f, each := m.flight(), func() solver { return hcsp.NewSolver(m.Pages) }
	hands := m.Limits.Workers
	if m.Models != nil {
		pool := newSolvers(m.Pages, m.Limits.Workers)
		hands, each = min(m.Limits.Trees, len(m.roots)-m.next), func() solver { return pool }
	}
	var group sync.WaitGroup
	defer group.Wait() // after cancel: defers run last to first
	defer cancel()
	for range hands {
		group.Go(func() { m.worker(ctx, &worker{checks: shared, solver: each()}, f) })
	}
	return m.commitAll(ctx, f)
}

// flight looks far ahead where trees wait for models: those take very different times.
func (m *maker) flight() *flight {
	if m.Models == nil {
		return newFlight(m.next, 16*m.Limits.Workers, false)
	}
	return newFlight(m.next, 8*m.Limits.Trees, true)
}

func (m *maker) enough() bool {
	return m.caps.accepted >= m.Limits.N || m.due() >= len(m.roots)
}

// due is the item to be committed next.
func (m *maker) due() int { return m.next + len(m.held) }

func (m *maker) worker(ctx context.Context, w *worker, f *flight) {
	if m.Watch != nil {
		w.watch = m.Watch()
	}
	for {
		select {
		case i := <-f.items:
			out, err := m.item(ctx, w, i)
			f.results <- result{i, out, err}
		case <-ctx.Done():
			return
		}
	}
}

// models are the roles' models as an item uses them: what it asked before, and was answered, isn't asked again.
func (m *maker) models(item int) func(role string) infoseek.Model {
	if m.Models == nil {
		return nil
	}
	var mu sync.Mutex
	of := map[string]infoseek.Model{}
	return func(role string) infoseek.Model {
		mu.Lock()
		defer mu.Unlock()
		if of[role] == nil {
			if under := m.Models(role); under != nil {
				of[role] = m.calls.Model(item, role, under)
			}
		}
		return of[role]
	}
}

// paged are the roles' models for reading a page. Their calls stand in the journal under a number of the page's own, below 0, so that they belong to no item.
func (m *maker) paged(n infoseek.PageNum) func(role string) infoseek.Model {
	return m.models(-1 - int(n))
}

// item has a worker work on an item.
func (m *maker) item(ctx context.Context, w *worker, i int) (outcome, error) {
	var crew Crew
	if m.Crew != nil {
		var err error
		if crew, err = m.Crew(Item{Number: i, Root: m.roots[i], Options: m.Options, Pages: m.Pages, Browser: w.checks, Offers: w.browser, Leak: w.leak, models: m.models(i), paged: m.paged}); err != nil {
			return outcome{}, err
		}
	}
	return w.item(ctx, m.roots[i], crew)
}

// commitAll takes the results in order until there are enough questions or no more roots.
func (m *maker) commitAll(ctx context.Context, f *flight) error {
	for !m.enough() {
		f.fill(m)
		if err := f.receive(ctx); err != nil {
			return err
		}
		for r, ok := f.take(m.due()); ok; r, ok = f.take(m.due()) {
			if err := cmp.Or(ctx.Err(), r.err); err != nil {
				return err
			}
			if err := m.commit(ctx, r.out); err != nil {
				return err
			}
			if m.enough() {
				return nil
			}
		}
	}
	return nil
}
