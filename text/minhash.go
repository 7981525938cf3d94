package text

import "math/bits"

// Signature is a MinHash of a set of words: the share of equal places of two signatures estimates the Jaccard index of their sets (Broder 1997).
type Signature [64]uint64

// Sign returns the signature of a set of words; order and repetition don't matter. That of no words is all ones.
func Sign(words []string) Signature {
	var sig Signature
	for i := range sig {
		sig[i] = ^uint64(0)
	}
	for _, w := range words {
		h := hash(w)
		for i := range sig {
			sig[i] = min(sig[i], mix(h^uint64(i+1)*0x9E3779B97F4A7C15))
		}
	}
	return sig
}

// Jaccard estimates the Jaccard index of the sets that a and b were made of.
func (a Signature) Jaccard(b Signature) float64 {
	equal := 0
	for i := range a {
		if a[i] == b[i] {
			equal++
		}
	}
	return float64(equal) / float64(len(a))
}

// hash is FNV-1a; it is the same on every machine, as runs must be.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix spreads every bit of x over the result (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return bits.RotateLeft64(x, 31) ^ x
}
