package source

import (
	"bytes"
	"cmp"
	"strings"

	"infoseek/internal/article"
)

// peeked is what the first pass learns of a document.
type peeked struct {
	head article.Head
	name string // what it is called where it says nothing itself
}

func (p *peeked) title() string {
	return cmp.Or(oneLine(p.head.Title), oneLine(p.head.Heading), p.name)
}

// peek reads a document's head; false where it is no page of its own.
func (w *web) peek(d document) (*peeked, bool) {
	p := &peeked{name: cmp.Or(stem(d.address()), d.name)}
	switch d.kind {
	case kindMarkdown:
		meta, rest := frontMatter(d.body)
		p.head.Title = cmp.Or(meta.Title, firstHeading(rest))
		p.head.Canonical = meta.Canonical
		return p, true
	case kindWikitext:
		return p, !bytes.Contains(d.body, []byte("\x00"))
	}
	if !isHTML(d.kind) {
		return nil, false
	}
	head, err := article.ReadHead(d.body, d.kind, d.place())
	p.head = head
	return p, err == nil
}

// isHTML says whether a media type is one of pages.
func isHTML(kind string) bool {
	name, _, _ := strings.Cut(kind, ";")
	name = strings.ToLower(strings.TrimSpace(name))
	return name == kindHTML || name == "application/xhtml+xml"
}
