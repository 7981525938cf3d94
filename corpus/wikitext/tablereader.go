package wikitext

import "strings"

// cell is a cell of a table.
type cell struct {
	content       region
	header        bool
	rows, columns int // that it spans
}

// tableReader cuts a table into rows of cells.
type tableReader struct {
	p    *parser
	rows [][]cell
	row  []cell
}

func (t *tableReader) endRow() {
	if len(t.row) > 0 {
		t.rows = append(t.rows, t.row)
	}
	t.row = nil
}

func (t *tableReader) add(content region, attributes string, header bool) {
	t.row = append(t.row, cell{t.p.trim(content), header, spanned(attributes, "rowspan"), spanned(attributes, "colspan")})
}

// wiki reads the lines of {|...|}: r begins behind its first.
func (t *tableReader) wiki(r region) {
	p := t.p
	for r.i < r.end {
		t.p.skipBlanks(&r)
		rest := p.src[r.i:r.end]
		switch {
		case strings.HasPrefix(rest, "|-"):
			t.endRow()
			r = p.cellEnd(r, false, false)
		case strings.HasPrefix(rest, "|+"):
			r.i += 2
			end := p.cellEnd(r, false, false)
			t.cells(region{r.i, end.i, r.at}, false)
			t.endRow()
			r = end
		case strings.HasPrefix(rest, "|"), strings.HasPrefix(rest, "!"):
			header := rest[0] == '!'
			r.i++
			end := p.cellEnd(r, false, false)
			t.cells(region{r.i, end.i, r.at}, header)
			r = end
		default:
			r = p.cellEnd(r, false, false)
		}
	}
}

// cells reads the cells of a line, with those that follow it up to the next mark.
func (t *tableReader) cells(r region, header bool) {
	p := t.p
	for {
		end := p.cellEnd(r, true, header)
		content := region{r.i, end.i, r.at}
		attributes := ""
		if pipe := p.find(content, '|'); pipe.i < content.end && !p.hasLink(content.at, pipe.at) {
			attributes = p.src[content.i:pipe.i]
			content.i, content.at = pipe.i+1, pipe.at
		}
		t.add(content, attributes, header)
		if end.i >= r.end {
			return
		}
		r.i, r.at = end.i+2, end.at
	}
}

// cellEnd finds the newline before a line that begins with a mark; with inLine, the marks between cells of one line.
func (p *parser) cellEnd(r region, inLine, header bool) region {
	for r.i < r.end {
		if p.nodeAt(&r) {
			r.i, r.at = p.nodes[r.at].end, p.nodes[r.at].next
			continue
		}
		switch rest := p.src[r.i:r.end]; {
		case rest[0] == '\n' && !inLine && beginsCell(rest[1:]):
			return r
		case inLine && strings.HasPrefix(rest, "||"), inLine && header && strings.HasPrefix(rest, "!!"):
			return r
		}
		r.i++
	}
	r.i = r.end
	return r
}

func beginsCell(s string) bool {
	const furthest = 32
	s = strings.TrimLeft(s[:min(len(s), furthest)], " \t")
	return s != "" && (s[0] == '|' || s[0] == '!')
}

func (p *parser) skipBlanks(r *region) {
	for r.i < r.end && (p.src[r.i] == ' ' || p.src[r.i] == '\n' || p.src[r.i] == '\t') {
		r.i++
	}
	r.catchUp(p.nodes)
}

func (p *parser) hasLink(from, to int) bool {
	for _, n := range p.nodes[from:to] {
		if n.kind == link {
			return true
		}
	}
	return false
}

// html reads <tr>, <td> and <th>.
func (t *tableReader) html(r region) {
	p := t.p
	open, attributes := false, ""
	begin, header := r, false
	end := func() {
		if open {
			t.add(region{begin.i, r.i, begin.at}, attributes, header)
		}
		open = false
	}
	for r.i < r.end {
		if p.nodeAt(&r) {
			r.i, r.at = p.nodes[r.at].end, p.nodes[r.at].next
			continue
		}
		if p.src[r.i] != '<' {
			r.i++
			continue
		}
		tag, ok := readTag(p.src[:r.end], r.i)
		if !ok {
			r.i++
			continue
		}
		switch tag.name {
		case "tr":
			end()
			t.endRow()
		case "td", "th":
			end()
			if !tag.closes && !tag.self {
				open, header, attributes = true, tag.name == "th", p.src[r.i:tag.end]
				begin = region{tag.end, r.end, r.at}
			}
		case "caption":
			end()
			if tag.closes {
				t.endRow()
			} else {
				open, header, attributes, begin = true, false, "", region{tag.end, r.end, r.at}
			}
		}
		r.i = tag.end
	}
	end()
}
