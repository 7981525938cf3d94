package article

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// hidden are elements whose content is not read; broken those that begin a paragraph or line of their own.
var (
	hidden = []atom.Atom{atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Select, atom.Textarea, atom.Button}
	broken = []atom.Atom{
		atom.P, atom.Div, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Nav, atom.Aside, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Blockquote,
		atom.Pre, atom.Figure, atom.Figcaption, atom.Form, atom.Hr,
	}
	lines    = []atom.Atom{atom.Br, atom.Li, atom.Dt, atom.Dd, atom.Tr, atom.Caption}
	cells    = []atom.Atom{atom.Td, atom.Th}
	headings = []atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}
)

// textOf is the text of a node, with a blank line around blocks.
func textOf(root *html.Node) string {
	var r renderer
	r.render(root)
	return string(r.text)
}

// titleOf is the text of the first title element.
func titleOf(root *html.Node) string {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Title && n.Namespace == "" {
			return textOf(n)
		}
	}
	return ""
}

// render writes a node and what is in it. It needs no stack of its own size: pages may be nested as deep as they like.
func (r *renderer) render(root *html.Node) {
	for n := root; n != nil; {
		down := r.enter(n)
		if down && n.FirstChild != nil {
			n = n.FirstChild
			continue
		}
		r.leave(n)
		for n != root && n.NextSibling == nil {
			n = n.Parent
			r.leave(n)
		}
		if n == root {
			return
		}
		n = n.NextSibling
	}
}

// enter begins a node, and says whether what is in it is read.
func (r *renderer) enter(n *html.Node) bool {
	switch {
	case n.Type == html.TextNode:
		r.write(n.Data)
	case n.Type != html.ElementNode:
	case r.leaveOut != nil && r.leaveOut(n):
		r.edge(n)
		return false
	default:
		r.edge(n)
		r.open(n)
		return !slices.Contains(hidden, n.DataAtom)
	}
	return true
}

func (r *renderer) leave(n *html.Node) {
	if n.Type == html.ElementNode {
		r.close(n)
		r.edge(n)
	}
}

// edge parts an element from its neighbours.
func (r *renderer) edge(n *html.Node) {
	switch {
	case slices.Contains(broken, n.DataAtom):
		r.gap = 2
	case slices.Contains(lines, n.DataAtom):
		r.gap = max(r.gap, 1)
	case slices.Contains(cells, n.DataAtom):
		r.blank = true
	}
}
