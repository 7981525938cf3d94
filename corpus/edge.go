package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func indexFrom(s, sub string, from int) int {
	if at := strings.Index(s[from:], sub); at >= 0 {
		return from + at
	}
	return -1
}

// wordEdge tells whether no word runs across byte i of s.
func wordEdge(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return !wordRune(before) || !wordRune(after) || i == 0 || i == len(s)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
