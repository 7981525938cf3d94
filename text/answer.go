package text

import "strings"

// Answer returns the form under which answers are compared: lower case, without ASCII punctuation, without the articles a, an and the, single blanks between words (the normalisation of SQuAD's evaluation,
// Rajpurkar et al. 2016). "The U.S." and "us" are the same.
func Answer(s string) string {
	var bare strings.Builder
	for _, r := range strings.ToLower(s) {
		if !punctuation(r) {
			bare.WriteRune(r)
		}
	}
	words := strings.Fields(bare.String())
	kept := words[:0]
	for _, w := range words {
		if w != "a" && w != "an" && w != "the" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// SameAnswer says whether given is one of the answers, in the form of Answer. An answer of which nothing is left is no answer.
func SameAnswer(given string, answers ...string) bool {
	g := Answer(given)
	if g == "" {
		return false
	}
	for _, a := range answers {
		if g == Answer(a) {
			return true
		}
	}
	return false
}

func punctuation(r rune) bool {
	return r > ' ' && r < 0x7f && !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
}
