package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Texts that were cut into tokens and joined again have their blanks on the wrong side: `Weber( born 1809) was an Austrian- born painter, called" Karl"`. No sentence can be read from them as they
// are.

// respaced puts the blanks of such a text where they belong; other texts it returns as they are. Text in which brackets open both ways, as formulas do, is left alone.
func respaced(s string) string {
	if wrong, right := openings(s); wrong == 0 || right >= wrong {
		return s
	}
	r := respacer{in: s, out: make([]byte, 0, len(s)+8)}
	for i := 0; i < len(s); {
		i = r.step(i)
	}
	return string(r.out)
}

// openings counts the brackets that stand behind a letter or digit with a blank behind them, and those with none or with a blank before.
func openings(s string) (wrong, right int) {
	for i := range len(s) {
		switch {
		case s[i] != '(':
		case joinedTo(s, i) && spaceAt(s, i+1):
			wrong++
		default:
			right++
		}
	}
	return wrong, right
}

type respacer struct {
	in     string
	out    []byte
	quoted bool
}

// step copies what stands at byte i and returns where to go on.
func (r *respacer) step(i int) int {
	switch c := r.in[i]; {
	case c == '"':
		r.quoted = !r.quoted
		if r.quoted && joinedTo(r.in, i) && spaceAt(r.in, i+1) {
			r.out = append(r.out, ` "`...)
			return i + 2
		}
	case c == '(' && joinedTo(r.in, i) && spaceAt(r.in, i+1):
		r.out = append(r.out, " ("...)
		return i + 2
	case c == '-' && joinedTo(r.in, i) && spaceAt(r.in, i+1) && r.compound(i+2):
		r.out = append(r.out, '-')
		return i + 2
	case c == '\n':
		r.quoted = false
	}
	r.out = append(r.out, r.in[i])
	return i + 1
}

// compound reports whether the word at byte i is the second half of one: "Austrian- born", but not "pre- and post-war".
func (r *respacer) compound(i int) bool {
	first, _ := utf8.DecodeRuneInString(r.in[i:])
	if !unicode.IsLetter(first) {
		return false
	}
	word, _, _ := strings.Cut(r.in[i:], " ")
	return word != "and" && word != "or" && word != "to" && word != "nor"
}

// joinedTo reports whether a letter, a digit or what closes a quotation stands right before byte i.
func joinedTo(s string, i int) bool {
	last, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(last) || unicode.IsDigit(last) || i > 0 && strings.IndexByte(`"),.!?`, s[i-1]) >= 0
}

func spaceAt(s string, i int) bool { return i+1 < len(s) && s[i] == ' ' && s[i+1] != ' ' }
