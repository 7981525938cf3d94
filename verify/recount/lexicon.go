package recount

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
			seen[strings.Clone(word)] = t
		}
		dst = append(dst, t)
	})
	return dst
}

// longestName is the most words that a name which can occur has.
const longestName = 24

// nameWords reads a name, numbering its words. It is nil if the name occurs nowhere: a single letter or stop words alone, unless letter by letter; too long; or, letter by letter, with a word in
// small letters.
func (l *lexicon) nameWords(name string, exactly bool) []int32 {
	var words []string
	splitWords(name, func(word string) { words = append(words, word) })
	if len(words) > longestName || exactly && !allCapital(words) || !exactly && !tells(words) {
		return nil
	}
	numbers := make([]int32, len(words))
	for i, w := range words {
		if exactly {
			numbers[i] = number(l.exact, exact(w))
		} else {
			numbers[i] = number(l.normal, normal(w))
		}
	}
	return numbers
}

func allCapital(words []string) bool {
	for _, w := range words {
		if !capital(w, unicode.IsUpper) {
			return false
		}
	}
	return true
}

// tells says whether words are more than a single letter or stop words.
func tells(words []string) bool {
	if len(words) == 1 && utf8.RuneCountInString(words[0]) == 1 && capital(words[0], unicode.IsLetter) {
		return false
	}
	for _, w := range words {
		if !stopWords[strings.ToLower(w)] {
			return true
		}
	}
	return false
}
