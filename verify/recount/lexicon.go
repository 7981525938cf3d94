package recount

import "unicode"

// token is a word of a text as the numbers of its forms; 0 where no name has the form.
type token struct {
	normal, exact int32
	capital       bool // begins with a capital or a digit
}

// lexicon numbers the words of names.
type lexicon struct {
	normal, exact map[string]int32
}

func newLexicon() *lexicon { return &lexicon{normal: map[string]int32{}, exact: map[string]int32{}} }

func number(m map[string]int32, form string) int32 {
	n, ok := m[form]
	if !ok {
		n = int32(len(m)) + 1
		m[form] = n
	}
	return n
}

// tokens reads a text. seen remembers words from text to text.
func (l *lexicon) tokens(dst []token, s string, seen map[string]token) []token {
	splitWords(s, func(word string) {
		t, ok := seen[word]
		if !ok {
			t = token{normal: l.normal[normal(word)], exact: l.exact[exact(word)], capital: capital(word, capitalOrDigit)}
			seen[word] = t
		}
		dst = append(dst, t)
	})
	return dst
}

// nameWords reads a name, numbering its words. It is nil if the name can't occur.
func (l *lexicon) nameWords(name string, exactly bool) (words []int32) {
	good := true
	splitWords(name, func(word string) {
		switch {
		case !exactly:
			words = append(words, number(l.normal, normal(word)))
		case capital(word, unicode.IsUpper):
			words = append(words, number(l.exact, exact(word)))
		default:
			good = false
		}
	})
	if !good {
		return nil
	}
	return words
}
