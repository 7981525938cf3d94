package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// word is what naming and phrases need to know of one word, as hashes.
type word struct {
	norm  uint64 // of its normal form
	exact uint64 // of its exact form; 0 if it does not begin with a capital
	stem  uint64 // of the stem of its normal form
	flags wordFlags
}

type wordFlags uint8

const (
	stop    wordFlags = 1 << iota // a function word
	number                        // digits only
	letter                        // one letter
	capital                       // begins with a capital or a digit
	upper                         // at least two letters, all capitals
)

// readWord works out everything about a word as it stands in a text.
func readWord(s string) word {
	norm := text.Norm(s)
	w := word{norm: hashString(norm), stem: hashString(text.Stem(norm))}
	first, n := utf8.DecodeRuneInString(s)
	if unicode.IsUpper(first) {
		form := exactForm(s)
		w.exact = hashString(form)
		w.flags |= capital
		if isAcronym(form) {
			w.flags |= upper
		}
	}
	if unicode.IsDigit(first) {
		w.flags |= capital
	}
	if n == len(s) && unicode.IsLetter(first) {
		w.flags |= letter
	}
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0 {
		w.flags |= number
	}
	if text.StopWord(strings.ToLower(s)) {
		w.flags |= stop
	}
	return w
}

// exactForm is a word without possessive ending and dots, and, where the rest is in capitals, without a plural s: "U.S.'s" and "US" are one, and so are "UFOs" and "UFO".
func exactForm(s string) string {
	for _, end := range [...]string{"'s", "’s", "'", "’"} {
		if t, ok := strings.CutSuffix(s, end); ok {
			s = t
			break
		}
	}
	s = strings.ReplaceAll(s, ".", "")
	if t, ok := strings.CutSuffix(s, "s"); ok && isAcronym(t) {
		s = t
	}
	return s
}

// isAcronym tells whether s is at least two letters, all capitals, with digits after them allowed.
func isAcronym(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case !unicode.IsDigit(r):
			return false
		}
	}
	return letters >= 2
}

// lexer cuts texts into words and remembers the words it has seen. It is for one goroutine.
type lexer struct {
	seen  map[string]word
	spans []infoseek.Span
	words []word
}

// seenLimit bounds a lexer's memory.
const seenLimit = 1 << 18

// read sets l.spans and l.words to the words of s.
func (l *lexer) read(s string) {
	if l.seen == nil || len(l.seen) > seenLimit {
		l.seen = make(map[string]word)
	}
	l.spans = text.Words(l.spans[:0], s)
	l.words = l.words[:0]
	for _, span := range l.spans {
		raw := s[span.Start:span.End]
		w, ok := l.seen[raw]
		if !ok {
			w = readWord(raw)
			l.seen[strings.Clone(raw)] = w
		}
		l.words = append(l.words, w)
	}
}

// sortedUnique sorts hashes and leaves each once.
func sortedUnique(a []uint64) []uint64 {
	slices.Sort(a)
	return slices.Compact(a)
}
