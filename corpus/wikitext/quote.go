package wikitext

import "unicode/utf8"

// quotes is what is known of the bold and italic marks of a source line.
type quotes struct {
	end    int // the line was looked at to here
	demote int // the ''' at this offset is an apostrophe and an italic mark; -1 if none
}

// quote reads a run of two or more apostrophes as MediaWiki does (Parser::doQuotes).
func (p *parser) quote(r *region) {
	if r.i >= p.quotes.end {
		p.quotes = p.scanQuotes(*r)
	}
	n := apostrophes(p.src[r.i:r.end])
	at := r.i
	r.i += n
	extra := 0
	switch {
	case n == 4:
		extra, n = 1, 3
	case n > 5:
		extra, n = n-5, 5
	case n == 3 && at == p.quotes.demote:
		extra, n = 1, 2
	}
	for range extra {
		p.text("'")
	}
	if n != 2 {
		p.toggleBold()
	}
}

func apostrophes(s string) int {
	n := 0
	for n < len(s) && s[n] == '\'' {
		n++
	}
	return n
}

// scanQuotes looks at the rest of a line: where both its bold and its italic marks are odd in number, one ”' must be an apostrophe and an italic mark.
func (p *parser) scanQuotes(r region) quotes {
	bold, italic := 0, 0
	single, word, blank := -1, -1, -1 // first ''' behind a one-letter word, a longer word, a blank
	for r.i < r.end && p.src[r.i] != '\n' {
		if p.nodeAt(&r) && p.nodes[r.at].kind != link && p.nodes[r.at].kind != external {
			r.i, r.at = p.nodes[r.at].end, p.nodes[r.at].next
			continue
		}
		n := apostrophes(p.src[r.i:r.end])
		if n < 2 {
			r.i = p.nextQuote(r)
			continue
		}
		if n == 2 || n >= 5 {
			italic++
		}
		if n >= 3 {
			bold++
		}
		if n == 3 || n == 4 {
			p.sortBold(r.i+n-3, &single, &word, &blank)
		}
		r.i += n
	}
	q := quotes{end: r.i, demote: -1}
	if bold%2 == 1 && italic%2 == 1 {
		q.demote = max(blank, -1)
		if word >= 0 {
			q.demote = word
		}
		if single >= 0 {
			q.demote = single
		}
	}
	return q
}

// nextQuote is the next place behind r.i where an apostrophe, a line's end or a node may be.
func (p *parser) nextQuote(r region) int {
	stop := r.end
	for at := r.at; at < len(p.nodes); at++ {
		if p.nodes[at].start > r.i {
			stop = min(stop, p.nodes[at].start)
			break
		}
	}
	i := r.i + 1
	for i < stop && p.src[i] != '\'' && p.src[i] != '\n' {
		i++
	}
	return i
}

func (p *parser) sortBold(at int, single, word, blank *int) {
	before := p.src[max(0, at-5):at]
	c, n := utf8.DecodeLastRuneInString(before)
	prev, _ := utf8.DecodeLastRuneInString(before[:len(before)-n])
	slot := word
	switch {
	case c == ' ' || n == 0:
		slot = blank
	case prev == ' ':
		slot = single
	}
	if *slot < 0 {
		*slot = at
	}
}

// toggleBold begins or ends bold text; that of the first paragraph names the page's subject.
func (p *parser) toggleBold() {
	if p.scratch || p.mute > 0 || p.inTable {
		return
	}
	if p.bold >= 0 {
		if p.bold < len(p.out) && !p.broken {
			p.lead = append(p.lead, span(p.bold, len(p.out)))
		}
		p.bold = -1
		return
	}
	if !p.broken && (p.pending < newline || len(p.out) == 0) {
		p.bold = len(p.out)
	}
}
