package stat

import (
	"math/rand/v2"
	"slices"
)

// Bootstrap is the interval of the mean of values by the percentiles of the means of resamples, drawn with replacement (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). Of Differences it is the paired bootstrap.
// Fewer than two values have no interval but their mean. Level 0 is Level.
func Bootstrap(values []float64, level float64, r Resampling) Interval {
	if len(values) < 2 {
		return Interval{Mean(values), Mean(values)}
	}
	if level == 0 {
		level = Level
	}
	means := make([]float64, r.resamples())
	r.each(func(i int, chance *rand.PCG) { means[i] = resampledSum(values, chance) / float64(len(values)) })
	slices.Sort(means)
	tail := (1 - level) / 2
	return Interval{percentile(means, tail), percentile(means, 1-tail)}
}

// resampledSum is the sum of as many values as there are, drawn with replacement. Two draws are made of 64 bits: the high bits of a 32-bit number's product with n, whose bias is below n/2^32.
func resampledSum(values []float64, chance *rand.PCG) float64 {
	n := uint64(len(values))
	even, odd := 0.0, 0.0
	for left := len(values); left > 1; left -= 2 {
		bits := chance.Uint64()
		even += values[bits>>32*n>>32]
		odd += values[bits&(1<<32-1)*n>>32]
	}
	if len(values)%2 == 1 {
		even += values[chance.Uint64()>>32*n>>32]
	}
	return even + odd
}

// percentile is between two of the sorted values where p falls there.
func percentile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := min(int(at), len(sorted)-2)
	if i < 0 {
		return sorted[0]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
