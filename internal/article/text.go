package article

import (
	"slices"
	"strings"

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
	lines = []atom.Atom{atom.Br, atom.Li, atom.Dt, atom.Dd, atom.Tr, atom.Caption}
	cells = []atom.Atom{atom.Td, atom.Th}
)

// textOf is the text of a node, with a blank line around blocks. It needs no stack of its own size: pages may be nested as deep as they like.
func textOf(root *html.Node) string {
	var b strings.Builder
	for n := root; n != nil; {
		if n.Type == html.TextNode {
			b.WriteString(strings.ReplaceAll(n.Data, "\n", " "))
		}
		edge(&b, n)
		if n.FirstChild != nil && !slices.Contains(hidden, n.DataAtom) {
			n = n.FirstChild
			continue
		}
		for n != root && n.NextSibling == nil {
			n = n.Parent
			edge(&b, n)
		}
		if n == root {
			break
		}
		n = n.NextSibling
	}
	return b.String()
}

// edge writes what parts an element from its neighbours.
func edge(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type != html.ElementNode:
	case slices.Contains(broken, n.DataAtom):
		b.WriteString("\n\n")
	case slices.Contains(lines, n.DataAtom):
		b.WriteString("\n")
	case slices.Contains(cells, n.DataAtom):
		b.WriteString(" ")
	}
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
