package wikitext

import (
	"bytes"
	"slices"
	"unsafe"

	"infoseek"
)

func span(start, end int) infoseek.Span { return infoseek.Span{Start: start, End: end} }

// tidy makes the final text of what was written: holes close, with the brackets and separators that they leave empty; blanks are single; lines don't begin or end in one; at most one
// empty line separates. marks, offsets in raw, ascending within each slice, are changed to the same places in the result.
func tidy(raw []byte, marks [][]*int) string {
	t := tidier{raw: raw, out: make([]byte, 0, len(raw)), marks: marks, set: make([]int, len(marks))}
	for t.i < len(raw) {
		t.place()
		switch raw[t.i] {
		case ' ', '\n', hole:
			t.gap()
		default:
			t.copy(wordsEnd(raw, t.i+1))
		}
	}
	t.endLine(0)
	return unsafe.String(unsafe.SliceData(t.out), len(t.out)) // out is written no more
}

// wordsEnd is the end of the words with single blanks between them at raw[i:].
func wordsEnd(raw []byte, i int) int {
	for i < len(raw) && (raw[i] > ' ' || raw[i] == ' ' && i+1 < len(raw) && raw[i+1] > ' ') {
		i++
	}
	return i
}

type tidier struct {
	raw, out []byte
	i        int // raw[:i] is done
	marks    [][]*int
	set      []int // how many of each slice of marks are placed
	line     int   // start of the last line of out
	breaks   int   // newlines before it
}

// place sets the marks up to raw[i].
func (t *tidier) place() {
	for k, m := range t.marks {
		for t.set[k] < len(m) && *m[t.set[k]] <= t.i {
			*m[t.set[k]] = len(t.out)
			t.set[k]++
		}
	}
}

// copy takes raw[i:j] over; marks inside move along.
func (t *tidier) copy(j int) {
	for k, m := range t.marks {
		for t.set[k] < len(m) && *m[t.set[k]] < j {
			*m[t.set[k]] += len(t.out) - t.i
			t.set[k]++
		}
	}
	t.out = append(t.out, t.raw[t.i:j]...)
	t.i = j
}

// cut shortens out to n bytes; marks behind draw back.
func (t *tidier) cut(n int) {
	t.out = t.out[:n]
	for k, m := range t.marks {
		for s := t.set[k] - 1; s >= 0 && *m[s] > n; s-- {
			*m[s] = n
		}
	}
}

// gap reads a run of blanks, newlines and holes.
func (t *tidier) gap() {
	blank, lines, holed := t.run()
	if lines > 0 {
		t.endLine(min(lines, 2))
		return
	}
	if holed {
		blank = t.closeHole(blank)
	}
	if blank && len(t.out) > 0 && t.out[len(t.out)-1] != '\n' {
		t.out = append(t.out, ' ')
	}
	t.place()
}

// endLine ends a line of out; one without a letter or digit, as what a dropped formula leaves, goes. n is 2 at the end of a paragraph.
func (t *tidier) endLine(n int) {
	if !slices.ContainsFunc(t.out[t.line:], isWordByte) {
		if n > 0 {
			n = max(n, t.breaks)
		}
		t.cut(t.line)
	}
	t.cut(len(bytes.TrimRight(t.out, " \n")))
	if len(t.out) > 0 {
		t.out = append(t.out, "\n\n"[:n]...)
	}
	t.line, t.breaks = len(t.out), n
	t.place()
	t.skipSeparators()
}

func isWordByte(c byte) bool { return c >= 0x80 || isASCIILetterOrDigit(c) }

// skipSeparators leaves out a comma at the start of a line, whose left side went.
func (t *tidier) skipSeparators() {
	for t.i+1 < len(t.raw) && (separates(t.raw[t.i]) && t.raw[t.i+1] == ' ' || t.raw[t.i] == ' ') {
		t.i++
	}
}

func (t *tidier) run() (blank bool, lines int, holed bool) {
	for ; t.i < len(t.raw); t.i++ {
		switch t.raw[t.i] {
		case ' ':
			blank = true
		case '\n':
			lines++
		case hole:
			holed = true
		default:
			return
		}
	}
	return
}

// closeHole mends what stands around something left out: "( ; born 1950)" becomes "(born 1950)", "Foo () bar" becomes "Foo bar", "a , b" becomes "a, b". It says whether a blank is
// still due.
func (t *tidier) closeHole(blank bool) bool {
	for t.i < len(t.raw) && len(t.out) > 0 {
		c, last := t.raw[t.i], t.out[len(t.out)-1]
		switch {
		case opens(last) && (separates(c) || c == ' ' || c == hole),
			separates(last) && separates(c):
			t.i++
			blank = blank || t.i < len(t.raw) && t.raw[t.i] == ' '
		case closes(c) && separates(last):
			t.cut(len(bytes.TrimRight(t.out, " ,;:")))
		case closes(c) && opens(last):
			t.i++
			t.cut(len(bytes.TrimRight(t.out[:len(t.out)-1], " ")))
			blank = t.skipBlanks()
			if len(t.out) == 0 {
				return false
			}
		case c == ' ' || c == hole:
			t.i++
			blank = blank || c == ' '
		case c == '\n':
			return false
		case opens(last), closes(c), separates(c), c == '.':
			return false
		default:
			return blank || (last == '.' || last == '!' || last == '?') && 'A' <= c && c <= 'Z'
		}
	}
	return blank
}

func (t *tidier) skipBlanks() bool {
	start := t.i
	for t.i < len(t.raw) && (t.raw[t.i] == ' ' || t.raw[t.i] == hole) {
		t.i++
	}
	return t.i > start
}

func opens(c byte) bool     { return c == '(' || c == '[' }
func closes(c byte) bool    { return c == ')' || c == ']' }
func separates(c byte) bool { return c == ',' || c == ';' || c == ':' }
