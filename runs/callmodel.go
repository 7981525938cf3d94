package runs

import (
	"context"
	"slices"
	"sync"
	"time"

	"infoseek"
)

// Model is m for one piece of work: what the item asked the role before, and the journal has the answer to, isn't asked again; every other answer is in the journal before Generate returns it. A request
// asked several times is counted, so that each asking keeps its own answer. A fault is no answer and isn't journalled.
func (c *Calls) Model(item int, role string, m infoseek.Model) infoseek.Model {
	return newCallModel(c, item, role, m, c.now)
}

// answers is where a callModel looks answers up and keeps them.
type answers interface {
	turn() *turns
	find(ctx context.Context, item int, a ask) (Call, bool, error)
	// add returns once the answer is safe.
	add(ctx context.Context, c Call) error
}

func newCallModel(a answers, item int, role string, m infoseek.Model, now func() time.Time) *callModel {
	return &callModel{Model: m, answers: a, now: now, item: item, role: role, asked: map[string]*tally{}}
}

type callModel struct {
	infoseek.Model
	answers answers
	now     func() time.Time
	item    int
	role    string

	mu    sync.Mutex
	asked map[string]*tally // by key
}

// tally numbers the askings of one request. The number of one that failed is given out again: the same request then takes its place.
type tally struct {
	next int
	free []int
}

func (t *tally) take() int {
	if len(t.free) > 0 {
		n := slices.Min(t.free)
		t.free = slices.DeleteFunc(t.free, func(f int) bool { return f == n })
		return n
	}
	t.next++
	return t.next - 1
}

func (m *callModel) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	key, err := r.Key()
	if err != nil {
		return infoseek.Response{}, &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "ask " + m.role, Err: err}
	}
	a := ask{m.role, key, m.take(key)}
	resp, err := m.answer(ctx, a, r)
	if err != nil {
		m.giveBack(a)
	}
	return resp, err
}

func (m *callModel) answer(ctx context.Context, a ask, r infoseek.Request) (infoseek.Response, error) {
	end, err := m.answers.turn().take(ctx, turn{m.item, a})
	if err != nil {
		return infoseek.Response{}, err
	}
	defer end()
	if err := ctx.Err(); err != nil {
		return infoseek.Response{}, err
	}
	if c, ok, err := m.answers.find(ctx, m.item, a); ok || err != nil {
		return c.Response, err
	}
	start := m.now()
	resp, err := m.Model.Generate(ctx, r)
	if err != nil {
		return infoseek.Response{}, err
	}
	resp = storable(resp)
	return resp, m.answers.add(ctx, Call{
		Item: m.item, Role: a.role, Key: a.key, Occurrence: a.occurrence, Response: resp,
		Dollars: m.Info().Price.Of(resp.Usage), Start: start, Seconds: m.now().Sub(start).Seconds(),
	})
}

func (m *callModel) take(key string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.asked[key]
	if t == nil {
		t = &tally{}
		m.asked[key] = t
	}
	return t.take()
}

func (m *callModel) giveBack(a ask) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.asked[a.key]
	t.free = append(t.free, a.occurrence)
}
