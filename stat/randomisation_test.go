package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRandomisationByHand(t *testing.T) {
	for _, c := range []struct {
		differences []float64
		want        float64
	}{
		{nil, 1},
		{[]float64{0, 0, 0}, 1},
		{[]float64{1}, 1},
		{[]float64{1, 1}, 0.5},     // ++ and -- of 4
		{[]float64{0.1, 0.2}, 0.5}, // likewise
		{[]float64{1, 1, 1, 1}, 1. / 8},
		{[]float64{3, 1, -1}, 0.75}, // sums 5, 3, 3, 1 and their negatives: 3 or more in 6 of 8
		{[]float64{0.3, 0.1, -0.1}, 0.75},
	} {
		if got := Randomisation(c.differences, Resampling{}); got != c.want {
			t.Errorf("%v: %v, not %v", c.differences, got, c.want)
		}
	}
}

// TestRandomisationDrawsAsItCounts: drawing agrees with counting all signs.
func TestRandomisationDrawsAsItCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SliceOfN(rapid.Float64Range(0.01, 1), 5, 12).Draw(t, "differences")
		for i := range d {
			if rapid.Bool().Draw(t, "negative") {
				d[i] = -d[i]
			}
		}
		exact, sum := Randomisation(d, Resampling{}), math.Abs(Mean(d))*float64(len(d))
		const draws = 4000
		asLarge := 0
		chance := rand.NewPCG(1, 1)
		for range draws {
			if math.Abs(signedSum(d, chance)) >= sum-1e-9 {
				asLarge++
			}
		}
		// Five standard errors of a share of 4,000.
		if drawn := float64(asLarge) / draws; math.Abs(drawn-exact) > 5*math.Sqrt(0.25/draws) {
			t.Fatalf("drawn %v, counted %v", drawn, exact)
		}
	})
}

func TestRandomisationOfMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SliceOfN(rapid.Float64Range(-1, 1), exactUpTo+1, 100).Draw(t, "differences")
		r := Resampling{Resamples: 300, Seed: rapid.Uint64().Draw(t, "seed")}
		p := Randomisation(d, r)
		if p <= 0 || p > 1 {
			t.Fatalf("p = %v", p)
		}
		turned := slices.Clone(d)
		for i := range turned {
			turned[i] *= -4
		}
		if q := Randomisation(turned, r); q != p {
			t.Fatalf("%v the other way round, four times as large; %v", q, p)
		}
	})
	clear := slices.Repeat([]float64{1}, 70)
	if p := Randomisation(clear, Resampling{Resamples: 999}); p != 0.001 {
		t.Errorf("70 differences of one sign: p = %v", p)
	}
	if p := Randomisation(slices.Repeat([]float64{1, -1}, 40), Resampling{Resamples: 999}); p != 1 {
		t.Errorf("no mean difference: p = %v", p)
	}
}

// TestRandomisationAlarms: where there is no difference, p is below 0.05 in 5 of 100 trials.
func TestRandomisationAlarms(t *testing.T) {
	chance, alarms := rand.New(rand.NewPCG(5, 6)), 0
	const trials = 1000
	for n := range trials {
		d := make([]float64, 40)
		for i := range d {
			d[i] = chance.NormFloat64()
		}
		if Randomisation(d, Resampling{Resamples: 399, Seed: uint64(n)}) <= 0.05 {
			alarms++
		}
	}
	if alarms < 25 || alarms > 75 {
		t.Errorf("%d false alarms in %d", alarms, trials)
	}
}
