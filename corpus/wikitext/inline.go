package wikitext

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDepth is how deep content may nest; deeper content is left out.
const maxDepth = 100

// plainByte says which bytes never begin markup and go to the text as they are.
var plainByte = func() (t [256]bool) {
	for c := range 256 {
		t[c] = c >= 0x20 && c != 0x7f && strings.IndexByte("'&<[]{}_|", byte(c)) < 0 && c != 0xc2 && (c < 0xe1 || c > 0xe3) && c != 0xef
	}
	return t
}()

// inline reads running text; with oneLine, to the end of the line.
func (p *parser) inline(r *region, oneLine bool) {
	if p.depth >= maxDepth {
		r.i = r.end
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	for r.i < r.end {
		if r.catchUp(p.nodes); r.at < len(p.nodes) && p.nodes[r.at].start == r.i {
			p.node(r)
			continue
		}
		if p.src[r.i] == '\n' && oneLine {
			return
		}
		p.char(r)
	}
}

// char reads what stands at r.i and is no node.
func (p *parser) char(r *region) {
	c := p.src[r.i]
	if plainByte[c] {
		p.run(r)
		return
	}
	rest := p.src[r.i:r.end]
	switch c {
	case '\n':
		p.innerLine(r)
		return
	case '\'':
		if strings.HasPrefix(rest, "''") {
			p.quote(r)
			return
		}
	case '&':
		p.entity(r)
		return
	case '<':
		if t, ok := readTag(p.src[:r.end], r.i); ok {
			p.htmlTag(t)
			r.i = t.end
			return
		}
	case ']', '}':
		if len(rest) > 1 && rest[1] == c { // closes nothing
			r.i += 2
			return
		}
	case '_':
		if n := magicWord(rest); n > 0 {
			if strings.HasPrefix(rest, "__DISAMBIG__") {
				p.kind = KindDisambiguation
			}
			r.i += n
			return
		}
	}
	ch, n := utf8.DecodeRuneInString(rest)
	p.rune(ch)
	r.i += n
}

func (p *parser) run(r *region) {
	j := r.i + 1
	stop := r.end
	if r.at < len(p.nodes) {
		stop = min(stop, p.nodes[r.at].start)
	}
	for j < stop && plainByte[p.src[j]] {
		j++
	}
	p.text(p.src[r.i:j])
	r.i = j
}

// text writes text free of control characters.
func (p *parser) text(s string) {
	if p.mute > 0 {
		return
	}
	if p.raised {
		if p.value && len(s) == 1 && 'a' <= s[0] && s[0] < 'n' {
			return // the mark of a note
		}
		s = raise(s)
	}
	if p.pending != joined || len(p.out) == p.line {
		inside := p.gone && p.pending == space && len(p.out) == p.line
		blank := " "
		if p.gone && !inside && len(p.out) == p.line {
			blank = " ,;:." // what followed something left out at the start of a line
		}
		if s = strings.TrimLeft(s, blank); s == "" {
			return
		}
		p.flush()
		if inside {
			p.out = append(p.out, hole)
		}
	}
	p.out = append(p.out, s...)
}

func (p *parser) rune(c rune) {
	const hyphen, ellipsis = '\u2010', '\u2026' // and the dashes and quotes between them
	switch {
	case hyphen <= c && c <= ellipsis:
		p.text(string(c))
	case unicode.Is(unicode.Z, c) || c == '\t' || c == '\n' || c == '\r':
		p.text(" ")
	case unicode.IsControl(c) || c == '\u200b' || c == '\u200e' || c == '\u200f' || c == '\u00ad' || c == '\u2060' || c == '\ufeff':
	default:
		p.text(string(c))
	}
}

// words writes text in which any character may stand.
func (p *parser) words(s string) {
	for _, c := range s {
		p.rune(c)
	}
}

// innerLine reads a newline inside an argument or a label, with the marks of a list item behind it.
func (p *parser) innerLine(r *region) {
	r.i++
	n := len(p.src[r.i:r.end]) - len(strings.TrimLeft(p.src[r.i:r.end], "*#:;"))
	r.i += n
	switch {
	case n > 0:
		p.brk(newline)
	case r.i < r.end && p.src[r.i] == '\n':
		p.brk(paragraph)
	default:
		p.brk(space)
	}
}

func (p *parser) entity(r *region) {
	const longest = 34
	rest := p.src[r.i:min(r.end, r.i+longest)]
	n := strings.IndexByte(rest, ';')
	if n < 0 {
		p.text("&")
		r.i++
		return
	}
	s := html.UnescapeString(rest[:n+1])
	if s == rest[:n+1] {
		p.text("&")
		r.i++
		return
	}
	p.words(s)
	r.i += n + 1
}

func (p *parser) htmlTag(t htmlTag) {
	switch tagClasses[t.name] {
	case breakTag:
		p.brk(newline)
	case paragraphTag:
		p.brk(paragraph)
	case cellTag:
		p.brk(space)
	case raisedTag:
		p.raised = !t.closes && !t.self
	}
}

// magicWord returns the length of a behaviour switch such as __NOTOC__ at the start of s.
func magicWord(s string) int {
	const longest = 40
	if !strings.HasPrefix(s, "__") {
		return 0
	}
	for i, c := range s[2:min(len(s), longest)] {
		switch {
		case c == '_' && i > 2 && strings.HasPrefix(s[2+i:], "__"):
			return i + 4
		case !unicode.IsUpper(c) && c != '_':
			return 0
		}
	}
	return 0
}

// node reads the node at r.i.
func (p *parser) node(r *region) {
	n := p.nodes[r.at]
	if n.end < 0 {
		p.unmatched(r, n)
		return
	}
	r.i = n.end
	at := r.at
	r.at = n.next
	switch n.kind {
	case template:
		p.template(at)
	case link:
		p.link(r, at)
	case external:
		p.external(at)
	case literal:
		p.literal(n)
	case preformat:
		p.preformat(n)
	case formula:
		p.formula(n)
	case table, htmlTable:
		p.table(at)
	case comment:
	default:
		p.drop()
	}
}

// unmatched leaves out an opening bracket that nothing closes, and keeps what follows.
func (p *parser) unmatched(r *region, n node) {
	r.at++
	switch n.kind {
	case external:
		p.text("[")
		r.i++
	case parameter:
		r.i += 3
	case htmlTable:
		t, _ := readTag(p.src, r.i)
		r.i = t.end
	default:
		r.i += 2
	}
	r.i = min(r.i, r.end)
}

// external writes the label of an external link.
func (p *parser) external(at int) {
	n := p.nodes[at]
	i := n.start + 1
	for i < n.end-1 && p.src[i] > ' ' && p.src[i] != '[' && p.src[i] != '<' {
		i++
	}
	r := region{i, n.end - 1, at + 1}
	if strings.TrimSpace(p.src[r.i:r.end]) == "" {
		p.drop()
		return
	}
	was := p.flat
	p.flat = true
	p.trimStart(&r)
	p.inline(&r, false)
	p.flat = was
}

func (p *parser) trimStart(r *region) {
	for r.i < r.end && (p.src[r.i] == ' ' || p.src[r.i] == '\n' || p.src[r.i] == '\t') {
		r.i++
	}
}

func (p *parser) literal(n node) {
	p.words(html.UnescapeString(p.src[n.from:n.to]))
}

func (p *parser) preformat(n node) {
	p.brk(paragraph)
	for line := range strings.Lines(p.src[n.from:n.to]) {
		p.words(html.UnescapeString(line))
		p.brk(newline)
	}
	p.brk(paragraph)
}
