package memcorpus

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"infoseek"
)

// Corpus is a corpus in memory.
type Corpus struct {
	info      infoseek.CorpusInfo
	pages     []Page
	byID      map[string]infoseek.PageNum
	byTitle   map[string]infoseek.PageNum
	byURL     map[string]infoseek.PageNum
	names     [][]infoseek.Name
	sentences [][]infoseek.Span
	out, in   [][]infoseek.Link
	mentions  [][]infoseek.Mention
	related   [][]infoseek.PageNum
}

var _ infoseek.Pages = (*Corpus)(nil)

// Info implements infoseek.Pages.
func (c *Corpus) Info() infoseek.CorpusInfo { return c.info }

// ByID implements infoseek.Pages.
func (c *Corpus) ByID(ctx context.Context, id string) (infoseek.PageNum, error) {
	return lookup(ctx, c.byID, id, id)
}

// ByTitle implements infoseek.Pages.
func (c *Corpus) ByTitle(ctx context.Context, title string) (infoseek.PageNum, error) {
	return lookup(ctx, c.byTitle, titleKey(title), title)
}

// ByURL implements infoseek.Pages.
func (c *Corpus) ByURL(ctx context.Context, url string) (infoseek.PageNum, error) {
	return lookup(ctx, c.byURL, url, url)
}

func lookup(ctx context.Context, m map[string]infoseek.PageNum, key, ref string) (infoseek.PageNum, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n, ok := m[key]
	if !ok {
		return 0, &infoseek.NotFoundError{Ref: ref}
	}
	return n, nil
}

// Page implements infoseek.Pages.
func (c *Corpus) Page(ctx context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	if err := c.check(ctx, n); err != nil {
		return infoseek.Page{}, err
	}
	p := c.pages[n]
	return infoseek.Page{Num: n, ID: p.ID, Title: p.Title, URL: p.URL, Revision: p.Revision, Length: len(p.Text), Entity: !p.NotEntity,
		Classes: p.Classes, Kinds: p.Kinds, Noun: p.Noun, Categories: p.Categories}, nil
}

// Text implements infoseek.Pages.
func (c *Corpus) Text(ctx context.Context, n infoseek.PageNum, span infoseek.Span) (string, error) {
	if err := c.check(ctx, n); err != nil {
		return "", err
	}
	text := c.pages[n].Text
	if span == (infoseek.Span{}) {
		return text, nil
	}
	if span.Start < 0 || span.End < span.Start || span.End > len(text) {
		return "", fmt.Errorf("memcorpus: page %d: span %d..%d outside its %d bytes", n, span.Start, span.End, len(text))
	}
	return text[span.Start:span.End], nil
}

// Sentences implements infoseek.Pages.
func (c *Corpus) Sentences(ctx context.Context, n infoseek.PageNum) ([]infoseek.Span, error) {
	return of(ctx, c, c.sentences, n)
}

// LinksOut implements infoseek.Pages.
func (c *Corpus) LinksOut(ctx context.Context, n infoseek.PageNum) ([]infoseek.Link, error) {
	return of(ctx, c, c.out, n)
}

// LinksIn implements infoseek.Pages.
func (c *Corpus) LinksIn(ctx context.Context, n infoseek.PageNum) ([]infoseek.Link, error) {
	return of(ctx, c, c.in, n)
}

// Mentions implements infoseek.Pages.
func (c *Corpus) Mentions(ctx context.Context, n infoseek.PageNum, span infoseek.Span) ([]infoseek.Mention, error) {
	all, err := of(ctx, c, c.mentions, n)
	if err != nil || span == (infoseek.Span{}) {
		return all, err
	}
	if _, err := c.Text(ctx, n, span); err != nil {
		return nil, err
	}
	var inside []infoseek.Mention
	for _, m := range all {
		if span.Start <= m.Span.Start && m.Span.End <= span.End {
			inside = append(inside, m)
		}
	}
	return inside, nil
}

// Facts implements infoseek.Pages.
func (c *Corpus) Facts(ctx context.Context, n infoseek.PageNum) ([]infoseek.Fact, error) {
	if err := c.check(ctx, n); err != nil {
		return nil, err
	}
	return c.pages[n].Facts, nil
}

// Names implements infoseek.Pages.
func (c *Corpus) Names(ctx context.Context, n infoseek.PageNum) ([]infoseek.Name, error) {
	return of(ctx, c, c.names, n)
}

// Related implements infoseek.Pages.
func (c *Corpus) Related(ctx context.Context, n infoseek.PageNum) ([]infoseek.PageNum, error) {
	return of(ctx, c, c.related, n)
}

func of[T any](ctx context.Context, c *Corpus, lists [][]T, n infoseek.PageNum) ([]T, error) {
	if err := c.check(ctx, n); err != nil {
		return nil, err
	}
	return lists[n], nil
}

func (c *Corpus) check(ctx context.Context, n infoseek.PageNum) error {
	if int(n) >= len(c.pages) {
		return fmt.Errorf("memcorpus: no page number %d", n)
	}
	return ctx.Err()
}

// Attribute implements infoseek.Pages.
func (c *Corpus) Attribute(ctx context.Context, a infoseek.Attribute) ([]infoseek.PageNum, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	set := []infoseek.PageNum{}
	for i, p := range c.pages {
		states, err := p.states(a)
		if err != nil {
			return nil, err
		}
		if states && !p.NotEntity {
			set = append(set, infoseek.PageNum(i))
		}
	}
	return set, nil
}

func (p Page) states(a infoseek.Attribute) (bool, error) {
	switch a.Kind {
	case infoseek.AttrCategory:
		return slices.Contains(p.Categories, a.Value), nil
	case infoseek.AttrType:
		t, ok := infoseek.TypeByName(a.Value)
		return ok && t.Admits(infoseek.Page{Classes: p.Classes, Kinds: p.Kinds}), nil
	case infoseek.AttrYear:
		return slices.ContainsFunc(p.Years, func(r Range) bool { return overlaps(a, float64(r.Low), float64(r.High)) }), nil
	case infoseek.AttrNumber:
		return slices.ContainsFunc(p.Numbers, func(n Number) bool { return n.Unit == a.Unit && overlaps(a, n.Low, n.High) }), nil
	case infoseek.AttrPhrase:
		has := strings.Fields(strings.ToLower(p.Text))
		return !slices.ContainsFunc(strings.Fields(strings.ToLower(a.Value)), func(w string) bool { return !slices.Contains(has, w) }), nil
	}
	return false, fmt.Errorf("memcorpus: attribute of unknown kind %q", a.Kind)
}

func overlaps(a infoseek.Attribute, low, high float64) bool {
	return (a.Low == nil || high >= *a.Low) && (a.High == nil || low <= *a.High)
}
