package runs

import (
	"context"
	"sync"
	"time"

	"infoseek"
)

// Away keeps the answers of the items of a run that is elsewhere, for a worker that is lent some: Fetch reads what is known of an item, Send hands a new answer on and returns once it is safe. What is known of an item is
// fetched at its first question and kept in memory until Forget; what is known of a page (a number below 0) is fetched each time, for other workers ask about it too.
type Away struct {
	Run   string
	Fetch func(ctx context.Context, item int) ([]Call, error)
	Send  func(ctx context.Context, c Call) error

	turns turns
	mu    sync.Mutex
	known map[int]map[ask]Call
}

// Model is as Calls.Model.
func (a *Away) Model(item int, role string, m infoseek.Model) infoseek.Model {
	return newCallModel(a, item, role, m, time.Now)
}

// New says that an item was never worked on: there is nothing to fetch.
func (a *Away) New(item int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keep(item, map[ask]Call{})
}

// Forget lets go of an item.
func (a *Away) Forget(item int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.known, item)
}

func (a *Away) turn() *turns { return &a.turns }

func (a *Away) find(ctx context.Context, item int, q ask) (Call, bool, error) {
	a.mu.Lock()
	known, fetched := a.known[item]
	c, ok := known[q]
	a.mu.Unlock()
	if fetched {
		return c, ok, nil
	}
	all, err := a.Fetch(ctx, item)
	if err != nil {
		return Call{}, false, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	known = map[ask]Call{}
	for _, c := range all {
		if _, there := known[c.ask()]; !there && c.Item == item && c.Run == a.Run {
			known[c.ask()] = c
		}
	}
	if item >= 0 {
		a.keep(item, known)
	}
	c, ok = known[q]
	return c, ok, nil
}

// keep needs mu.
func (a *Away) keep(item int, known map[ask]Call) {
	if a.known == nil {
		a.known = map[int]map[ask]Call{}
	}
	a.known[item] = known
}

func (a *Away) add(ctx context.Context, c Call) error {
	c.Run = a.Run
	c.name()
	if err := a.Send(ctx, c); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if known := a.known[c.Item]; known != nil {
		known[c.ask()] = c
	}
	return nil
}
