// Package source reads pages out of files: MediaWiki XML exports, wikiextractor's JSON lines, plain JSON lines, plain or compressed; Parquet, and pages of the web. It turns each page into a Record and knows
// nothing of how a corpus is stored.
package source

import (
	"strings"

	"infoseek"
)

// Record is a page as a source gives it, reduced to plain text.
type Record struct {
	ID       string
	Title    string
	URL      string
	Revision string
	// Source is the file that the page was read from, Timestamp when its source says that this revision was made (RFC 3339, "" where it does not say), Licence what it is given under ("" where that is unknown).
	Source, Timestamp, Licence string
	// Redirect is the title this page redirects to; such a record has no text.
	Redirect string
	// Text is plain UTF-8 text: paragraphs and headings are lines of their own, separated by one empty line.
	Text       string
	Headings   []infoseek.Span // spans of the section headings in Text
	Links      []Link
	Categories []string
	Facts      []Fact          // infobox fields
	Infobox    string          // name of the first infobox's template as written ("Infobox settlement"); "" where there is none
	Lead       []string        // texts in bold in the first paragraph
	Rows       []infoseek.Span // spans of the rows of tables in Text, lines of their own
	// Kind marks pages that are no entities by markup: "disambiguation", "list"; else "".
	Kind string
	// Line is the number of the record in its file, from 1, for messages.
	Line int
}

// Link is a link to another page by title.
type Link struct {
	Target string        // title, without section
	Anchor infoseek.Span // in Text; Start < 0 where the source gives no position
}

// trim takes blanks off the ends of the anchor; a link whose anchor holds nothing else has no position.
func (l *Link) trim(text string) {
	a := text[l.Anchor.Start:l.Anchor.End]
	l.Anchor.Start += len(a) - len(strings.TrimLeft(a, " \n"))
	l.Anchor.End -= len(a) - len(strings.TrimRight(a, " \n"))
	if l.Anchor.Start >= l.Anchor.End {
		l.Anchor = nowhere
	}
}

var nowhere = infoseek.Span{Start: -1, End: -1}

// Fact is an infobox field as plain text, with the titles linked in its value.
type Fact struct {
	Field, Value string
	Links        []string
}

// addLinks adds titles without a position.
func (r *Record) addLinks(titles []string) {
	for _, t := range titles {
		if t = oneLine(t); t != "" {
			r.Links = append(r.Links, Link{Target: t, Anchor: nowhere})
		}
	}
}

// addCategories adds those that are not there yet.
func (r *Record) addCategories(all []string) {
	seen := make(map[string]bool, len(r.Categories)+len(all))
	for _, c := range r.Categories {
		seen[c] = true
	}
	for _, c := range all {
		if c != "" && !seen[c] {
			seen[c] = true
			r.Categories = append(r.Categories, c)
		}
	}
}
