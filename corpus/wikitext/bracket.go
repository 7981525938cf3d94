package wikitext

import "strings"

type kind uint8

const (
	template  kind = iota // {{...}}
	parameter             // {{{...}}}
	link                  // [[...]]
	external              // [http://... label]
	table                 // {|...|}
	htmlTable             // <table>...</table>
	dropped               // references, formulas, source code ...
	comment
	literal   // <nowiki>
	preformat // <pre>
	formula   // <math>
)

// node is a matched pair of brackets: src[start:end], brackets included. An opening bracket that nothing closes has end < 0.
type node struct {
	kind       kind
	start, end int
	next       int // index of the first node that isn't inside this one
	from, to   int // content of literal, preformat and formula
}

// matcher pairs brackets in one pass. Whatever the input, each opening bracket is pushed and popped once.
type matcher struct {
	src   string
	nodes []node
	stack []int           // indices of open nodes
	tops  [6][]int        // by kind: the positions in stack of open nodes, for kinds up to htmlTable
	lost  map[string]bool // tags known to have no end in the rest of src
}

var stops = func() (t [256]bool) {
	for _, c := range []byte("<{}[]|\n") {
		t[c] = true
	}
	return t
}()

// match returns the nodes of src in order of their start.
func match(src string) []node {
	const bytesOfNode = 64 // of articles with many; others have fewer
	m := &matcher{src: src, nodes: make([]node, 0, len(src)/bytesOfNode), lost: map[string]bool{}}
	for i := 0; i < len(src); {
		if !stops[src[i]] {
			i++
			continue
		}
		i = m.step(i)
	}
	m.pop(0)
	return m.nodes
}

// step reads the bracket at i and returns where to go on.
func (m *matcher) step(i int) int {
	switch m.src[i] {
	case '<':
		return m.tag(i)
	case '{':
		return m.openBraces(i)
	case '}':
		return m.closeBraces(i)
	case '[':
		return m.openLinks(i)
	case ']':
		return m.closeLinks(i)
	case '|':
		return m.closeTable(i)
	}
	for n := len(m.stack); n > 0 && m.nodes[m.stack[n-1]].kind == external; n = len(m.stack) {
		m.pop(n - 1) // an external link ends with its line
	}
	return i + 1
}

func (m *matcher) push(k kind, start int) {
	m.tops[k] = append(m.tops[k], len(m.stack))
	m.stack = append(m.stack, len(m.nodes))
	m.nodes = append(m.nodes, node{kind: k, start: start, end: -1, next: len(m.nodes) + 1})
}

// leaf adds a node without inner ones.
func (m *matcher) leaf(n node) int {
	n.next = len(m.nodes) + 1
	m.nodes = append(m.nodes, n)
	return n.end
}

// pop takes the open nodes from position n of the stack on off it; they stay unmatched.
func (m *matcher) pop(n int) {
	for len(m.stack) > n {
		k := m.nodes[m.stack[len(m.stack)-1]].kind
		m.tops[k] = m.tops[k][:len(m.tops[k])-1]
		m.stack = m.stack[:len(m.stack)-1]
	}
}

// close matches the node at position n of the stack; what was opened inside it and not closed stays unmatched.
func (m *matcher) close(n, end int) {
	at := m.stack[n]
	m.pop(n)
	m.nodes[at].end = end
	m.nodes[at].next = len(m.nodes)
}

// top is the position in the stack of the innermost open node of kind k, -1 if there is none.
func (m *matcher) top(k kind) int {
	if n := len(m.tops[k]); n > 0 {
		return m.tops[k][n-1]
	}
	return -1
}

func (m *matcher) run(i int) int {
	j := i
	for j < len(m.src) && m.src[j] == m.src[i] {
		j++
	}
	return j - i
}

func (m *matcher) openBraces(i int) int {
	n := m.run(i)
	end := i + n
	if n == 1 {
		if strings.HasPrefix(m.src[end:], "|") && m.lineStart(i) {
			m.push(table, i)
			return end + 1
		}
		return end
	}
	// A run is pairs, with one triple at its inner end where the number is odd: {{{{{1}}}}} is {{ {{{1}}} }}.
	for n > 3 || n == 2 {
		m.push(template, i)
		i, n = i+2, n-2
	}
	if n == 3 {
		m.push(parameter, i)
	}
	return end
}

func (m *matcher) closeBraces(i int) int {
	end := i + m.run(i)
	for end-i >= 2 {
		t, p := m.top(template), m.top(parameter)
		switch {
		case t < 0 && p < 0:
			return end
		case p < t:
			i += 2
			m.close(t, i)
		case end-i >= 3:
			i += 3
			m.close(p, i)
		default:
			i += 2
			m.demote(p, i)
		}
	}
	return end
}

// demote closes {{{ with }}: a brace and a template.
func (m *matcher) demote(n, end int) {
	at := m.stack[n]
	m.close(n, end)
	m.nodes[at].kind = template
	m.nodes[at].start++
}

func (m *matcher) openLinks(i int) int {
	end := i + m.run(i)
	n := end - i
	if n%2 == 1 && n > 1 {
		i, n = i+1, n-1 // the outermost of an odd run is text
	}
	for ; n >= 2; n -= 2 {
		m.push(link, i)
		i += 2
	}
	if n == 1 && protocol(m.src[end:]) > 0 {
		m.push(external, i)
	}
	return end
}

func (m *matcher) closeLinks(i int) int {
	end := i + m.run(i)
	for i < end {
		n := len(m.stack)
		if n == 0 {
			return end
		}
		switch m.nodes[m.stack[n-1]].kind {
		case external:
			if l := m.top(link); end-i == 2 && l >= 0 && l == n-2 { // ]] rather belongs to the link
				i += 2
				m.close(l, i)
				continue
			}
			i++
			m.close(n-1, i)
		case link:
			if end-i < 2 {
				return end
			}
			i += 2
			m.close(n-1, i)
		default:
			return end
		}
	}
	return end
}

func (m *matcher) closeTable(i int) int {
	if !strings.HasPrefix(m.src[i:], "|}") || !m.lineStart(i) {
		return i + 1
	}
	t := m.top(table)
	inner := max(m.top(template), m.top(parameter))
	if t < 0 || inner > t {
		return i + 1 // the end of a template whose last argument is empty
	}
	m.close(t, i+2)
	return i + 2
}

// lineStart says whether only blanks and list marks stand before i in its line.
func (m *matcher) lineStart(i int) bool {
	const furthest = 32
	for j := i - 1; j >= 0 && i-j < furthest; j-- {
		switch m.src[j] {
		case '\n':
			return true
		case ' ', '\t', ':', '*', '#':
		default:
			return false
		}
	}
	return i < furthest
}

// protocol returns the length of the URL scheme that s begins with, 0 if there is none.
func protocol(s string) int {
	for _, p := range []string{"http://", "https://", "//", "ftp://", "mailto:", "news:", "irc://", "git://", "svn://"} {
		if len(s) >= len(p) && strings.EqualFold(s[:len(p)], p) {
			return len(p)
		}
	}
	return 0
}
