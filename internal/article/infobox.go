package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func infobox(n *html.Node) bool { return n.DataAtom == atom.Table && hasClass(n, "infobox") }

// takeInfobox reads the rows of the infoboxes: a header cell and a cell.
func (p *Page) takeInfobox(main *html.Node) {
	for n := range main.Descendants() {
		if n.DataAtom == atom.Tr && inInfobox(n) {
			p.addFact(n)
		}
	}
}

// inInfobox says whether the table next around a row is an infobox.
func inInfobox(row *html.Node) bool {
	for n := row.Parent; n != nil; n = n.Parent {
		if n.DataAtom == atom.Table {
			return infobox(n)
		}
	}
	return false
}

func (p *Page) addFact(row *html.Node) {
	var field, value *html.Node
	for n := range row.ChildNodes() {
		switch {
		case n.DataAtom == atom.Th && field == nil:
			field = n
		case n.DataAtom == atom.Td && field != nil && value == nil:
			value = n
		}
	}
	if value == nil {
		return
	}
	name, _ := cell(field)
	said, links := cell(value)
	name = strings.ToLower(strings.Trim(name, " •:"))
	if name == "" || said == "" {
		return
	}
	f := Fact{Field: name, Value: said}
	for _, l := range links {
		f.Links = append(f.Links, l.URL)
	}
	p.Facts = append(p.Facts, f)
}

// cell is a cell's text in one line, its parts by commas where they stood on lines of their own.
func cell(n *html.Node) (string, []Link) {
	r := renderer{leaveOut: func(n *html.Node) bool { return boilerplate(n) || infobox(n) }} // a box within has facts of its own
	r.render(n)
	return strings.Join(strings.FieldsFunc(string(r.text), func(c rune) bool { return c == '\n' }), ", "), r.links
}
