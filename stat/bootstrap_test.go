package stat

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"pgregory.net/rapid"
)

var someValues = rapid.SliceOfN(rapid.Float64Range(-10, 10), 1, 50)

func TestBootstrapLiesAroundTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := someValues.Draw(t, "values")
		r := Resampling{Resamples: 200, Seed: rapid.Uint64().Draw(t, "seed")}
		i := Bootstrap(values, 0, r)
		low, high := math.Inf(1), math.Inf(-1)
		for _, v := range values {
			low, high = min(low, v), max(high, v)
		}
		if i.Low > i.High || i.Low < low-1e-9 || i.High > high+1e-9 {
			t.Fatalf("%v of values from %v to %v", i, low, high)
		}
		if wider := Bootstrap(values, 0.99, r); wider.Low > i.Low+1e-9 || wider.High < i.High-1e-9 {
			t.Fatalf("at 0.99 %v, at 0.95 %v", wider, i)
		}
		moved := make([]float64, len(values))
		for k, v := range values {
			moved[k] = 3 - 2*v
		}
		if m := Bootstrap(moved, 0, r); math.Abs(m.Low-(3-2*i.High)) > 1e-6 || math.Abs(m.High-(3-2*i.Low)) > 1e-6 {
			t.Fatalf("%v of 3-2v, %v of v", m, i)
		}
	})
}

// TestBootstrapAsTheNormal: of many values the interval is mean ± 1.96 standard errors, nearly.
func TestBootstrapAsTheNormal(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 2000)
	for i := range values {
		values[i] = chance.ExpFloat64()
	}
	i, err := Bootstrap(values, 0, Resampling{Seed: 7}), Deviation(values)/math.Sqrt(float64(len(values)))
	for _, c := range [][2]float64{{i.Low, Mean(values) - 1.959964*err}, {i.High, Mean(values) + 1.959964*err}} {
		if math.Abs(c[0]-c[1]) > 0.1*err {
			t.Errorf("%v, not about %v (standard error %v)", c[0], c[1], err)
		}
	}
}

// TestBootstrapHoldsTheMean: about 95 of 100 intervals hold the mean of what was drawn from.
func TestBootstrapHoldsTheMean(t *testing.T) {
	chance, held := rand.New(rand.NewPCG(3, 4)), 0
	const trials = 1000
	for n := range trials {
		values := make([]float64, 60)
		for i := range values {
			values[i] = float64(chance.IntN(2))
		}
		if i := Bootstrap(values, 0, Resampling{Resamples: 400, Seed: uint64(n)}); i.Low <= 0.5 && 0.5 <= i.High {
			held++
		}
	}
	if held < 920 || held > 970 {
		t.Errorf("%d of %d intervals hold the mean", held, trials)
	}
}

// TestBootstrapOfTwo: the mean of two draws of 0 and 1 is 0 or 1 in a quarter of the resamples each.
func TestBootstrapOfTwo(t *testing.T) {
	r := Resampling{Seed: 5}
	if i := Bootstrap([]float64{0, 1}, 0.52, r); i != (Interval{0, 1}) {
		t.Errorf("at 0.52: %v", i)
	}
	if i := Bootstrap([]float64{0, 1}, 0.48, r); i != (Interval{0.5, 0.5}) {
		t.Errorf("at 0.48: %v", i)
	}
}

func TestBootstrapOfFew(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   Interval
	}{{nil, Interval{0, 0}}, {[]float64{3}, Interval{3, 3}}, {[]float64{2, 2, 2}, Interval{2, 2}}} {
		if got := Bootstrap(c.values, 0, Resampling{}); got != c.want {
			t.Errorf("%v: %v, not %v", c.values, got, c.want)
		}
	}
}

func TestChanceIsOfTheSeedAlone(t *testing.T) {
	values, r := []float64{1, 2, 4, 8, 16}, Resampling{Resamples: 1000, Seed: 9}
	many := Bootstrap(values, 0, r)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if one := Bootstrap(values, 0, r); one != many {
		t.Errorf("one processor: %v, all: %v", one, many)
	}
	var sums [2]float64
	for i := range sums {
		chance := rand.NewPCG(uint64(i), 0)
		for range 100 {
			sums[i] += resampledSum(values, chance)
		}
	}
	if sums[0] == sums[1] {
		t.Errorf("two seeds draw the same %v", sums[0])
	}
}

// BenchmarkBootstrap is the promise of 10,000 resamples over 12,576 items in less than two seconds.
func BenchmarkBootstrap(b *testing.B) {
	values := make([]float64, 12_576)
	for i := range values {
		values[i] = float64(i%7) / 7
	}
	for b.Loop() {
		Bootstrap(values, 0, Resampling{})
	}
}
