package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean normalises a text given by others: CRLF and CR become LF, tabs and other blanks a space, control characters go, blanks at the end of lines go, runs of empty lines become
// one, and so do the text's own ends. marks, ascending offsets in s, are changed to the same places in the result.
func clean(s string, marks []*int) string {
	if isClean(s) {
		return s
	}
	return cleanAll(s, marks)
}

func cleanAll(s string, marks []*int) string {
	c := cleaner{out: make([]byte, 0, len(s)), marks: marks}
	for i, r := range s {
		c.place(i)
		c.add(s, i, r)
	}
	c.place(len(s))
	c.trim(" \n")
	return string(c.out)
}

type cleaner struct {
	out   []byte
	marks []*int // not yet placed
	set   []*int // placed
}

// place sets the marks up to offset at of the source.
func (c *cleaner) place(at int) {
	for len(c.marks) > 0 && *c.marks[0] <= at {
		*c.marks[0] = len(c.out)
		c.set = append(c.set, c.marks[0])
		c.marks = c.marks[1:]
	}
}

func (c *cleaner) add(s string, i int, r rune) {
	switch {
	case r == '\r' && i+1 < len(s) && s[i+1] == '\n':
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
		c.newline()
	case r == '\t' || unicode.Is(unicode.Zs, r):
		c.out = append(c.out, ' ')
	case invisible(r):
	default:
		c.out = utf8.AppendRune(c.out, r)
	}
}

func (c *cleaner) newline() {
	c.trim(" ")
	n := len(c.out)
	if n == 0 || n > 1 && c.out[n-1] == '\n' && c.out[n-2] == '\n' {
		return
	}
	c.out = append(c.out, '\n')
}

// trim cuts the bytes of set off the end, and draws back the marks placed there.
func (c *cleaner) trim(set string) {
	n := len(c.out)
	for n > 0 && strings.IndexByte(set, c.out[n-1]) >= 0 {
		n--
	}
	c.out = c.out[:n]
	for i := len(c.set) - 1; i >= 0 && *c.set[i] > n; i-- {
		*c.set[i] = n
	}
}

// isClean is the fast way out: text that clean would not change. It may say false of clean text.
func isClean(s string) bool {
	var prev, before byte = '\n', '\n'
	for i := range len(s) {
		b := s[i]
		switch {
		case b == '\n':
			if prev == ' ' || prev == '\n' && before == '\n' {
				return false
			}
		case b < ' ' || b == 0x7f:
			return false
		case b == 0xc2 || b == 0xe1 || b == 0xe2 || b == 0xe3 || b == 0xef:
			if changes(s[i:]) {
				return false
			}
		}
		before, prev = prev, b
	}
	return prev != ' ' && (prev != '\n' || s == "") && utf8.ValidString(s)
}

func changes(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return invisible(r) || unicode.Is(unicode.Z, r) || r == utf8.RuneError
}

func invisible(r rune) bool {
	return unicode.IsControl(r) || r == '\uFEFF' || r == '\u200B' || r == '\u00AD'
}

// oneLine normalises a title or name: no control characters, single blanks.
func oneLine(s string) string {
	return strings.Join(strings.Fields(clean(s, nil)), " ")
}
