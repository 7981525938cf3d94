package wikitext

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// table writes the table at nodes[at] as its rows, a line each: "header: cell; header: cell". Those before the text come after its first section, since a page begins with what it says of its subject; boxes that point elsewhere, and
// tables of one column, which lay out a page, are left out.
func (p *parser) table(at int) {
	n := p.nodes[at]
	inner := region{n.start + 2, n.end - 2, at + 1}
	if n.kind == htmlTable {
		inner = p.insideTags(at)
	}
	class := p.tableClass(inner, n.kind)
	switch {
	case p.mute > 0, p.scratch, p.inLink, p.value, p.flat, p.depth >= maxDepth, pointsElsewhere(class):
		p.drop()
	case strings.Contains(class, "infobox"):
		p.gone = true
		p.infoboxTable(inner, n.kind)
	case !p.hasText():
		p.gone = true
		p.early = append(p.early, at)
	default:
		p.writeTable(inner, n.kind)
	}
}

// hasText says whether the page's text has begun.
func (p *parser) hasText() bool { return len(p.out) > 0 || p.broken }

// writeEarly writes the tables that came before the text.
func (p *parser) writeEarly() {
	early := p.early
	p.early, p.broken = nil, true
	for _, at := range early {
		p.table(at)
	}
}

// insideTags is what stands between the tags of an HTML table.
func (p *parser) insideTags(at int) region {
	n := p.nodes[at]
	open, _ := readTag(p.src, n.start)
	end := n.start + strings.LastIndexByte(p.src[n.start:n.end], '<')
	return region{min(open.end, end), end, at + 1}
}

// tableClass is the attributes of a table, in lower case.
func (p *parser) tableClass(inner region, k kind) string {
	if k == htmlTable {
		return strings.ToLower(p.src[p.nodes[inner.at-1].start:inner.i])
	}
	end := p.lineEnd(inner)
	return strings.ToLower(p.src[inner.i:end.i])
}

func pointsElsewhere(class string) bool {
	for _, s := range []string{"navbox", "metadata", "mbox", "toc", "sidebar", "noprint", "messagebox", "navigation", "succession"} {
		if strings.Contains(class, s) {
			return true
		}
	}
	return false
}

// rows reads a table's rows, and its caption as a row of one cell.
func (p *parser) rows(inner region, k kind) [][]cell {
	t := &tableReader{p: p}
	if k == htmlTable {
		t.html(inner)
	} else {
		t.wiki(p.lineEnd(inner))
	}
	t.endRow()
	return t.rows
}

// tableWriter writes rows.
type tableWriter struct {
	p       *parser
	headers []string
	carried []carry // by column
	wide    int     // rows of two cells or more
	spare   int     // bytes that may still come again from rows above
}

// carry is a cell that goes on in the rows below.
type carry struct {
	text string
	left int
}

// The bounds of what is repeated, so that no table grows faster than its source.
const (
	longestHeader  = 40
	longestCarried = 100
	mostCarried    = 8 // columns
	mostSpanned    = 100
	mostRepeated   = 4 // times the bytes of the table's source
)

func (p *parser) writeTable(inner region, k kind) {
	const least = 2
	out, links, spans := len(p.out), len(p.links), len(p.rowSpans)
	saved := *p
	p.depth++
	p.inTable = true
	p.flat = false
	p.brk(paragraph)
	w := &tableWriter{p: p, spare: mostRepeated * (inner.end - inner.i)}
	for _, row := range p.rows(inner, k) {
		w.row(row)
	}
	p.depth, p.inTable, p.raised, p.flat, p.line, p.gone = saved.depth, false, saved.raised, saved.flat, saved.line, saved.gone
	if w.wide < least {
		p.out, p.links, p.rowSpans, p.pending = p.out[:out], append(p.links[:links], withoutPlace(p.links[links:])...), p.rowSpans[:spans], saved.pending
		p.drop()
		return
	}
	p.brk(paragraph)
	p.gone = true
}

