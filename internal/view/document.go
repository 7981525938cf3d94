package view

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// Document is a page with its whole text.
type Document struct {
	Page      infoseek.Page
	Text      string
	Sentences []infoseek.Span // in order
}

// ByID finds a page by its id, or by that of one of its passages, which is the page's with "#" and a number.
func ByID(ctx context.Context, pages infoseek.Pages, id string) (infoseek.PageNum, error) {
	n, err := pages.ByID(ctx, id)
	if err == nil {
		return n, nil
	}
	if i := strings.LastIndexByte(id, '#'); i > 0 {
		if m, err := pages.ByID(ctx, id[:i]); err == nil {
			return m, nil
		}
	}
	return 0, err
}

// Open reads a page.
func Open(ctx context.Context, pages infoseek.Pages, n infoseek.PageNum) (d Document, err error) {
	if d.Page, err = pages.Page(ctx, n); err != nil {
		return d, err
	}
	if d.Text, err = pages.Text(ctx, n, infoseek.Span{}); err != nil {
		return d, err
	}
	d.Sentences, err = pages.Sentences(ctx, n)
	return d, err
}

// Around finds what is to be shown: size bytes from start, or those around the match, if there is one at or after start (Match, Part).
func (d Document) Around(match string, start, size int) (part infoseek.Span, found *infoseek.Span) {
	if m, ok := d.Match(match, start); ok {
		found = &m
	}
	return d.Part(found, start, size), found
}

// Part is about size bytes of the text: from start, or with found, if it is not nil, a third of the way into them; whole sentences where they fit.
func (d Document) Part(found *infoseek.Span, start, size int) infoseek.Span {
	if found != nil {
		start = max(0, found.Start-size/3)
	}
	part := infoseek.Span{Start: start, End: min(len(d.Text), start+size)}
	for _, s := range d.Sentences {
		if s.Start < part.Start && part.Start < s.End && (found == nil || s.End <= found.Start) && s.End < part.End {
			part.Start = s.End
		}
		if s.Start < part.End && part.End < s.End && s.Start > part.Start && (found == nil || s.Start >= found.End) {
			part.End = s.Start
		}
	}
	part.Start, part.End = d.edge(part.Start), d.edge(part.End)
	for part.Start < part.End && (d.Text[part.Start] == ' ' || d.Text[part.Start] == '\n') && (found == nil || part.Start < found.Start) {
		part.Start++
	}
	return part
}

// edge moves i back to the beginning of a character.
func (d Document) edge(i int) int {
	for i > 0 && i < len(d.Text) && !utf8.RuneStart(d.Text[i]) {
		i--
	}
	return i
}

// Match finds what stands in the text from start on, in any case and with any blanks between words; else the sentence with most of its words.
func (d Document) Match(what string, start int) (infoseek.Span, bool) {
	start = d.edge(start)
	if places := d.Places(what, start, 1); len(places) > 0 {
		return places[0], true
	}
	wanted := text.StemSet(what)
	var best infoseek.Span
	most := 0
	for _, s := range d.Sentences {
		if s.Start < start {
			continue
		}
		n := 0
		for stem := range text.StemSet(d.Text[s.Start:s.End]) {
			if wanted[stem] {
				n++
			}
		}
		if n > most {
			best, most = s, n
		}
	}
	return best, most > 0
}

// Places finds up to n places where what stands.
func (d Document) Places(what string, start, n int) []infoseek.Span {
	words := strings.Fields(what)
	if len(words) == 0 {
		return nil
	}
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	pattern, err := regexp.Compile(`(?i)` + strings.Join(words, `\s+`))
	if err != nil {
		return nil // longer than a pattern may be
	}
	var places []infoseek.Span
	for _, p := range pattern.FindAllStringIndex(d.Text[start:], n) {
		places = append(places, infoseek.Span{Start: start + p[0], End: start + p[1]})
	}
	return places
}

// SentencesOf is the sentence around p, or all of those that it touches; p where there are none.
func (d Document) SentencesOf(p infoseek.Span) infoseek.Span {
	around := p
	for _, s := range d.Sentences {
		if s.Start < p.End && p.Start < s.End {
			around.Start, around.End = min(around.Start, s.Start), max(around.End, s.End)
		}
	}
	return around
}
