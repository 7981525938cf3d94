package search

import (
	"strings"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// term returns the index term of a word, "" if it has none.
func term(analysis, word string) string {
	// The final form of sigma is in lower case alone: without this a word would not meet itself in capitals.
	word = strings.ReplaceAll(strings.ToLower(word), "ς", "σ")
	switch analysis {
	case Neutral:
		return word
	case English:
		return englishTerm(word)
	}
	return text.Fold(stem(analysis, word)) // stemmers know their language's diacritics
}

func englishTerm(word string) string {
	if text.StopWord(word) {
		return ""
	}
	return text.Stem(text.Fold(word))
}

// pair tells whether words i and i+1 are to be indexed together too: letters of a script written without blanks, each a word by itself, are the only words that touch.
func pair(s string, words []infoseek.Span, i int) bool {
	return i+1 < len(words) && words[i].End == words[i+1].Start && s[words[i].Start] >= utf8.RuneSelf && s[words[i+1].Start] >= utf8.RuneSelf
}
