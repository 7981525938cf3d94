package article

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// boilerplateRoles are the ARIA roles, and boilerplateClasses the classes, of parts that stand beside what a page says: menus, notes about the page, lists of sources.
var (
	boilerplateRoles   = []string{"navigation", "search", "banner", "contentinfo", "menu", "menubar"}
	boilerplateClasses = map[string]bool{}
)

func init() {
	for class := range strings.FieldsSeq(`navbox navbox-inner vertical-navbox sidebar nav navbar breadcrumb breadcrumbs mw-editsection reference references reflist refbegin noprint hatnote dablink toc metadata mw-jump-link
		catlinks printfooter mw-empty-elt sistersitebox mbox-small ambox stub portal portalbox navigation-not-searchable mw-indicators mw-cite-backlink headerlink anchor-link external-links-box succession-box geo-nondefault thumb thumbcaption gallery gallerybox citation`) {
		boilerplateClasses[class] = true
	}
}

// boilerplate says whether an element of the main part is none of its text all the same.
func boilerplate(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Form, atom.Footer:
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "role":
			if slices.Contains(boilerplateRoles, a.Val) {
				return true
			}
		case "style":
			if unseen(a.Val) {
				return true
			}
		case "class":
			for class := range strings.FieldsSeq(a.Val) {
				if boilerplateClasses[class] {
					return true
				}
			}
		}
	}
	return false
}

func unseen(style string) bool {
	_, value, ok := strings.Cut(style, "display:")
	return ok && strings.HasPrefix(strings.TrimLeft(value, " "), "none")
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}

// find returns the first element that is wanted; nil if there is none.
func find(root *html.Node, wanted func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && wanted(n) {
			return n
		}
	}
	return nil
}

// dataTable says whether a table holds data: its own cells have headers. Others are often the layout of the page.
func dataTable(table *html.Node) bool {
	if hasClass(table, "wikitable") {
		return true
	}
	for part := range table.ChildNodes() {
		if part.DataAtom == atom.Caption {
			return true
		}
		for row := range part.ChildNodes() {
			for cell := range row.ChildNodes() {
				if cell.DataAtom == atom.Th {
					return true
				}
			}
		}
	}
	return false
}
