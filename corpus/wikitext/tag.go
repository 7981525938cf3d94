package wikitext

import "strings"

// tagClass says what becomes of an HTML or extension tag.
type tagClass uint8

const (
	inlineTag tagClass = iota + 1 // the tag goes, its content stays
	breakTag                      // a new line
	paragraphTag
	dropTag   // goes with its content
	nowikiTag // content is no markup
	preTag    // likewise, with its line breaks
	mathTag   // a formula: see formula.go
	tableTag  // goes with its content, which may hold more of the kind
	raisedTag // superscript
	cellTag   // a blank
)

var tagClasses = func() map[string]tagClass {
	t := map[string]tagClass{"nowiki": nowikiTag, "pre": preTag, "math": mathTag, "table": tableTag, "sup": raisedTag, "td": cellTag, "th": cellTag}
	add := func(c tagClass, names string) {
		for _, n := range strings.Fields(names) {
			t[n] = c
		}
	}
	add(inlineTag, `a abbr acronym b bdi bdo big charinsert cite code data del dfn em font i ins kbd label langconvert link mark meta noinclude nobr onlyinclude q rb rp rtc ruby s samp section small
		span strike strong sub time translate tt tvar u var wbr languages noedit img input`)
	add(breakTag, `br li dd dt tr option`)
	add(paragraphTag, `address article aside blockquote caption center details dir div dl fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr main nav ol p poem
		summary tbody tfoot thead ul`)
	add(dropTag, `ref gallery source syntaxhighlight timeline score imagemap chem ce hiero references templatedata mapframe maplink graph indicator inputbox categorytree
		templatestyles rt style script dynamicpagelist ask sm2 inlinequery video audio listen includeonly`)
	return t
}()

// htmlTag is a tag as written.
type htmlTag struct {
	name         string // lower case
	end          int    // behind its '>'
	closes, self bool   // </name>, <name/>
}

// readTag reads the tag at src[i:]; ok is false if there is none: '<' is then text.
func readTag(src string, i int) (t htmlTag, ok bool) {
	const longest = 24
	j := i + 1
	if j < len(src) && src[j] == '/' {
		t.closes = true
		j++
	}
	k := j
	for k < len(src) && k-j < longest && isASCIILetterOrDigit(src[k]) {
		k++
	}
	if k == j || k == len(src) || !strings.ContainsRune(" \t\r\n/>", rune(src[k])) {
		return t, false
	}
	t.name = strings.ToLower(src[j:k])
	for k < len(src) && src[k] != '>' {
		if src[k] == '<' {
			return t, false
		}
		k++
	}
	if k == len(src) {
		return t, false
	}
	t.end = k + 1
	t.self = src[k-1] == '/'
	return t, tagClasses[t.name] != 0
}

func isASCIILetterOrDigit(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}

// tag matches what begins with the '<' at i.
func (m *matcher) tag(i int) int {
	if strings.HasPrefix(m.src[i:], "<!--") {
		end := len(m.src)
		if n := strings.Index(m.src[i+4:], "-->"); n >= 0 {
			end = i + 4 + n + len("-->")
		}
		return m.leaf(node{kind: comment, start: i, end: end})
	}
	t, ok := readTag(m.src, i)
	if !ok {
		return i + 1
	}
	switch c := tagClasses[t.name]; {
	case c == tableTag && t.closes:
		if n := m.top(htmlTable); n > max(m.top(template), m.top(parameter)) {
			m.close(n, t.end)
		}
		return t.end
	case c == tableTag:
		m.push(htmlTable, i)
		return t.end
	case c == dropTag, c == nowikiTag, c == preTag, c == mathTag:
		return m.raw(i, t)
	}
	return i + 1
}

// raw matches a tag whose content is not read as markup.
func (m *matcher) raw(i int, t htmlTag) int {
	k := map[tagClass]kind{dropTag: dropped, nowikiTag: literal, preTag: preformat, mathTag: formula}[tagClasses[t.name]]
	if t.closes {
		return t.end
	}
	if t.self {
		return m.leaf(node{kind: dropped, start: i, end: t.end})
	}
	to, end := m.endTag(t)
	if end < 0 {
		return t.end // the tag itself is dropped as text is read
	}
	return m.leaf(node{kind: k, start: i, end: end, from: t.end, to: to})
}

// endTag finds where the end tag of t begins and ends; end < 0 if there is none.
func (m *matcher) endTag(t htmlTag) (start, end int) {
	if m.lost[t.name] {
		return -1, -1
	}
	for at := t.end; ; {
		n := strings.Index(m.src[at:], "</")
		if n < 0 {
			m.lost[t.name] = true
			return -1, -1
		}
		at += n + 2
		if len(m.src)-at < len(t.name) || !strings.EqualFold(m.src[at:at+len(t.name)], t.name) {
			continue
		}
		rest := at + len(t.name)
		if rest < len(m.src) && isASCIILetterOrDigit(m.src[rest]) {
			continue
		}
		if n := strings.IndexAny(m.src[rest:], "><\n"); n >= 0 && m.src[rest+n] == '>' {
			return at - 2, rest + n + 1
		}
		return at - 2, rest
	}
}
