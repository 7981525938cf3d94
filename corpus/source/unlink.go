package source

import (
	"html"
	"net/url"
	"strings"

	"infoseek"
)

// unlink reads wikiextractor's text: links are <a href="percent-encoded title">anchor</a>, and all of it may be escaped as HTML.
func unlink(s string) (string, []Link) {
	if strings.Contains(s, "&lt;a href=") || !strings.Contains(s, "<a href=") {
		s = html.UnescapeString(s)
	}
	var b strings.Builder
	var links []Link
	for s != "" {
		before, href, anchor, rest := cutLink(s)
		s = rest
		b.WriteString(before)
		start := b.Len()
		b.WriteString(anchor)
		if target := linkTarget(href); target != "" && anchor != "" {
			links = append(links, Link{Target: target, Anchor: infoseek.Span{Start: start, End: b.Len()}})
		}
	}
	marks := make([]*int, 0, 2*len(links))
	for i := range links {
		marks = append(marks, &links[i].Anchor.Start, &links[i].Anchor.End)
	}
	text := clean(b.String(), marks)
	for i := range links {
		links[i].trim(text)
	}
	return text, links
}

// cutLink cuts s around its first link; tags that make no link are left out. A link that is not closed ends where the next begins.
func cutLink(s string) (before, href, anchor, rest string) {
	const open, end = `<a href="`, `</a>`
	before, rest, ok := strings.Cut(s, open)
	before = strings.ReplaceAll(before, end, "")
	if !ok {
		return before, "", "", ""
	}
	i := strings.IndexAny(rest, `"<`)
	if i < 0 || !strings.HasPrefix(rest[i:], `">`) {
		return before, "", "", rest
	}
	href, rest = rest[:i], rest[i+len(`">`):]
	next := strings.Index(rest, open)
	if next < 0 {
		next = len(rest)
	}
	if i = strings.Index(rest[:next], end); i < 0 {
		return before, href, rest[:next], rest[next:]
	}
	return before, href, rest[:i], rest[i+len(end):]
}

// linkTarget reads a title off a link's href; "" where it leads out of the wiki.
func linkTarget(href string) string {
	href = html.UnescapeString(href)
	if t, err := url.PathUnescape(href); err == nil {
		href = t
	}
	if strings.Contains(href, "://") {
		return ""
	}
	href, _, _ = strings.Cut(href, "#")
	return oneLine(strings.ReplaceAll(href, "_", " "))
}
