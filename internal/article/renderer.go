package article

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"infoseek"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// renderer writes nodes as plain text, and notes where in it links, headings and bold words are. Blanks are single, lines have none at their ends, and at most one line is empty between two others.
type renderer struct {
	text     []byte
	blank    bool                  // due before the next word
	gap      int                   // line ends due before the next word
	leaveOut func(*html.Node) bool // nil: nothing

	// tables tells the tables in whose cells links are not noted, since they stand in no sentence; nil: none.
	tables func(*html.Node) bool
	within []*html.Node // such tables that are open

	links    []Link
	headings []infoseek.Span
	bold     []infoseek.Span
	marks    []mark // of open elements
}

// mark is an open element whose span is wanted; start is -1 until a word is written in it.
type mark struct {
	node  *html.Node
	start int
}

func (r *renderer) write(s string) {
	for _, c := range s {
		switch {
		case unicode.IsSpace(c):
			r.blank = true
		case ignored(c):
		default:
			r.part()
			r.text = utf8.AppendRune(r.text, c)
		}
	}
}

// ignored are characters that are not seen: those that a corpus leaves out too.
func ignored(c rune) bool {
	return unicode.IsControl(c) || c == '\uFEFF' || c == '\u200B' || c == '\u00AD'
}

// part writes the blanks or line ends that are due, and begins the open marks.
func (r *renderer) part() {
	switch {
	case len(r.text) == 0:
	case r.gap > 0:
		r.text = append(r.text, "\n\n"[:r.gap]...)
	case r.blank:
		r.text = append(r.text, ' ')
	}
	r.gap, r.blank = 0, false
	for i := len(r.marks) - 1; i >= 0 && r.marks[i].start < 0; i-- {
		r.marks[i].start = len(r.text)
	}
}

func (r *renderer) open(n *html.Node) {
	if marked(n) {
		r.marks = append(r.marks, mark{n, -1})
	}
	if n.DataAtom == atom.Table && r.tables != nil && r.tables(n) {
		r.within = append(r.within, n)
	}
}

func marked(n *html.Node) bool {
	return n.DataAtom == atom.A || n.DataAtom == atom.B || n.DataAtom == atom.Strong || slices.Contains(headings, n.DataAtom)
}

func (r *renderer) close(n *html.Node) {
	if i := len(r.within) - 1; i >= 0 && r.within[i] == n {
		r.within = r.within[:i]
	}
	last := len(r.marks) - 1
	if last < 0 || r.marks[last].node != n {
		return
	}
	m := r.marks[last]
	r.marks = r.marks[:last]
	if m.start < 0 || m.start == len(r.text) {
		return
	}
	span := infoseek.Span{Start: m.start, End: len(r.text)}
	switch {
	case n.DataAtom == atom.A:
		if href := attribute(n, "href"); href != "" && len(r.within) == 0 {
			r.links = append(r.links, Link{URL: href, Anchor: span})
		}
	case slices.Contains(headings, n.DataAtom):
		r.headings = append(r.headings, span)
	default:
		r.bold = append(r.bold, span)
	}
}

// attribute is the value of an element's attribute; "" where it has none.
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}
