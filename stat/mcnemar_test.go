package stat

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestMcNemarByHand(t *testing.T) {
	for _, c := range []struct {
		a, b int
		want float64
	}{
		{0, 0, 1},
		{1, 0, 1},
		{5, 0, 2. / 32},
		{10, 2, 2. * (1 + 12 + 66) / 4096},
		{1, 5, 2. * (1 + 6) / 64},
		{50, 50, 1},
	} {
		if got := McNemar(c.a, c.b); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%d and %d: %v, not %v", c.a, c.b, got, c.want)
		}
	}
	if p := McNemar(5200, 4800); math.Abs(p-6.5e-5) > 1e-5 { // z = 399/100 with continuity correction
		t.Errorf("5,200 and 4,800: %v", p)
	}
}

// TestMcNemarIsRandomisation: of differences of 1 and -1 both are the same test.
func TestMcNemarIsRandomisation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(0, exactUpTo/2).Draw(t, "a"), rapid.IntRange(0, exactUpTo/2).Draw(t, "b")
		d := slices.Concat(slices.Repeat([]float64{1}, a), slices.Repeat([]float64{-1}, b))
		if p, q := McNemar(a, b), Randomisation(d, Resampling{}); math.Abs(p-q) > 1e-9 {
			t.Fatalf("%v and %v", p, q)
		}
		if McNemar(a, b) != McNemar(b, a) {
			t.Fatal("it tells a from b")
		}
	})
}
