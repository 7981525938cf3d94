package wikitext

import (
	"bytes"
	"strings"

	"infoseek"
)

// parser walks over the source and writes text.
type parser struct {
	title string
	src   string
	site  Site
	nodes []node

	out     []byte // text before tidy; hole stands where something was left out
	pending int    // the break due before the next text
	line    int    // len(out) at the start of the source line
	gone    bool   // something was left out of a line that has no text so far
	loose   bool   // inside a table that is never closed
	mute    int    // level of the heading of a section left out; 0 outside
	value   bool   // line breaks become commas: the value of a fact
	raised  bool   // inside <sup>
	flat    bool   // inside a label or heading: breaks are blanks
	depth   int    // of nested content
	inLink  bool
	scratch bool // out is not the page's text
	quotes  quotes
	bold    int  // start in out of the bold text being read; -1 outside
	broken  bool // the first paragraph is over

	links      []Link
	headings   []infoseek.Span
	sections   []section // of headings
	categories []string
	facts      []Fact
	infobox    string
	lead       []infoseek.Span
	kind       string

	rowSpans []infoseek.Span // of tables' rows
	early    []int           // tables before the text
	inTable  bool
}

// region is src[i:end], with at the index of the first node that starts at i or later. Nodes don't cross its end.
type region struct{ i, end, at int }

// The breaks between pieces of text, weakest first.
const (
	joined = iota
	space
	newline
	paragraph
)

func (p *parser) brk(b int) {
	if p.flat {
		b = min(b, space)
	}
	p.pending = max(p.pending, b)
}

// hole marks a place where something was left out, for tidy. The source's own control characters never get into out.
const hole = 0

// flush writes the break that is due.
func (p *parser) flush() {
	b := p.pending
	p.pending = joined
	switch {
	case len(p.out) == 0:
	case p.value && b >= newline:
		p.out = bytes.TrimRight(p.out, " ,;")
		if !bytes.HasSuffix(p.out, []byte{':'}) {
			p.out = append(p.out, ',')
		}
		p.out = append(p.out, ' ')
	case b == space:
		p.out = append(p.out, ' ')
	case b == newline:
		p.broken = true
		p.out = append(p.out, '\n')
	case b == paragraph:
		p.broken = true
		p.out = append(p.out, '\n', '\n')
	}
}

// drop notes that something was left out here.
func (p *parser) drop() {
	if len(p.out) == p.line {
		p.gone = true
		return
	}
	if p.mute == 0 && p.out[len(p.out)-1] != hole {
		p.out = append(p.out, hole)
	}
}

// block reads a region line by line.
func (p *parser) block(r region) {
	list := false
	for r.i < r.end {
		p.line, p.gone, p.raised = len(p.out), false, false
		was := list
		list = p.lineMarks(&r)
		if was != list {
			p.brk(paragraph)
		}
		if !p.special(&r) {
			p.inline(&r, true)
		}
		p.endLine(&r)
	}
	p.line = 0
}

// endLine goes behind the newline at r.i.
func (p *parser) endLine(r *region) {
	if r.i >= r.end {
		return
	}
	r.i++
	switch {
	case len(p.out) > p.line:
		p.brk(space)
	case p.gone:
		p.brk(paragraph)
	}
	if r.i < r.end && p.src[r.i] == '\n' {
		p.brk(paragraph)
	}
}

// lineMarks goes behind the marks of a list item or an indented line, and says whether the line is one.
func (p *parser) lineMarks(r *region) bool {
	start := r.i
	for r.i < r.end && strings.IndexByte("*#:;", p.src[r.i]) >= 0 {
		r.i++
	}
	marks := p.src[start:r.i]
	for r.i < r.end && (p.src[r.i] == ' ' || p.src[r.i] == '\t') {
		r.i++
	}
	if marks != "" || r.i > start {
		p.brk(newline)
	}
	if len(p.out) == 0 && !p.broken && aside(marks, p.src[r.i:r.end]) {
		p.skipLine(r)
	}
	return marks != ""
}

// aside says of the beginning of a page that it is no part of its text: a hatnote (:”For other uses, see ...”) or the place on the globe.
func aside(marks, rest string) bool {
	return marks == ":" && strings.HasPrefix(rest, "''") || strings.HasPrefix(rest, "Coordinates: ")
}

// special reads lines that are no text; it says whether it did, and leaves r.i at the line's end.
func (p *parser) special(r *region) bool {
	if r.i >= r.end {
		return false
	}
	switch p.src[r.i] {
	case '=':
		return p.heading(r)
	case '-':
		n := len(p.src[r.i:r.end]) - len(strings.TrimLeft(p.src[r.i:r.end], "-"))
		if n >= 4 {
			r.i += n
			p.brk(paragraph)
		}
	case '{':
		if strings.HasPrefix(p.src[r.i:r.end], "{|") && !p.nodeAt(r) {
			p.loose = true
			p.skipLine(r)
			return true
		}
	case '|':
		if strings.HasPrefix(p.src[r.i:r.end], "|}") {
			p.loose = false
		}
		p.skipLine(r)
		return true
	case '!':
		if p.loose {
			p.skipLine(r)
			return true
		}
	}
	return false
}

// nodeAt says whether a matched node starts at r.i.
func (p *parser) nodeAt(r *region) bool {
	r.catchUp(p.nodes)
	return r.at < len(p.nodes) && p.nodes[r.at].start == r.i && p.nodes[r.at].end >= 0
}

// catchUp moves at behind the nodes before i.
func (r *region) catchUp(nodes []node) {
	for r.at < len(nodes) && nodes[r.at].start < r.i {
		r.at++
	}
}

// lineEnd finds the newline that ends the line of r.i, or r.end. Newlines inside nodes don't count.
func (p *parser) lineEnd(r region) region {
	for r.i < r.end && p.src[r.i] != '\n' {
		if p.nodeAt(&r) {
			r.i, r.at = p.nodes[r.at].end, p.nodes[r.at].next
		} else {
			r.i++
		}
	}
	return r
}

func (p *parser) skipLine(r *region) {
	*r = p.lineEnd(*r)
	p.gone = true
}

// heading reads a line of the form == text ==.
func (p *parser) heading(r *region) bool {
	end := p.lineEnd(*r)
	last := p.trimRight(*r, end)
	line := p.src[r.i:last]
	level := min(len(line)-len(strings.TrimLeft(line, "=")), len(line)-len(strings.TrimRight(line, "=")), 6)
	if level == 0 || len(line) <= 2*level {
		return false
	}
	p.startSection(region{r.i + level, last - level, r.at}, level)
	*r = end
	return true
}

// trimRight returns where the line r ends when blanks and comments at its end are left off.
func (p *parser) trimRight(r, end region) int {
	last := end.i
	for {
		last = r.i + len(strings.TrimRight(p.src[r.i:last], " \t\r"))
		end.at--
		if end.at < r.at || p.nodes[end.at].kind != comment || p.nodes[end.at].end != last {
			return last
		}
		last = p.nodes[end.at].start
	}
}
