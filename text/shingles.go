package text

import "strings"

// NormWords returns the words of s in their normal form (Norm), in order.
func NormWords(s string) []string {
	spans := Words(nil, s)
	words := make([]string, len(spans))
	for i, w := range spans {
		words[i] = Norm(s[w.Start:w.End])
	}
	return words
}

// Shingles returns the set of runs of n words, sorted by first occurrence; of fewer than n words, the one run there is.
func Shingles(words []string, n int) []string {
	if len(words) == 0 {
		return nil
	}
	n = min(n, len(words))
	seen := map[string]bool{}
	var all []string
	for i := 0; i+n <= len(words); i++ {
		s := strings.Join(words[i:i+n], " ")
		if !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	return all
}

// Jaccard is the Jaccard index of two sets, given without repetition: what they have in common over what they have together. That of two empty sets is 1.
func Jaccard(a, b []string) float64 {
	in := make(map[string]bool, len(a))
	for _, s := range a {
		in[s] = true
	}
	common := 0
	for _, s := range b {
		if in[s] {
			common++
		}
	}
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 1
}
