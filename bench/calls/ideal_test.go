package main

import (
	"slices"
	"testing"
	"time"

	"infoseek/runs"
)

func TestIdeal(t *testing.T) {
	begin := time.Unix(1000, 0)
	call := func(item int, start, seconds float64) runs.Call {
		return runs.Call{Item: item, Start: begin.Add(time.Duration(start * float64(time.Second))), Seconds: seconds}
	}
	for _, c := range []struct {
		name  string
		calls []runs.Call
		slots int
		want  float64
	}{
		{"nothing", nil, 2, 0},
		{"one", []runs.Call{call(0, 5, 3)}, 2, 3},
		{"a chain, whatever was between", []runs.Call{call(0, 0, 2), call(0, 7, 3), call(0, 20, 1)}, 9, 6},
		{"two at once, then one that rests on both", []runs.Call{call(0, 0, 2), call(0, 1, 3), call(0, 4, 1)}, 2, 4},
		{"two chains on one slot", []runs.Call{call(0, 0, 2), call(0, 2, 2), call(1, 0, 3)}, 1, 7},
		{"two chains on two slots", []runs.Call{call(0, 0, 2), call(0, 2, 2), call(1, 0, 3)}, 2, 4},
		{"the first in order goes first", []runs.Call{call(2, 0, 5), call(0, 9, 1), call(1, 9, 1)}, 2, 6},
	} {
		all := jobs(slices.Clone(c.calls), func(c *runs.Call) time.Duration { return time.Duration(c.Seconds * float64(time.Second)) })
		if got := ideal(all, c.slots).Seconds(); got != c.want {
			t.Errorf("%s: %g s, want %g", c.name, got, c.want)
		}
	}
}
