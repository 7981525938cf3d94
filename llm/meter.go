package llm

import (
	"context"
	"maps"
	"sync"
	"time"

	"infoseek"
)

// Totals say what calls took.
type Totals struct {
	Calls   int            `json:"calls"`
	Faults  int            `json:"faults"` // of the calls
	Usage   infoseek.Usage `json:"usage"`
	Dollars float64        `json:"dollars"`
	Seconds float64        `json:"seconds"` // calls at the same time count each
}

// Tally adds up calls by role.
type Tally struct {
	mu     sync.Mutex
	totals map[string]Totals
}

// Totals returns the sums so far, by role.
func (t *Tally) Totals() map[string]Totals {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.totals)
}

func (t *Tally) add(role string, u infoseek.Usage, dollars float64, d time.Duration, failed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.totals == nil {
		t.totals = map[string]Totals{}
	}
	sum := t.totals[role]
	sum.Calls++
	if failed {
		sum.Faults++
	}
	sum.Usage.Prompt += u.Prompt
	sum.Usage.Completion += u.Completion
	sum.Dollars += dollars
	sum.Seconds += d.Seconds()
	t.totals[role] = sum
}

// Meter counts the calls of m, and what they took, for role.
func Meter(m infoseek.Model, t *Tally, role string) infoseek.Model { return &meter{m, t, role} }

type meter struct {
	infoseek.Model
	tally *Tally
	role  string
}

func (m *meter) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	begin := time.Now()
	response, err := m.Model.Generate(ctx, r)
	m.tally.add(m.role, response.Usage, m.Info().Price.Of(response.Usage), time.Since(begin), err != nil)
	return response, err
}
