package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestDetectable(t *testing.T) {
	if d := Detectable(1, 100); math.Abs(d-0.2801585) > 1e-6 { // (1.9599640 + 0.8416212)/10
		t.Errorf("%v", d)
	}
	if d := Detectable(1, 0); !math.IsInf(d, 1) {
		t.Errorf("no items: %v", d)
	}
	if d := Detectable(0, 9); d != 0 {
		t.Errorf("no deviation: %v", d)
	}
}

// TestDetectableIsDetected: such a difference is found in four of five trials.
func TestDetectableIsDetected(t *testing.T) {
	chance, found := rand.New(rand.NewPCG(7, 8)), 0
	const trials, n = 1000, 50
	for trial := range trials {
		d := make([]float64, n)
		for i := range d {
			d[i] = Detectable(2, n) + 2*chance.NormFloat64()
		}
		if Randomisation(d, Resampling{Resamples: 399, Seed: uint64(trial)}) <= falseAlarms {
			found++
		}
	}
	if found < 750 || found > 840 {
		t.Errorf("found in %d of %d trials", found, trials)
	}
}

func TestDeviation(t *testing.T) {
	if d := Deviation([]float64{2, 4, 4, 4, 5, 5, 7, 9}); math.Abs(d-math.Sqrt(32./7)) > 1e-12 {
		t.Errorf("%v", d)
	}
	if d := Deviation([]float64{3}); d != 0 {
		t.Errorf("of one: %v", d)
	}
}

func TestShareDeviation(t *testing.T) {
	if d := ShareDeviation(0, 10); math.Abs(d-math.Sqrt(2.*12)/14) > 1e-12 {
		t.Errorf("no hits: %v", d)
	}
	if a, b := ShareDeviation(3, 10), ShareDeviation(7, 10); a != b {
		t.Errorf("hits %v, misses %v", a, b)
	}
	if d := ShareDeviation(5000, 10000); math.Abs(d-0.5) > 1e-9 {
		t.Errorf("half of many: %v", d)
	}
}

func TestDifferencesArePairs(t *testing.T) {
	if d := Differences([]float64{3, 1}, []float64{1, 2}); d[0] != 2 || d[1] != -1 {
		t.Errorf("%v", d)
	}
	defer func() {
		if recover() == nil {
			t.Error("lists of other lengths are taken for pairs")
		}
	}()
	Differences([]float64{1}, nil)
}
