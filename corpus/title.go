package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// titleKey is the form under which titles are the same: blanks for underscores, runs of them as one, none at the ends, first letter upper case.
func titleKey(title string) string {
	if plainTitle(title) {
		return title
	}
	t := strings.Join(strings.FieldsFunc(title, func(r rune) bool { return r == '_' || unicode.IsSpace(r) }), " ")
	r, n := utf8.DecodeRuneInString(t)
	if up := unicode.ToUpper(r); up != r && n > 0 && r != utf8.RuneError {
		t = string(up) + t[n:]
	}
	return t
}

// plainTitle tells that a title is its own key: the common case, without allocation.
func plainTitle(t string) bool {
	if t == "" || t[0] < '0' || t[0] > 'Z' {
		return false
	}
	blank := false
	for i := range len(t) {
		c := t[i]
		if c >= utf8.RuneSelf || c == '_' || c < ' ' || (c == ' ' && blank) {
			return false
		}
		blank = c == ' '
	}
	return !blank
}

// baseTitle is a title without brackets at its end and without the part after its first comma ("Mercury (planet)", "Atlanta, Georgia").
func baseTitle(title string) string {
	base := title
	if i := strings.LastIndex(base, " ("); i > 0 && strings.HasSuffix(base, ")") {
		base = base[:i]
	}
	if i := strings.Index(base, ", "); i > 0 {
		base = base[:i]
	}
	return base
}
