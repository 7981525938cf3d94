// Package wikitext reduces MediaWiki markup to plain text that keeps the byte spans of link anchors and headings. It reads in one pass over matched brackets, in time linear in the
// input whatever the input, and takes any input: what is no markup is text. It knows nothing of files, dumps or corpora.
//
// Reading order: bracket.go (matching), block.go and inline.go (the walk over the source), link.go, template.go and reduction.go, infobox.go, tidy.go.
package wikitext

import (
	"slices"
	"strings"
	"unicode/utf8"

	"infoseek"
)

// Result is a page reduced.
type Result struct {
	// Text is plain text: paragraphs and headings are lines of their own with one empty line between, list items lines without. Left out are templates (save those that carry text),
	// references, comments, files, galleries, formulas (but those that can be told in a line, see formula.go), source code, and the sections that only hold references (see section.go). A table is its
	// rows, a line each (see table.go).
	Text       string
	Headings   []infoseek.Span
	Rows       []infoseek.Span // rows of tables
	Links      []Link
	Categories []string // titles without namespace
	Facts      []Fact
	Infobox    string   // name of the first infobox's template, as written
	Lead       []string // texts in bold in the first paragraph
	Redirect   string   // title this page redirects to; everything else is then empty
	Kind       string   // "disambiguation", "list" or ""
}

// Link is a link to a page of the main namespace.
type Link struct {
	Target string        // title, normalised, without section
	Anchor infoseek.Span // in Text, never empty; Start < 0 for links that leave no text, as those of {{main}}
}

// Fact is a field of an infobox.
type Fact struct {
	Field, Value string
	Links        []string
}

// The kinds of pages that are no entities.
const (
	KindDisambiguation = "disambiguation"
	KindList           = "list"
)

// Parse reduces the wikitext src of the page called title.
func Parse(title, src string, site Site) Result {
	if !utf8.ValidString(src) {
		src = strings.ToValidUTF8(src, string(utf8.RuneError))
	}
	src = strings.ReplaceAll(src, "\r\n", "\n")
	if target := redirect(src, site); target != "" {
		return Result{Redirect: target}
	}
	p := &parser{title: title, src: src, site: site, nodes: match(src), bold: -1, out: make([]byte, 0, len(src)/2)}
	p.block(region{0, len(src), 0})
	p.writeEarly()
	p.dropEmpty(0)
	return p.result()
}

func (p *parser) result() Result {
	r := Result{Links: p.links, Headings: p.headings, Categories: p.categories, Facts: p.facts, Infobox: p.infobox, Kind: p.kind, Rows: p.rowSpans}
	r.Text = tidy(p.out, p.marks())
	for _, s := range p.lead {
		if name := strings.Trim(r.Text[s.Start:s.End], " \n,;:"); name != "" && !slices.Contains(r.Lead, name) {
			r.Lead = append(r.Lead, name)
		}
	}
	for i := range r.Links {
		a := &r.Links[i].Anchor
		if *a = trimSpan(r.Text, *a); a.Start == a.End {
			*a = nowhere
		}
	}
	r.Headings, r.Rows = trimSpans(r.Text, r.Headings), trimSpans(r.Text, r.Rows)
	if r.Kind == "" && isListTitle(p.title) {
		r.Kind = KindList
	}
	return r
}

// marks are the offsets in out that have to follow its text, ascending within each kind.
func (p *parser) marks() [][]*int {
	all := make([][]*int, 4)
	for i := range p.links {
		if a := &p.links[i].Anchor; a.Start >= 0 {
			all[0] = append(all[0], &a.Start, &a.End)
		}
	}
	for i := range p.headings {
		all[1] = append(all[1], &p.headings[i].Start, &p.headings[i].End)
	}
	for i := range p.lead {
		all[2] = append(all[2], &p.lead[i].Start, &p.lead[i].End)
	}
	for i := range p.rowSpans {
		all[3] = append(all[3], &p.rowSpans[i].Start, &p.rowSpans[i].End)
	}
	return all
}

var nowhere = infoseek.Span{Start: -1, End: -1}

func trimSpan(text string, s infoseek.Span) infoseek.Span {
	if s.Start < 0 {
		return nowhere
	}
	for s.Start < s.End && (text[s.Start] == ' ' || text[s.Start] == '\n') {
		s.Start++
	}
	for s.Start < s.End && (text[s.End-1] == ' ' || text[s.End-1] == '\n') {
		s.End--
	}
	return s
}

// trimSpans trims spans in place, and leaves out those that then hold nothing.
func trimSpans(text string, spans []infoseek.Span) []infoseek.Span {
	kept := spans[:0]
	for _, s := range spans {
		if s = trimSpan(text, s); s.Start < s.End {
			kept = append(kept, s)
		}
	}
	return kept
}

func isListTitle(title string) bool {
	for _, p := range []string{"List of ", "Lists of ", "Index of ", "Outline of "} {
		if strings.HasPrefix(title, p) {
			return true
		}
	}
	return false
}
