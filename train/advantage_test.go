package train

import (
	"math"
	"testing"
)

// TestAdvantages: by hand. Of 1 0 0 1 0 the mean is 2/5, the deviation with n-1 is sqrt((2*9/25 + 3*4/25)/4) = sqrt(3/10).
func TestAdvantages(t *testing.T) {
	d := math.Sqrt(0.3) + 1e-6
	for _, c := range []struct {
		rewards []float64
		scaled  bool
		want    []float64
	}{
		{[]float64{1, 0, 0, 1, 0}, true, []float64{0.6 / d, -0.4 / d, -0.4 / d, 0.6 / d, -0.4 / d}},
		{[]float64{1, 0, 0, 1, 0}, false, []float64{0.6, -0.4, -0.4, 0.6, -0.4}},
		{[]float64{1, 1, 1, 1, 1}, true, make([]float64, 5)},
		{[]float64{0.1, 0.1, 0.1}, true, make([]float64, 3)},
		{[]float64{1}, true, []float64{0}},
	} {
		for i, got := range Advantages(c.rewards, c.scaled, 1e-6) {
			if math.Abs(got-c.want[i]) > 1e-12 {
				t.Errorf("%v: %v at %d, want %v", c.rewards, got, i, c.want[i])
			}
		}
	}
	if Mixed([]float64{0, 0}) || !Mixed([]float64{0, 1, 0}) || Mixed([]float64{0.1, 0.1, 0.1}) {
		t.Error("mixed")
	}
}

func TestAverages(t *testing.T) {
	two := []Example{{Own: []bool{true, true, true}}, {Own: []bool{false, false, false, true, true, true, true}}}
	for a, want := range map[Average][2]float64{OverTokens: {1. / 6, 1. / 6}, OverSequences: {1. / 4, 1. / 8}, OverLength: {1. / 20, 1. / 20}} {
		weight := a.Weights(two, 10)
		if got := [2]float64{weight(0), weight(1)}; math.Abs(got[0]-want[0])+math.Abs(got[1]-want[1]) > 1e-15 {
			t.Errorf("%s: %v, want %v", a, got, want)
		}
		if a.Check() != nil {
			t.Error(a)
		}
	}
	if Average("all").Check() == nil {
		t.Error("taken")
	}
}
