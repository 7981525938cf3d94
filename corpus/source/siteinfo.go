package source

import (
	"strconv"
	"strings"

	"infoseek/corpus/wikitext"
)

// siteInfo is what an export says of its wiki. The zero value is an English wiki at an unknown address.
type siteInfo struct {
	prefix string // of every page's URL; "" if unknown
	wiki   wikitext.Site
}

// readSiteInfo reads a <siteinfo> element as far as it is sound.
func readSiteInfo(data []byte) siteInfo {
	var s siteInfo
	t := tokens{data: data}
	var open token
	for {
		k, err := t.next()
		if err != nil || k.kind == tokenEOF {
			return s
		}
		switch k.kind {
		case tokenStart:
			open = k
		case tokenEnd:
			open = token{}
		case tokenText:
			s.set(open, strings.TrimSpace(string(k.text)))
		}
	}
}

func (s *siteInfo) set(k token, text string) {
	if text == "" {
		return
	}
	switch string(k.name) {
	case "base":
		s.prefix = urlPrefix(text)
	case "case":
		s.wiki.CaseSensitive = text == "case-sensitive"
	case "namespace":
		if n, err := strconv.Atoi(attribute(k.attrs, "key")); err == nil {
			s.wiki.AddNamespace(n, text)
		}
	}
}

// urlPrefix cuts the main page's title off its URL.
func urlPrefix(base string) string {
	if i := strings.Index(base, "?title="); i >= 0 {
		return base[:i+len("?title=")]
	}
	if i := strings.LastIndexByte(base, '/'); i > len("https://") {
		return base[:i+1]
	}
	return ""
}

func (s siteInfo) url(title string) string {
	if s.prefix == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(s.prefix)
	for i := range len(title) {
		writeURLByte(&b, title[i])
	}
	return b.String()
}

// writeURLByte escapes as MediaWiki does (wfUrlencode).
func writeURLByte(b *strings.Builder, c byte) {
	const hex = "0123456789ABCDEF"
	switch {
	case c == ' ':
		b.WriteByte('_')
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-_.~;:@$!*(),/", c) >= 0:
		b.WriteByte(c)
	default:
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
}
