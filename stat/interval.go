package stat

import "math"

// Interval is a range that is to hold the true value.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Level is the share of intervals that hold the true value, where nothing else is said.
const Level = 0.95

// quantile is the standard normal's at p.
func quantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// Mean is the mean of values, 0 of none.
func Mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// Deviation is the standard deviation of values as a sample (divided by n-1), 0 of fewer than two.
func Deviation(values []float64) float64 {
	if len(values) < 2 {
		return 0
	}
	mean, sum := Mean(values), 0.0
	for _, v := range values {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(values)-1))
}

// Differences are a's values less b's, item by item; both have the same items in the same order.
func Differences(a, b []float64) []float64 {
	if len(a) != len(b) {
		panic("stat: two lists of other lengths are no pairs")
	}
	d := make([]float64, len(a))
	for i := range a {
		d[i] = a[i] - b[i]
	}
	return d
}