// row writes a row of cells, or takes it for the table's headers.
func (w *tableWriter) row(cells []cell) {
	if w.wide == 0 && len(cells) > 1 && !slices.ContainsFunc(cells, func(c cell) bool { return !c.header }) {
		w.setHeaders(cells)
		return
	}
	p := w.p
	before, pending := len(p.out), p.pending
	p.brk(newline)
	p.flush()
	p.line, p.gone = len(p.out), false
	start, column, written := len(p.out), 0, 0
	for _, c := range cells {
		column, written = w.carry(column, written)
		mark := w.cell(c, column, written > 0)
		if mark >= 0 {
			written++
			w.keep(c, column, p.out[mark:])
		}
		column += c.columns
	}
	_, written = w.carry(column, written)
	if written == 0 {
		p.out, p.pending = p.out[:before], pending
		return
	}
	p.rowSpans = append(p.rowSpans, span(start, len(p.out)))
	p.pending = joined
	if written > 1 {
		w.wide++
	}
}

func (w *tableWriter) setHeaders(cells []cell) {
	column := 0
	for _, c := range cells {
		name, _ := w.p.capture(c.content, false)
		name = strings.Join(strings.Fields(name), " ")
		for range c.columns {
			for len(w.headers) <= column {
				w.headers = append(w.headers, "")
			}
			if name != "" && len(name) <= longestHeader {
				w.headers[column] = strings.TrimRight(name, ":")
			}
			column++
		}
	}
}

// lead writes what stands before a cell's text.
func (w *tableWriter) lead(column int, more bool) {
	if more {
		w.p.words("; ")
	}
	if column < len(w.headers) && w.headers[column] != "" {
		w.p.words(w.headers[column] + ": ")
	}
}

// cell writes a cell and says where its text begins; -1 if it has none.
func (w *tableWriter) cell(c cell, column int, more bool) int {
	p := w.p
	start := len(p.out)
	w.lead(column, more)
	mark := len(p.out)
	p.raised, p.value = false, true
	p.inline(&c.content, false)
	p.value, p.pending = false, joined
	if !bytes.ContainsFunc(p.out[mark:], func(r rune) bool { return r > ' ' }) {
		p.out = p.out[:start]
		return -1
	}
	return mark
}

// keep has a cell that spans rows come again in those below.
func (w *tableWriter) keep(c cell, column int, text []byte) {
	if c.rows < 2 || column >= mostCarried || len(text) > longestCarried {
		return
	}
	for len(w.carried) <= column {
		w.carried = append(w.carried, carry{})
	}
	w.carried[column] = carry{strings.TrimSpace(strings.ReplaceAll(string(text), string(rune(hole)), "")), c.rows - 1}
}

// carry writes the cells of rows above that stand at column, and returns the first column that is free.
func (w *tableWriter) carry(column, written int) (free, writtenNow int) {
	for column < len(w.carried) && w.carried[column].left > 0 {
		w.carried[column].left--
		if before := len(w.p.out); w.spare > 0 {
			w.lead(column, written > 0)
			w.p.words(w.carried[column].text)
			w.spare -= len(w.p.out) - before
			written++
		}
		column++
	}
	return column, written
}

// infoboxTable reads rows of a name and a value as facts.
func (p *parser) infoboxTable(inner region, k kind) {
	if len(p.headings) > 0 {
		return // about something else than the page
	}
	p.depth++
	for _, row := range p.rows(inner, k) {
		if len(row) != 2 {
			continue
		}
		if key, _ := p.capture(row[0].content, true); key != "" && len(key) <= longestHeader && !decoration(key) {
			p.fact(arg{strings.TrimRight(key, ": "), row[1].content})
		}
	}
	p.depth--
}

// spanned reads how many rows or columns the attributes give a cell.
func spanned(attributes, name string) int {
	_, rest, found := strings.Cut(strings.ToLower(attributes), name)
	if !found {
		return 1
	}
	rest = strings.TrimLeft(rest, " =\"'")
	end := 0
	for end < len(rest) && '0' <= rest[end] && rest[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(rest[:end])
	if err != nil {
		return 1
	}
	return min(max(n, 1), mostSpanned)
}
