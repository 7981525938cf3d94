package stat

import "math"

// Wilson is the score interval of a share: hits of n items (Wilson, JASA 1927; Newcombe, Statistics in Medicine 1998, method 3). It needs no smallest n, and holds 0 and 1 where they are seen; of no items it is all there can be.
func Wilson(hits, n int, level float64) Interval {
	if n == 0 {
		return Interval{0, 1}
	}
	z, count, share := quantile((1+level)/2), float64(n), float64(hits)/float64(n)
	centre := share + z*z/(2*count)
	half := z * math.Sqrt(share*(1-share)/count+z*z/(4*count*count))
	i := Interval{(centre - half) / (1 + z*z/count), (centre + half) / (1 + z*z/count)}
	// At the ends both are equal to the share but for rounding.
	if hits == 0 {
		i.Low = 0
	}
	if hits == n {
		i.High = 1
	}
	return i
}
