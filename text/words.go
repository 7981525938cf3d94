package text

import (
	"unicode"
	"unicode/utf8"

	"infoseek"
)

// charClass says what part a character takes in a word.
type charClass uint8

const (
	charOther charClass = iota
	charLetter
	charDigit
	charApostrophe
	charJoiner // marks and invisible characters: part of a word, never its start
	charSingle // a letter of a script written without blanks: a word by itself
	charWide   // the first byte of a longer character
)

var asciiClass = func() (t [256]charClass) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			t[c] = charLetter
		case c >= '0' && c <= '9':
			t[c] = charDigit
		case c == '\'':
			t[c] = charApostrophe
		case c >= utf8.RuneSelf:
			t[c] = charWide
		}
	}
	return t
}()

// Words appends the spans of s's words to dst: maximal runs of Unicode letters, digits and marks, with inner apostrophes. Punctuation is no word, and a hyphen or a
// full stop parts words. As in UAX #29, each letter of a script that is written without blanks (Han, Hiragana, Thai …) is a word.
func Words(dst []infoseek.Span, s string) []infoseek.Span {
	for i := 0; i < len(s); {
		class := asciiClass[s[i]]
		if class == charLetter || class == charDigit {
			end := wordEnd(s, i+1)
			dst = append(dst, infoseek.Span{Start: i, End: end})
			i = end
			continue
		}
		if class != charWide {
			i++
			continue
		}
		class, size := wideClass(s[i:])
		switch class {
		case charLetter, charDigit:
			end := wordEnd(s, i+size)
			dst = append(dst, infoseek.Span{Start: i, End: end})
			i = end
		case charSingle:
			end := joinersEnd(s, i+size)
			dst = append(dst, infoseek.Span{Start: i, End: end})
			i = end
		default:
			i += size
		}
	}
	return dst
}

// wordEnd returns the end of the word whose characters before i are known to belong to it.
func wordEnd(s string, i int) int {
	for i < len(s) {
		class, size := asciiClass[s[i]], 1
		if class == charLetter || class == charDigit {
			i++
			continue
		}
		if class == charWide {
			class, size = wideClass(s[i:])
		}
		switch class {
		case charLetter, charDigit, charJoiner:
		case charApostrophe:
			if !letterAt(s, i+size) {
				return i
			}
		default:
			return i
		}
		i += size
	}
	return i
}

func joinersEnd(s string, i int) int {
	for i < len(s) && asciiClass[s[i]] == charWide {
		class, size := wideClass(s[i:])
		if class != charJoiner {
			break
		}
		i += size
	}
	return i
}

func letterAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	class := asciiClass[s[i]]
	if class == charWide {
		class, _ = wideClass(s[i:])
	}
	return class == charLetter
}

// wideClass returns the class and the length of the character at the start of s, which is not ASCII.
func wideClass(s string) (charClass, int) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError:
		return charOther, size
	case r == '\u2019' || r == '\u2018':
		return charApostrophe, size
	case r == '\u00AD' || r == '\u200C' || r == '\u200D' || r == '\u2060': // soft hyphen, joiners
		return charJoiner, size
	case r < 0x2000 && r >= 0xC0 && r < 0x250:
		if r == '×' || r == '÷' {
			return charOther, size
		}
		return charLetter, size
	case r >= '₀' && r <= '₉': // chemical formulae
		return charDigit, size
	case unicode.IsLetter(r):
		if unicode.In(r, blankless...) {
			return charSingle, size
		}
		return charLetter, size
	case unicode.IsDigit(r):
		return charDigit, size
	case unicode.IsMark(r):
		return charJoiner, size
	}
	return charOther, size
}

var blankless = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}
