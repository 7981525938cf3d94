package corpus

import (
	"context"
	"fmt"
	"unicode/utf8"

	"infoseek"
)

// ByID finds a page by the source's id.
func (c *Corpus) ByID(_ context.Context, id string) (infoseek.PageNum, error) {
	return byKey(c.ids, id)
}

// ByTitle finds a page by title or redirect; of several pages with one title the first.
func (c *Corpus) ByTitle(_ context.Context, title string) (infoseek.PageNum, error) {
	return byKey(c.titles, title)
}

// ByURL finds a page by its URL.
func (c *Corpus) ByURL(_ context.Context, url string) (infoseek.PageNum, error) {
	return byKey(c.urls, url)
}

func byKey(d dictionary, key string) (infoseek.PageNum, error) {
	n, ok := d.find(key)
	if !ok {
		return 0, &infoseek.NotFoundError{Ref: key}
	}
	return infoseek.PageNum(n), nil
}

// row returns a page's row, or an error if there is no such page.
func (c *Corpus) row(n infoseek.PageNum) (*pageRow, error) {
	if int(n) >= len(c.pages) {
		return nil, fmt.Errorf("corpus: page %d: %w", n, &infoseek.NotFoundError{Ref: fmt.Sprint(n)})
	}
	return &c.pages[n], nil
}

// Page returns what the corpus states of a page as a whole.
func (c *Corpus) Page(_ context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	row, err := c.row(n)
	if err != nil {
		return infoseek.Page{}, err
	}
	size := uint64(row.ID+row.Title+row.URL+row.Rev) + uint64(row.Noun)
	s := string(c.strings[row.Strings : row.Strings+size])
	cut := func(n uint32) string {
		head := s[:n]
		s = s[n:]
		return head
	}
	p := infoseek.Page{Num: n, ID: cut(row.ID), Title: cut(row.Title), URL: cut(row.URL), Revision: cut(row.Rev), Noun: s,
		Length: int(row.Len), Entity: row.Flags&flagEntity != 0, Classes: infoseek.Classes(row.Classes), Kinds: infoseek.Kinds(row.Kinds)}
	for _, cat := range c.pageCats.of(int(n)) {
		p.Categories = append(p.Categories, string(c.categories.text(c.categories.entries[cat])))
	}
	return p, nil
}

// title returns a page's title without a copy.
func (c *Corpus) title(n infoseek.PageNum) string {
	row := &c.pages[n]
	at := row.Strings + uint64(row.ID)
	return viewString(c.strings[at : at+uint64(row.Title)])
}

// body returns a page's stored text without a copy.
func (c *Corpus) body(row *pageRow) string {
	return viewString(c.text[row.Text : row.Text+uint64(row.Len)])
}

// Text returns the bytes of span, or of the whole text if span is zero.
func (c *Corpus) Text(_ context.Context, n infoseek.PageNum, span infoseek.Span) (string, error) {
	s, _, err := c.view(n, span)
	return string([]byte(s)), err
}

// view returns the text of span without a copy, and the span made whole.
func (c *Corpus) view(n infoseek.PageNum, span infoseek.Span) (string, infoseek.Span, error) {
	row, err := c.row(n)
	if err != nil {
		return "", span, err
	}
	s := c.body(row)
	if span == (infoseek.Span{}) {
		return s, infoseek.Span{End: len(s)}, nil
	}
	if span.Start < 0 || span.End < span.Start || span.End > len(s) || !runeEdge(s, span.Start) || !runeEdge(s, span.End) {
		return "", span, fmt.Errorf("corpus: page %q: no text %d..%d in %d bytes", c.title(n), span.Start, span.End, len(s))
	}
	return s[span.Start:span.End], span, nil
}

func runeEdge(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

// Sentences returns the spans of the page's sentences in order.
func (c *Corpus) Sentences(_ context.Context, n infoseek.PageNum) ([]infoseek.Span, error) {
	if _, err := c.row(n); err != nil {
		return nil, err
	}
	run := c.sentences.of(int(n))
	spans := make([]infoseek.Span, len(run))
	for i, s := range run {
		spans[i] = infoseek.Span{Start: int(s.Start), End: int(s.End)}
	}
	return spans, nil
}

// LinksOut returns the page's links in order of position, those without last.
func (c *Corpus) LinksOut(_ context.Context, n infoseek.PageNum) ([]infoseek.Link, error) {
	if _, err := c.row(n); err != nil {
		return nil, err
	}
	run := c.links.of(int(n))
	links := make([]infoseek.Link, len(run))
	for i := range run {
		links[i] = run[i].link(n)
	}
	return links, nil
}

func (r *linkRow) link(from infoseek.PageNum) infoseek.Link {
	return infoseek.Link{From: from, To: infoseek.PageNum(r.To), Anchor: infoseek.Span{Start: int(r.Start), End: int(r.End)},
		Sentence: infoseek.Span{Start: int(r.SenStart), End: int(r.SenEnd)}}
}

// LinksIn returns the links to the page in order of From.
func (c *Corpus) LinksIn(_ context.Context, n infoseek.PageNum) ([]infoseek.Link, error) {
	if _, err := c.row(n); err != nil {
		return nil, err
	}
	run := c.linksIn.of(int(n))
	links := make([]infoseek.Link, len(run))
	for i, in := range run {
		links[i] = c.links.of(int(in.From))[in.Nth].link(infoseek.PageNum(in.From))
	}
	return links, nil
}

// Facts returns the page's infobox fields.
func (c *Corpus) Facts(_ context.Context, n infoseek.PageNum) ([]infoseek.Fact, error) {
	row, err := c.row(n)
	if err != nil {
		return nil, err
	}
	run := c.facts.of(int(n))
	text := c.body(row)
	first := 0
	if len(run) > 0 {
		first = int(c.facts.offs[n])
	}
	facts := make([]infoseek.Fact, len(run))
	for i, f := range run {
		line := string([]byte(text[f.Start:f.End]))
		facts[i] = infoseek.Fact{Field: line[:f.Field], Value: line[f.Field+2:], Span: infoseek.Span{Start: int(f.Start), End: int(f.End)}}
		for _, t := range c.factLinks.of(first + i) {
			facts[i].Links = append(facts[i].Links, string(c.strings[t.Off:t.Off+uint64(t.Len)]))
		}
	}
	return facts, nil
}

// Names lists the names of a page, the title first.
func (c *Corpus) Names(_ context.Context, n infoseek.PageNum) ([]infoseek.Name, error) {
	if _, err := c.row(n); err != nil {
		return nil, err
	}
	run := c.names.of(int(n))
	names := make([]infoseek.Name, len(run))
	for i, r := range run {
		names[i] = infoseek.Name{Text: string(c.strings[r.Off : r.Off+uint64(r.Len)]), Kind: nameKinds[r.Kind], Share: float64(r.Share), Owners: max(1, len(c.table.owners.of(int(r.Entry))))}
	}
	return names, nil
}

// Related returns the entities in relation R with n. The slice is the mapped file.
func (c *Corpus) Related(_ context.Context, n infoseek.PageNum) ([]infoseek.PageNum, error) {
	if _, err := c.row(n); err != nil {
		return nil, err
	}
	return c.related.of(int(n)), nil
}

// types is the page with what is known of its type alone.
func (row *pageRow) types() infoseek.Page {
	return infoseek.Page{Classes: infoseek.Classes(row.Classes), Kinds: infoseek.Kinds(row.Kinds)}
}
