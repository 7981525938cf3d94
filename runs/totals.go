package runs

import (
	"cmp"
	"maps"
	"slices"
)

// Share is the part of a run's calls that one item made to one role.
type Share struct {
	Item int
	Role string
}

// CallTotals add up calls.
type CallTotals struct {
	Calls      int     `json:"calls"`
	Prompt     int     `json:"prompt"` // tokens
	Completion int     `json:"completion"`
	Dollars    float64 `json:"dollars"`
	Seconds    float64 `json:"seconds"`
}

func (t *CallTotals) add(o CallTotals) {
	t.Calls += o.Calls
	t.Prompt += o.Prompt
	t.Completion += o.Completion
	t.Dollars += o.Dollars
	t.Seconds += o.Seconds
}

// Totals are the sums of a run's calls by item and role.
type Totals map[Share]CallTotals

func (t Totals) add(c *Call) {
	s := Share{c.Item, c.Role}
	sum := t[s]
	u := c.Response.Usage
	sum.add(CallTotals{1, u.Prompt, u.Completion, c.Dollars, c.Seconds})
	t[s] = sum
}

// Roles sums up by role.
func (t Totals) Roles() map[string]CallTotals {
	return sumBy(t, func(s Share) string { return s.Role })
}

// Items sums up by item.
func (t Totals) Items() map[int]CallTotals { return sumBy(t, func(s Share) int { return s.Item }) }

// sumBy adds in the order of items and roles, so that the sums of fractions don't depend on which call ended first.
func sumBy[K comparable](t Totals, of func(Share) K) map[K]CallTotals {
	out := map[K]CallTotals{}
	for _, s := range slices.SortedFunc(maps.Keys(t), func(a, b Share) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Role, b.Role))
	}) {
		sum := out[of(s)]
		sum.add(t[s])
		out[of(s)] = sum
	}
	return out
}
