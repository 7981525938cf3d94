package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
)

// exactUpTo is the number of differences up to which all signs are tried.
const exactUpTo = 14

// Randomisation is the two-sided probability of a mean difference as large as that seen, or larger, if each item's sign were chance (Fisher's randomisation test; Smucker, Allan and Carterette, CIKM 2007). Items without a difference
// say nothing and are left out. Up to 14 others every choice of signs is counted; beyond, r's resamples are drawn and p is (1 + as large)/(1 + drawn), which is never 0.
func Randomisation(differences []float64, r Resampling) float64 {
	told := slices.DeleteFunc(slices.Clone(differences), func(d float64) bool { return d == 0 })
	if len(told) == 0 {
		return 1
	}
	sum, size := 0.0, 0.0
	for _, d := range told {
		sum += d
		size += math.Abs(d)
	}
	// What differs by rounding alone is as large.
	least := math.Abs(sum) - size*1e-12
	if len(told) <= exactUpTo {
		return allSigns(told, least)
	}
	var asLarge atomic.Int64
	r.each(func(_ int, chance *rand.PCG) {
		if math.Abs(signedSum(told, chance)) >= least {
			asLarge.Add(1)
		}
	})
	return float64(1+asLarge.Load()) / float64(1+r.resamples())
}

func allSigns(values []float64, least float64) float64 {
	asLarge := 0
	for signs := range 1 << len(values) {
		sum := 0.0
		for i, v := range values {
			if signs>>i&1 == 1 {
				v = -v
			}
			sum += v
		}
		if math.Abs(sum) >= least {
			asLarge++
		}
	}
	return float64(asLarge) / float64(int(1)<<len(values))
}

// signedSum is the sum of the values, each with a sign by chance.
func signedSum(values []float64, chance *rand.PCG) (sum float64) {
	for from := 0; from < len(values); from += 64 {
		signs := chance.Uint64()
		for _, v := range values[from:min(from+64, len(values))] {
			// The lowest bit becomes the sign, which a processor cannot foresee.
			sum += math.Float64frombits(math.Float64bits(v) ^ signs<<63)
			signs >>= 1
		}
	}
	return sum
}
