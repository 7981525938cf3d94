package recount

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// splitWords calls yield with each word of s: a run of letters, digits and marks, apostrophes before letters included. A letter of a script without blanks is a word by itself.
func splitWords(s string, yield func(word string)) {
	start, quote := -1, -1 // of the word at hand; of an apostrophe that may be part of it
	alone := false         // the word at hand is a single letter, and only marks may follow
	flush := func(end int) {
		if quote >= 0 {
			end = quote
		}
		if start >= 0 {
			yield(s[start:end])
		}
		start, quote, alone = -1, -1, false
	}
	for i, r := range s {
		switch {
		case r >= 0x0E00 && unicode.IsLetter(r) && unicode.In(r, unbroken...):
			flush(i)
			start, alone = i, true
		case unicode.IsLetter(r), unicode.IsDigit(r), r >= '₀' && r <= '₉':
			if alone || quote >= 0 && !unicode.IsLetter(r) {
				flush(i)
			}
			if start < 0 {
				start = i
			}
			quote = -1
		case unicode.IsMark(r), r == '\u00AD', r == '\u200C', r == '\u200D', r == '\u2060':
			if quote >= 0 {
				flush(i)
			}
		case (r == '\'' || r == '’' || r == '‘') && start >= 0 && !alone && quote < 0:
			quote = i
		default:
			flush(i)
		}
	}
	flush(len(s))
}

var unbroken = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

var (
	possessive = regexp.MustCompile(`(?s)^(.+)(?:['’][sS]?)$`)
	// endings are the plurals, with the singulars that can't be told from them; the first that fits is cut.
	endings = []struct {
		form *regexp.Regexp
		left string
	}{
		{regexp.MustCompile(`^(.{3,})ies?$`), "${1}y"},
		{regexp.MustCompile(`^(.{3,}o)es?$`), "$1"},
		{regexp.MustCompile(`^(.{2,}[sxz])es?$`), "$1"},
		{regexp.MustCompile(`^(.+[cs]h)es?$`), "$1"},
		{regexp.MustCompile(`^(.+[^sui])s$`), "$1"},
	}
	special = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "þ", "th", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "ħ", "h", "ı", "i", "ŧ", "t", "ŋ", "n", "ς", "σ")
)

// normal is the form in which a word of a name is compared with a word of a text: case, diacritics, possessive and plural endings do not count.
func normal(word string) string {
	if m := possessive.FindStringSubmatch(word); m != nil {
		word = m[1]
	}
	word = fold(word)
	if len(word) <= 3 {
		return word
	}
	for _, e := range endings {
		if e.form.MatchString(word) {
			return e.form.ReplaceAllString(word, e.left)
		}
	}
	return word
}

func fold(word string) string {
	return special.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(silent, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(word)))
}

// silent are the characters that do not count: diacritics, vowel points, apostrophes, soft hyphens, joiners.
var silent = &unicode.RangeTable{R16: []unicode.Range16{
	{0x27, 0x27, 1}, {0xAD, 0xAD, 1}, {0x2BB, 0x2BC, 1}, {0x2BE, 0x2BF, 1}, {0x300, 0x36F, 1}, {0x591, 0x5C7, 1}, {0x64B, 0x65F, 1}, {0x670, 0x670, 1}, {0x1AB0, 0x1AFF, 1},
	{0x1DC0, 0x1DFF, 1}, {0x200C, 0x200D, 1}, {0x2018, 0x2019, 1}, {0x2060, 0x2060, 1}, {0x20D0, 0x20FF, 1}, {0xFE20, 0xFE2F, 1},
}}

var acronym = regexp.MustCompile(`^\p{Nd}*\p{Lu}\p{Nd}*\p{Lu}[\p{Lu}\p{Nd}]*$`)

// exact is the form in which words of acronyms are compared, letter by letter; "" for words that begin with no capital.
func exact(word string) string {
	if !capital(word, unicode.IsUpper) {
		return ""
	}
	for _, end := range []string{"'s", "’s", "'", "’"} {
		if strings.HasSuffix(word, end) {
			word = strings.TrimSuffix(word, end)
			break
		}
	}
	if bare := strings.TrimSuffix(word, "s"); acronym.MatchString(bare) {
		word = bare
	}
	return word
}

func capital(word string, is func(rune) bool) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return is(r)
}

func capitalOrDigit(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }
