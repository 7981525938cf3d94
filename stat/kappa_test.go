package stat

import (
	"math"
	"testing"
)

func TestKappa(t *testing.T) {
	for _, c := range []struct {
		g    Agreement
		want float64
	}{
		{Agreement{Both: 20, OnlyA: 5, OnlyB: 10, Neither: 15}, 0.4}, // the usual example of textbooks
		{Agreement{Both: 25, OnlyA: 25, OnlyB: 25, Neither: 25}, 0},
		{Agreement{OnlyA: 5, OnlyB: 5}, -1},
		{Agreement{Both: 3, Neither: 7}, 1},
		{Agreement{Neither: 7}, 1},
		{Agreement{}, 0},
	} {
		if got := c.g.Kappa(); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%+v: %g, want %g", c.g, got, c.want)
		}
	}
	var g Agreement
	for i := range 8 {
		g.Add(i&1 != 0, i&2 != 0)
	}
	if g != (Agreement{2, 2, 2, 2}) || g.Share() != 0.5 || g.N() != 8 {
		t.Errorf("%+v", g)
	}
}
