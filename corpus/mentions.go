package corpus

import (
	"cmp"
	"context"
	"slices"

	"infoseek"
)

// reader finds names in texts. It is for one goroutine at a time; a Corpus keeps a pool of them.
type reader struct {
	lex   lexer
	found []match
	best  []match
}

// Mentions returns the longest name occurrences within span, in order of position, not overlapping. Anchors of links come first: no other mention overlaps one.
func (c *Corpus) Mentions(_ context.Context, n infoseek.PageNum, span infoseek.Span) ([]infoseek.Mention, error) {
	text, span, err := c.view(n, span)
	if err != nil {
		return nil, err
	}
	r := c.readers.Get().(*reader)
	defer c.readers.Put(r)
	r.lex.read(text)
	links := c.anchorsIn(n, span)
	r.found = r.lex.matches(r.found[:0], &c.table)
	r.found = r.outside(links, span.Start)
	r.best = longest(r.best[:0], r.found)
	return c.merge(r, links, span.Start), nil
}

// anchorsIn returns the page's links whose anchors lie within span, the first of those that overlap.
func (c *Corpus) anchorsIn(n infoseek.PageNum, span infoseek.Span) []linkRow {
	all := c.links.of(int(n))
	from, _ := slices.BinarySearchFunc(all, span.Start, func(l linkRow, at int) int { return cmp.Compare(uint32(l.Start), uint32(at)) })
	var in []linkRow
	end := int32(span.Start)
	for _, l := range all[from:] {
		if l.Start < 0 || int(l.Start) >= span.End {
			break
		}
		if l.Start >= end && int(l.End) <= span.End {
			in = append(in, l)
			end = l.End
		}
	}
	return in
}

// outside drops the matches that overlap an anchor. Spans of words begin at offset in the page's text.
func (r *reader) outside(links []linkRow, offset int) []match {
	kept := r.found[:0]
	next := 0
	for _, m := range r.found {
		start, end := int32(offset+r.lex.spans[m.From].Start), int32(offset+r.lex.spans[m.To-1].End)
		for next < len(links) && links[next].End <= start {
			next++
		}
		if next == len(links) || links[next].Start >= end {
			kept = append(kept, m)
		}
	}
	return kept
}

// merge puts anchors and names in order of position.
func (c *Corpus) merge(r *reader, links []linkRow, offset int) []infoseek.Mention {
	out := make([]infoseek.Mention, 0, len(r.best)+len(links))
	anchor := func(l linkRow) {
		out = append(out, infoseek.Mention{Span: infoseek.Span{Start: int(l.Start), End: int(l.End)}, Pages: []infoseek.PageNum{infoseek.PageNum(l.To)}, Linked: true})
	}
	for _, m := range r.best {
		span := infoseek.Span{Start: offset + r.lex.spans[m.From].Start, End: offset + r.lex.spans[m.To-1].End}
		for len(links) > 0 && int(links[0].Start) < span.Start {
			anchor(links[0])
			links = links[1:]
		}
		out = append(out, infoseek.Mention{Span: span, Pages: c.ownersOf(m)})
	}
	for _, l := range links {
		anchor(l)
	}
	return out
}

// ownersOf lists the pages that a match names.
func (c *Corpus) ownersOf(m match) []infoseek.PageNum {
	run := c.table.owners.of(int(m.Entry))
	pages := make([]infoseek.PageNum, 0, len(run))
	for _, o := range run {
		if m.named(o) {
			pages = append(pages, infoseek.PageNum(o.Page))
		}
	}
	return pages
}
