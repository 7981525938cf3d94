package text

import "slices"

// Stems are the stems of the words of s that tell something, in their order: folded, stop words left out.
func Stems(s string) []string {
	var all []string
	for _, span := range Words(nil, s) {
		if word := Fold(s[span.Start:span.End]); !StopWord(word) {
			all = append(all, Stem(word))
		}
	}
	return all
}

// StemSet is the set of Stems.
func StemSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, stem := range Stems(s) {
		set[stem] = true
	}
	return set
}

// HasRun reports whether run stands in words, one word behind the other.
func HasRun(words, run []string) bool {
	for i := 0; i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}
