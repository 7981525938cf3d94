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
	if m.Queue != nil {
		return m.workAway(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f, shared := m.flight(), m.shared(m.run.ID())
	hands, each := m.hands()
	var group sync.WaitGroup
	defer group.Wait() // after cancel: defers run last to first
	defer cancel()
	for range min(hands, len(m.roots)-m.next) {
		group.Go(func() { m.worker(ctx, &worker{checks: shared, solver: each()}, f) })
	}
	return m.commitAll(ctx, f)
}

// modelled says whether anybody's work waits for models, here or elsewhere.
func (j *Job) modelled() bool { return j.Models != nil || j.Options.Crew != nil }

// hands says how many items are worked on at once, and makes a solver for each.
func (j *Job) hands() (n int, each func() solver) {
	if j.Models == nil {
		return j.Limits.Workers, func() solver { return hcsp.NewSolver(j.Pages) }
	}
	pool := newSolvers(j.Pages, j.Limits.Workers)
	return j.Limits.Trees, func() solver { return pool }
}

// shared makes what the workers of a run share.
func (j *Job) shared(run string) *checks {
	info := &pageCache{pages: j.Pages}
	return &checks{
		pages: j.Pages, searcher: j.Searcher, info: info, offers: &memo[infoseek.PageNum, []Offer]{}, browser: newOffers(j.Pages, j.Options, info),
		o: j.Options, run: run, version: j.Version, excluded: excludedNames(j.Options),
	}
}

// flight looks far ahead where trees wait for models: those take very different times.
func (m *maker) flight() *flight {
	if !m.modelled() {
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
			out, err := m.item(ctx, w, m.calls, i, m.roots[i])
			f.results <- result{i, out, err}
		case <-ctx.Done():
			return
		}
	}
}

// answered keeps what models answered.
type answered interface {
	Model(item int, role string, m infoseek.Model) infoseek.Model
}

// models are the roles' models as an item uses them: what it asked before, and was answered, isn't asked again.
func (j *Job) models(keep answered, item int) func(role string) infoseek.Model {
	if j.Models == nil {
		return nil
	}
	var mu sync.Mutex
	of := map[string]infoseek.Model{}
	return func(role string) infoseek.Model {
		mu.Lock()
		defer mu.Unlock()
		if of[role] == nil {
			if under := j.Models(role); under != nil {
				of[role] = keep.Model(item, role, under)
			}
		}
		return of[role]
	}
}

// item has a worker work on an item.
func (j *Job) item(ctx context.Context, w *worker, keep answered, i int, root infoseek.PageNum) (outcome, error) {
	var crew Crew
	if j.Crew != nil {
		// What is asked about a page stands in the journal under a number of the page's own, below 0, so that it belongs to no item.
		paged := func(n infoseek.PageNum) func(role string) infoseek.Model { return j.models(keep, -1-int(n)) }
		var err error
		if crew, err = j.Crew(Item{Number: i, Root: root, Options: j.Options, Pages: j.Pages, Browser: w.checks, Offers: w.browser, Leak: w.leak, models: j.models(keep, i), paged: paged}); err != nil {
			return outcome{}, err
		}
	}
	return w.item(ctx, root, crew)
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
