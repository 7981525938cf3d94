package stat

import "math"

// The smallest difference that is spoken of is found in four of five trials, at 5% false alarms.
const (
	power       = 0.8
	falseAlarms = 0.05
)

// ShareDeviation is the deviation of items that are hits or not, estimated with two more of each (Agresti and Coull, The American Statistician 1998): a few items that are all hits, or none, do not tell that all would be.
func ShareDeviation(hits, n int) float64 {
	share := float64(hits+2) / float64(n+4)
	return math.Sqrt(share * (1 - share))
}

// Detectable is the smallest true mean difference that a paired two-sided test of n items at 5% finds in four of five trials, where the items' differences deviate by so much (Deviation of Differences): (z(.975) + z(.8))·deviation/√n,
// the normal approximation (Cohen, Statistical Power Analysis, 1988, chapter 2; for retrieval: Sakai, Information Retrieval 2016). Of no items it is infinite.
func Detectable(deviation float64, n int) float64 {
	if n == 0 {
		return math.Inf(1)
	}
	return (quantile(1-falseAlarms/2) + quantile(power)) * deviation / math.Sqrt(float64(n))
}
