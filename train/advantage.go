package train

import "math"

// Advantages are how much better each reward of a group is than the group's mean, divided by the group's deviation (n-1) plus epsilon where scaled is set (arXiv 2402.03300), not divided where it is not (arXiv 2503.20783). A group whose
// rewards are all the same teaches nothing: its advantages are 0.
func Advantages(rewards []float64, scaled bool, epsilon float64) []float64 {
	mean, deviation := moments(rewards)
	out := make([]float64, len(rewards))
	for i, r := range rewards {
		if deviation == 0 {
			continue
		}
		out[i] = r - mean
		if scaled {
			out[i] /= deviation + epsilon
		}
	}
	return out
}

// moments are the mean and the deviation with n-1.
func moments(xs []float64) (mean, deviation float64) {
	for _, x := range xs {
		mean += x / float64(len(xs))
	}
	if len(xs) < 2 {
		return mean, 0
	}
	for _, x := range xs {
		deviation += (x - mean) * (x - mean)
	}
	// Rewards that are all the same must give 0, not what rounding of their mean leaves.
	if deviation < 1e-18*float64(len(xs)) {
		return mean, 0
	}
	return mean, math.Sqrt(deviation / float64(len(xs)-1))
}

// Mixed says whether the rewards of a group differ.
func Mixed(rewards []float64) bool {
	_, deviation := moments(rewards)
	return deviation > 0
}
