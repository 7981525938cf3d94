package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Norm returns the form under which a word of a name is compared with a word of a text: lower case, diacritics folded, without possessive or plural ending.
// It makes equal what may be the same word, and so now and then more; it does not give back an English word ("horses" and "horse" both become "hors").
func Norm(word string) string {
	var buf [64]byte
	b := AppendNorm(buf[:0], word)
	if string(b) == word {
		return word
	}
	return string(b)
}

// AppendNorm appends Norm(word) to dst.
func AppendNorm(dst []byte, word string) []byte {
	from := len(dst)
	dst = AppendFold(dst, trimPossessive(word))
	return dst[:from+singular(dst[from:])]
}

// Fold returns word in lower case, diacritics and apostrophes gone, ligatures and letters with strokes in plain Latin letters; letters of other scripts stay.
func Fold(word string) string {
	var buf [64]byte
	return string(AppendFold(buf[:0], word))
}

// AppendFold appends Fold(word) to dst.
func AppendFold(dst []byte, word string) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		switch {
		case c >= 'A' && c <= 'Z':
			dst = append(dst, c+'a'-'A')
		case c == '\'':
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		default:
			var size int
			dst, size = appendFoldWide(dst, word[i:])
			i += size
			continue
		}
		i++
	}
	return dst
}

// appendFoldWide folds the character at the start of s, which is not ASCII, and returns its length in s.
func appendFoldWide(dst []byte, s string) ([]byte, int) {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size <= 1 {
		return append(dst, s[0]), 1
	}
	parts := norm.NFKD.PropertiesString(s).Decomposition()
	if parts == nil {
		return appendFoldRune(dst, r), size
	}
	for len(parts) > 0 {
		p, n := utf8.DecodeRune(parts)
		dst = appendFoldRune(dst, p)
		parts = parts[n:]
	}
	return dst, size
}

func appendFoldRune(dst []byte, r rune) []byte {
	switch {
	case r >= 0x300 && r <= 0x36F, r >= 0x1AB0 && r <= 0x1AFF, r >= 0x1DC0 && r <= 0x1DFF, r >= 0x20D0 && r <= 0x20FF, r >= 0xFE20 && r <= 0xFE2F:
		return dst // combining diacritics
	case r >= 0x591 && r <= 0x5C7, r >= 0x64B && r <= 0x65F, r == 0x670:
		return dst // Hebrew and Arabic vowel points
	case r == '\u2018' || r == '\u2019' || r == '\u02BC' || r == '\u02BB' || r == '\u02BE' || r == '\u02BF':
		return dst // apostrophes
	case r == '\u00AD' || r == '\u200C' || r == '\u200D' || r == '\u2060':
		return dst
	}
	r = unicode.ToLower(r)
	switch r {
	case 'ß':
		return append(dst, "ss"...)
	case 'æ':
		return append(dst, "ae"...)
	case 'œ':
		return append(dst, "oe"...)
	case 'þ':
		return append(dst, "th"...)
	case 'ø':
		return append(dst, 'o')
	case 'đ', 'ð':
		return append(dst, 'd')
	case 'ł':
		return append(dst, 'l')
	case 'ħ':
		return append(dst, 'h')
	case 'ı':
		return append(dst, 'i')
	case 'ŧ':
		return append(dst, 't')
	case 'ŋ':
		return append(dst, 'n')
	case 'ς':
		r = 'σ'
	}
	return utf8.AppendRune(dst, r)
}

func trimPossessive(word string) string {
	n := len(word)
	if n > 2 && (word[n-1] == 's' || word[n-1] == 'S') {
		if word[n-2] == '\'' {
			return word[:n-2]
		}
		if n > 4 && word[n-4:n-1] == "\u2019" {
			return word[:n-4]
		}
	}
	if n > 1 && word[n-1] == '\'' {
		return word[:n-1]
	}
	if n > 3 && word[n-3:] == "\u2019" {
		return word[:n-3]
	}
	return word
}

// singular cuts the plural ending of a folded word, changing it in place, and returns its new length. Where the singular can't be told from the plural alone
// (caches: cach, cache; movies: movy, movie), the singulars are cut alike.
func singular(w []byte) int {
	n := len(w)
	if n <= 3 {
		return n
	}
	stem := n // the length before a final -e or -es
	switch {
	case w[n-1] == 'e':
		stem = n - 1
	case w[n-1] == 's' && w[n-2] == 'e':
		stem = n - 2
	}
	if stem < n {
		last := w[stem-1]
		switch {
		case last == 'i' && stem >= 4:
			w[stem-1] = 'y'
			return stem
		case last == 'o' && stem >= 4:
			return stem
		case stem >= 3 && (last == 's' || last == 'x' || last == 'z'):
			return stem
		case stem >= 3 && last == 'h' && (w[stem-2] == 'c' || w[stem-2] == 's'):
			return stem
		}
	}
	if w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i' {
		return n - 1
	}
	return n
}
