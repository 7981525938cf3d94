package reward

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// Normal is the form in which SQuAD's script compares answers: lower case, without ASCII punctuation and the articles a, an, the, single blanks.
func Normal(answer string) string {
	kept := strings.Map(func(r rune) rune {
		if isPunctuation(r) {
			return -1
		}
		return r
	}, lower(answer))
	return join(withoutArticles(kept))
}

// triviaNormal is TriviaQA's form: as SQuAD's, but punctuation (typographic single quotes, acute and backquote included) becomes a blank.
func triviaNormal(answer string) string {
	spaced := strings.Map(func(r rune) rune {
		if isPunctuation(r) || strings.ContainsRune("‘’´`", r) {
			return ' '
		}
		return r
	}, lower(answer))
	return join(withoutArticles(spaced))
}

// lower knows the final sigma and the dotted capital I, as Python's lower does.
func lower(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return strings.ToLower(s)
	}
	return cases.Lower(language.Und).String(s)
}

// isPunctuation holds for the 32 characters of Python's string.punctuation.
func isPunctuation(r rune) bool {
	return r > ' ' && r < 0x7f && !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
}

// withoutArticles puts a blank in place of each article that is a whole word, a word being of letters, digits and underscores in any script.
func withoutArticles(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := strings.IndexFunc(s, isWord)
		if n < 0 {
			n = len(s)
		}
		b.WriteString(s[:n])
		s = s[n:]
		end := strings.IndexFunc(s, func(r rune) bool { return !isWord(r) })
		if end < 0 {
			end = len(s)
		}
		switch word := s[:end]; word {
		case "a", "an", "the":
			b.WriteByte(' ')
		default:
			b.WriteString(word)
		}
		s = s[end:]
	}
	return b.String()
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

func join(s string) string { return strings.Join(strings.FieldsFunc(s, isBlank), " ") }

// isBlank holds for what Python's split takes for blank: four separators of ASCII more than Unicode's white space.
func isBlank(r rune) bool { return unicode.IsSpace(r) || 0x1c <= r && r <= 0x1f }
