package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// term returns the index term of a word, "" if it has none.
func term(analysis, word string) string {
	// The final form of sigma is in lower case alone: without this a word would not meet itself in capitals.
	word = strings.ReplaceAll(strings.ToLower(word), "ς", "σ")
	if analysis == Neutral {
		return word
	}
	if text.StopWord(word) {
		return ""
	}
	return text.Stem(word)
}

// pair tells whether words i and i+1 are to be indexed together: characters of a script written without blanks, each a word of its own by UAX #29.
func pair(s string, words []infoseek.Span, i int) bool {
	return i+1 < len(words) && words[i].End == words[i+1].Start &&
		unspaced(s[words[i].Start:words[i].End]) && unspaced(s[words[i+1].Start:words[i+1].End])
}

func unspaced(word string) bool {
	if word[0] < utf8.RuneSelf {
		return false
	}
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
