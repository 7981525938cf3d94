package stat

import "math"

// McNemar is the exact two-sided probability of a split as uneven as that seen, or more, of the items that only one of two systems gets right, if each were as likely to be either's: twice the tail of a binomial with half
// (McNemar, Psychometrika 1947; the exact form: Fagerland, Lydersen and Laake, BMC Medical Research Methodology 2013).
func McNemar(onlyA, onlyB int) float64 {
	n, tail := onlyA+onlyB, 0.0
	all, _ := math.Lgamma(float64(n + 1))
	for i := range min(onlyA, onlyB) + 1 {
		these, _ := math.Lgamma(float64(i + 1))
		others, _ := math.Lgamma(float64(n - i + 1))
		tail += math.Exp(all - these - others - float64(n)*math.Ln2)
	}
	return min(1, 2*tail)
}
