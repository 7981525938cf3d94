package wikitext

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// linkKind is what a wikilink does.
type linkKind int

const (
	toPage linkKind = iota
	toText          // leads where no article is: its label is text
	toFile
	toCategory
	toLanguage // shown beside the page, not in it
)

// link reads the link at nodes[at]. r.i is behind it and moves behind the letters that trail it.
func (p *parser) link(r *region, at int) {
	n := p.nodes[at]
	inner := region{n.start + 2, n.end - 2, at + 1}
	pipe := p.find(inner, '|')
	raw := strings.TrimSpace(p.src[inner.i:pipe.i])
	switch k := p.classify(raw, pipe.at > inner.at); k {
	case toFile:
		p.drop()
	case toLanguage:
	case toCategory:
		p.category(raw)
	default:
		p.anchor(r, inner, pipe, raw, k)
	}
}

// find returns the place of c in r outside nodes; its end if there is none.
func (p *parser) find(r region, c byte) region {
	for r.i < r.end && p.src[r.i] != c {
		if p.nodeAt(&r) {
			r.i, r.at = p.nodes[r.at].end, p.nodes[r.at].next
		} else {
			r.i++
		}
	}
	r.catchUp(p.nodes)
	return r
}

// classify reads where a link leads. nested is set if its target holds other markup.
func (p *parser) classify(raw string, nested bool) linkKind {
	if !nested && strings.IndexByte(raw, ':') < 0 && strings.IndexByte(raw, '&') < 0 && strings.IndexByte(raw, '\n') < 0 {
		return toPage
	}
	target := strings.TrimSpace(html.UnescapeString(raw))
	open, explicit := strings.CutPrefix(target, ":")
	prefix, rest, ok := strings.Cut(open, ":")
	prefix = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(prefix, "_", " ")))
	if ok && !explicit {
		switch ns := p.site.Namespace(open); {
		case ns == nsFile || ns == nsMain && isImage(rest):
			return toFile
		case ns == nsCategory && nested:
			return toLanguage // a name that only MediaWiki can work out
		case ns == nsCategory:
			return toCategory
		case ns == nsMain && isLanguage(prefix):
			return toLanguage
		}
	}
	if nested || strings.Contains(raw, "\n") || ok && (p.site.Namespace(open) != nsMain || interwiki[prefix] || isLanguage(prefix)) {
		return toText
	}
	return toPage
}

// isImage goes by the ending, for wikis whose name of the File namespace isn't known.
func isImage(name string) bool {
	name, _, _ = strings.Cut(name, "#")
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(name[i+1:])) {
	case "jpg", "jpeg", "png", "svg", "gif", "tif", "tiff", "webp", "ogg", "oga", "ogv", "webm", "mid", "djvu", "xcf":
		return true
	}
	return false
}

func (p *parser) category(raw string) {
	_, name, _ := strings.Cut(raw, ":")
	if name = p.site.Title(name); name != "" && !p.scratch && !slices.Contains(p.categories, name) {
		p.categories = append(p.categories, name)
	}
}

// anchor writes a link's label and records the link.
func (p *parser) anchor(r *region, inner, pipe region, raw string, k linkKind) {
	start := len(p.out)
	p.label(inner, pipe, raw)
	p.trail(r)
	if k == toPage {
		p.addLink(raw, start)
	}
}

// addLink records a link to the title written raw, whose anchor is what was written since start.
func (p *parser) addLink(raw string, start int) {
	target := p.site.Title(raw)
	if target == "" || p.inLink || p.mute > 0 {
		return
	}
	l := Link{Target: target, Anchor: nowhere}
	if start < len(p.out) {
		l.Anchor = span(start, len(p.out))
	}
	p.links = append(p.links, l)
}

// label writes what a link shows.
func (p *parser) label(inner, pipe region, raw string) {
	inLink, flat := p.inLink, p.flat
	p.inLink, p.flat = true, true
	defer func() { p.inLink, p.flat = inLink, flat }()
	if pipe.i == pipe.end {
		if pipe.at > inner.at {
			p.inline(&inner, false)
			return
		}
		p.words(html.UnescapeString(strings.TrimPrefix(raw, ":")))
		return
	}
	r := region{pipe.i + 1, pipe.end, pipe.at}
	if strings.TrimSpace(p.src[r.i:r.end]) == "" {
		p.words(pipeTrick(html.UnescapeString(raw)))
		return
	}
	p.inline(&r, false)
}

// pipeTrick shortens the target of [[target|]] to what is shown: without namespace, brackets at the end, and what follows a comma.
func pipeTrick(t string) string {
	t = strings.TrimPrefix(t, ":")
	if i := strings.IndexByte(t, ':'); i >= 0 {
		t = t[i+1:]
	}
	if i := strings.LastIndex(t, " ("); i > 0 && strings.HasSuffix(t, ")") {
		return t[:i]
	}
	if i := strings.Index(t, ", "); i > 0 {
		return t[:i]
	}
	return t
}

// trail writes the letters behind a link, which belong to its anchor: [[bus]]es.
func (p *parser) trail(r *region) {
	start := r.i
	for r.i < r.end {
		c, n := utf8.DecodeRuneInString(p.src[r.i:r.end])
		if !unicode.IsLower(c) {
			break
		}
		r.i += n
	}
	p.text(p.src[start:r.i])
}
