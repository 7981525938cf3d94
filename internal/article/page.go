package article

import (
	"fmt"
	"strings"

	"infoseek"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Page is what a page says: its main text with the places of headings and links in it, and what an infobox and the lines of categories tell. Spans are bytes of Text.
type Page struct {
	Head
	Text       string
	Headings   []infoseek.Span
	Links      []Link
	Facts      []Fact
	Categories []string
	Lead       []string // bold names in the first paragraph
	// Boilerplate counts the links that stand outside of the text: in menus, boxes, footers.
	Boilerplate int
}

// Link is a link in a text, not in a table of data: there it stands in no sentence. URL is as it is written there.
type Link struct {
	URL    string
	Anchor infoseek.Span
}

// Fact is a row of an infobox.
type Fact struct {
	Field, Value string
	Links        []string // URLs
}

// Parse reads a page of HTML wholly. contentType is as for Read.
func Parse(body []byte, contentType, at string) (*Page, error) {
	plain, err := decoded(body, contentType)
	if err != nil {
		return nil, fmt.Errorf("article: %s: %w", at, err)
	}
	doc, err := html.Parse(strings.NewReader(strings.TrimPrefix(plain, "\uFEFF")))
	if err != nil {
		return nil, fmt.Errorf("article: %s: %w", at, err)
	}
	p := &Page{Head: readHead(plain), Categories: categories(doc)}
	all := hrefs(doc)
	main := mainNode(doc)
	p.takeInfobox(main)
	p.render(main, dataTable)
	p.Boilerplate = max(0, all-len(p.Links))
	for _, f := range p.Facts {
		p.Boilerplate = max(0, p.Boilerplate-len(f.Links))
	}
	return p, nil
}

// mainNode is the element that holds what a page says: the one that MediaWiki marks as such, what Readability finds, or all of the page.
func mainNode(doc *html.Node) *html.Node {
	if n := find(doc, func(n *html.Node) bool { return hasClass(n, "mw-parser-output") }); n != nil {
		return n
	}
	if found, ok := readable(doc); ok && found.Node != nil {
		var r renderer
		if r.render(found.Node); len(r.text) >= leastMain {
			return found.Node
		}
	}
	return doc
}

// readable looks for the part of a page that is read, not clicked. It leaves URLs as they are written.
func readable(doc *html.Node) (readability.Article, bool) {
	parser := readability.NewParser()
	parser.MaxElemsToParse = mostElements
	parser.KeepClasses = true
	found, err := parser.ParseDocument(doc, nil)
	return found, err == nil && found.Node != nil
}

func (p *Page) render(main *html.Node, tables func(*html.Node) bool) {
	name := ""
	r := renderer{tables: tables, leaveOut: func(n *html.Node) bool {
		if n.DataAtom == atom.H1 { // the title of the page is none of its text
			name = line(textOf(n))
			return name == p.Heading || name == p.Title
		}
		return boilerplate(n) || infobox(n)
	}}
	r.render(main)
	p.Text, p.Headings, p.Links = string(r.text), r.headings, r.links
	p.Lead = lead(p.Text, r.bold)
}

// lead are the bold texts of the first paragraph that has any, if it is among the first.
func lead(text string, bold []infoseek.Span) []string {
	const farthest, most = 2000, 8
	if len(bold) == 0 || bold[0].Start > farthest {
		return nil
	}
	end := len(text)
	if i := strings.IndexByte(text[bold[0].Start:], '\n'); i >= 0 {
		end = bold[0].Start + i
	}
	var all []string
	for _, b := range bold {
		if b.End <= end && len(all) < most {
			all = append(all, text[b.Start:b.End])
		}
	}
	return all
}

// hrefs counts the links of a page to other pages.
func hrefs(doc *html.Node) int {
	count := 0
	for n := range doc.Descendants() {
		if href := attribute(n, "href"); n.DataAtom == atom.A && href != "" && href[0] != '#' {
			count++
		}
	}
	return count
}

// categories are the names in the lines of categories that wikis and blogs write: links within #mw-normal-catlinks, or with rel=tag.
func categories(doc *html.Node) []string {
	var all []string
	box := find(doc, func(n *html.Node) bool { return attribute(n, "id") == "mw-normal-catlinks" })
	for n := range doc.Descendants() {
		tag := n.DataAtom == atom.A && attribute(n, "rel") == "tag"
		listed := box != nil && n.DataAtom == atom.A && n.Parent.DataAtom == atom.Li && n.Parent.Parent != nil && n.Parent.Parent.Parent == box
		if name := ""; tag || listed {
			if name = line(textOf(n)); name != "" {
				all = append(all, name)
			}
		}
	}
	return all
}

// ParseWhole reads a page of HTML that is nothing but text, as a program made it of another format.
func ParseWhole(page string) (*Page, error) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("article: %w", err)
	}
	p := &Page{Head: readHead(page)}
	p.render(doc, nil)
	return p, nil
}
