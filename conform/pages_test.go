package conform

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
)

func TestPagesOfMemcorpus(t *testing.T) {
	Pages(t, func(testing.TB) infoseek.Pages { return smallCorpus() })
}

func smallCorpus() infoseek.Pages {
	var b memcorpus.Builder
	b.Add(memcorpus.Page{Title: "Quiet river", URL: "https://example.org/river", Text: "The Quiet river flows past Stonebridge. It rises near Old Hill and freezes often.",
		Links: []string{"Stonebridge"}, Categories: []string{"Rivers", "Water"}, Classes: infoseek.Place, Numbers: []memcorpus.Number{{Low: 5, High: 5}}})
	b.Add(memcorpus.Page{Title: "Stonebridge", Text: "Stonebridge is a town upon the Quiet river. Anna Frost taught there.",
		Links: []string{"Quiet river", "Anna Frost"}, Categories: []string{"Towns"}, Classes: infoseek.Place, Years: []memcorpus.Range{{Low: 1600, High: 1700}}})
	b.Add(memcorpus.Page{Title: "Anna Frost", Text: "Anna Frost wrote about Stonebridge. Her house stood near Old Hill.", Classes: infoseek.Person,
		Names: []infoseek.Name{{Text: "Frost", Kind: infoseek.NameSurname, Share: 1}}, Years: []memcorpus.Range{{Low: 1910, High: 1960}}})
	b.Add(memcorpus.Page{Title: "Old Hill", Text: "Old Hill stands above everything.", Categories: []string{"Water"}})
	b.Add(memcorpus.Page{Title: "List of towns", NotEntity: true, Text: "Towns include Stonebridge alone.", Categories: []string{"Towns"}, Links: []string{"Stonebridge", "Old Hill"}})
	return b.Build()
}

// broken is a corpus of which one method is replaced.
type broken struct {
	infoseek.Pages
	info      func(infoseek.CorpusInfo) infoseek.CorpusInfo
	byID      func(string, infoseek.PageNum, error) (infoseek.PageNum, error)
	byTitle   func(string, infoseek.PageNum, error) (infoseek.PageNum, error)
	page      func(infoseek.Page, error) (infoseek.Page, error)
	text      func(infoseek.Span, string, error) (string, error)
	sentences func([]infoseek.Span) []infoseek.Span
	out       func([]infoseek.Link) []infoseek.Link
	in        func([]infoseek.Link) []infoseek.Link
	mentions  func(infoseek.Span, []infoseek.Mention, error) ([]infoseek.Mention, error)
	names     func([]infoseek.Name) []infoseek.Name
	related   func(infoseek.PageNum, []infoseek.PageNum, error) ([]infoseek.PageNum, error)
	attribute func(infoseek.Attribute, []infoseek.PageNum, error) ([]infoseek.PageNum, error)
}

func (b broken) Info() infoseek.CorpusInfo {
	if b.info == nil {
		return b.Pages.Info()
	}
	return b.info(b.Pages.Info())
}

func (b broken) ByID(ctx context.Context, id string) (infoseek.PageNum, error) {
	n, err := b.Pages.ByID(ctx, id)
	if b.byID == nil {
		return n, err
	}
	return b.byID(id, n, err)
}

func (b broken) ByTitle(ctx context.Context, title string) (infoseek.PageNum, error) {
	n, err := b.Pages.ByTitle(ctx, title)
	if b.byTitle == nil {
		return n, err
	}
	return b.byTitle(title, n, err)
}

func (b broken) Page(ctx context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	p, err := b.Pages.Page(ctx, n)
	if b.page == nil {
		return p, err
	}
	return b.page(p, err)
}

func (b broken) Text(ctx context.Context, n infoseek.PageNum, span infoseek.Span) (string, error) {
	s, err := b.Pages.Text(ctx, n, span)
	if b.text == nil {
		return s, err
	}
	return b.text(span, s, err)
}

func (b broken) Sentences(ctx context.Context, n infoseek.PageNum) ([]infoseek.Span, error) {
	s, err := b.Pages.Sentences(ctx, n)
	if b.sentences == nil {
		return s, err
	}
	return b.sentences(slices.Clone(s)), err
}

func (b broken) LinksOut(ctx context.Context, n infoseek.PageNum) ([]infoseek.Link, error) {
	l, err := b.Pages.LinksOut(ctx, n)
	if b.out == nil {
		return l, err
	}
	return b.out(slices.Clone(l)), err
}

func (b broken) LinksIn(ctx context.Context, n infoseek.PageNum) ([]infoseek.Link, error) {
	l, err := b.Pages.LinksIn(ctx, n)
	if b.in == nil {
		return l, err
	}
	return b.in(slices.Clone(l)), err
}

func (b broken) Mentions(ctx context.Context, n infoseek.PageNum, span infoseek.Span) ([]infoseek.Mention, error) {
	m, err := b.Pages.Mentions(ctx, n, span)
	if b.mentions == nil {
		return m, err
	}
	return b.mentions(span, slices.Clone(m), err)
}

func (b broken) Names(ctx context.Context, n infoseek.PageNum) ([]infoseek.Name, error) {
	names, err := b.Pages.Names(ctx, n)
	if b.names == nil {
		return names, err
	}
	return b.names(slices.Clone(names)), err
}

func (b broken) Related(ctx context.Context, n infoseek.PageNum) ([]infoseek.PageNum, error) {
	set, err := b.Pages.Related(ctx, n)
	if b.related == nil {
		return set, err
	}
	return b.related(n, slices.Clone(set), err)
}

func (b broken) Attribute(ctx context.Context, a infoseek.Attribute) ([]infoseek.PageNum, error) {
	set, err := b.Pages.Attribute(ctx, a)
	if b.attribute == nil {
		return set, err
	}
	return b.attribute(a, slices.Clone(set), err)
}

func TestPagesSeesWhatIsBroken(t *testing.T) {
	type pages = []infoseek.PageNum
	ofKind := func(kind infoseek.AttributeKind, change func(pages) pages) broken {
		return broken{attribute: func(a infoseek.Attribute, set []infoseek.PageNum, err error) ([]infoseek.PageNum, error) {
			if a.Kind == kind {
				return change(set), err
			}
			return set, err
		}}
	}
	for name, c := range map[string]struct {
		broken broken
		want   string
	}{
		"no hash": {broken{info: func(i infoseek.CorpusInfo) infoseek.CorpusInfo { i.Hash = ""; return i }}, "has no hash"},
		"entities miscounted": {broken{info: func(i infoseek.CorpusInfo) infoseek.CorpusInfo { i.Entities++; return i }},
			"5 entities by Info, 4 by the pages"},
		"recall beyond 1": {broken{info: func(i infoseek.CorpusInfo) infoseek.CorpusInfo { r := 1.5; i.NameRecall = &r; return i }}, "name recall 1.5"},
		"empty":           {broken{info: func(infoseek.CorpusInfo) infoseek.CorpusInfo { return infoseek.CorpusInfo{} }}, "an empty corpus"},
		"wrong page by id": {broken{byID: func(id string, n infoseek.PageNum, err error) (infoseek.PageNum, error) { return n / 2, err }},
			`ByID("p1") is page 0, want 1`},
		"id not found as another error": {broken{byID: func(_ string, n infoseek.PageNum, err error) (infoseek.PageNum, error) {
			if err != nil {
				err = errors.New("nothing")
			}
			return n, err
		}}, "error nothing, want a *NotFoundError"},
		"error names nothing": {broken{byTitle: func(_ string, n infoseek.PageNum, err error) (infoseek.PageNum, error) {
			if err != nil {
				err = &infoseek.NotFoundError{}
			}
			return n, err
		}}, `the error names ""`},
		"underscores": {broken{byTitle: func(title string, n infoseek.PageNum, err error) (infoseek.PageNum, error) {
			if strings.Contains(title, "_") {
				err = &infoseek.NotFoundError{Ref: title}
			}
			return n, err
		}}, `ByTitle("Quiet_river"): no page`},
		"first letter": {broken{byTitle: func(title string, n infoseek.PageNum, err error) (infoseek.PageNum, error) {
			if title == "stonebridge" {
				err = &infoseek.NotFoundError{Ref: title}
			}
			return n, err
		}}, `ByTitle("stonebridge"): no page`},
		"number":        {broken{page: func(p infoseek.Page, err error) (infoseek.Page, error) { p.Num = 0; return p, err }}, "page 1 says that it is page 0"},
		"one id":        {broken{page: func(p infoseek.Page, err error) (infoseek.Page, error) { p.ID = "p0"; return p, err }}, `id "p0" is empty or another page's`},
		"length":        {broken{page: func(p infoseek.Page, err error) (infoseek.Page, error) { p.Length++; return p, err }}, "bytes of text, Length"},
		"page anywhere": {broken{page: func(p infoseek.Page, _ error) (infoseek.Page, error) { return p, nil }}, "Page of page 5, the first that is not there: no error"},
		"not UTF-8": {broken{text: func(_ infoseek.Span, s string, err error) (string, error) {
			return strings.Replace(s, "e", "\xff", 1), err
		}}, "not UTF-8"},
		"span ignored": {broken{text: func(span infoseek.Span, s string, err error) (string, error) {
			return "whole", err
		}}, "not those of the whole text"},
		"span clamped": {broken{text: func(_ infoseek.Span, s string, _ error) (string, error) { return s, nil }}, "bytes: no error"},
		"sentences backwards": {broken{sentences: func(s []infoseek.Span) []infoseek.Span { slices.Reverse(s); return s }},
			"empty, overlapping or out of order"},
		"empty sentence": {broken{sentences: func(s []infoseek.Span) []infoseek.Span { return append(s, infoseek.Span{Start: 80, End: 80}) }},
			"sentence 80..80"},
		"links backwards":      {broken{out: func(l []infoseek.Link) []infoseek.Link { slices.Reverse(l); return l }}, "is out of order"},
		"link of another page": {broken{out: func(l []infoseek.Link) []infoseek.Link { return each(l, func(l *infoseek.Link) { l.From++ }) }}, "is another page's"},
		"link to nowhere":      {broken{out: func(l []infoseek.Link) []infoseek.Link { return each(l, func(l *infoseek.Link) { l.To = 99 }) }}, "leads nowhere"},
		"anchor outside": {broken{out: func(l []infoseek.Link) []infoseek.Link {
			return each(l, func(l *infoseek.Link) { l.Anchor.End += 500 })
		}}, "outside the text"},
		"sentence elsewhere": {broken{out: func(l []infoseek.Link) []infoseek.Link {
			return each(l, func(l *infoseek.Link) { l.Sentence.End = l.Sentence.Start })
		}}, "does not begin in its sentence"},
		"sentence and no place": {broken{out: func(l []infoseek.Link) []infoseek.Link {
			return each(l, func(l *infoseek.Link) { l.Anchor.Start = -1 })
		}}, "a sentence and no place"},
		"links in missing":   {broken{in: func(l []infoseek.Link) []infoseek.Link { return l[:0] }}, "0 links in, 1 links of other pages to it"},
		"links in unordered": {broken{in: func(l []infoseek.Link) []infoseek.Link { slices.Reverse(l); return l }}, "not in order of the page they come from"},
		"mention of none": {broken{mentions: func(_ infoseek.Span, m []infoseek.Mention, err error) ([]infoseek.Mention, error) {
			return each(m, func(m *infoseek.Mention) { m.Pages = nil }), err
		}}, "of no page"},
		"mentions backwards": {broken{mentions: func(_ infoseek.Span, m []infoseek.Mention, err error) ([]infoseek.Mention, error) {
			slices.Reverse(m)
			return m, err
		}}, "empty, overlapping, out of order or outside"},
		"mentions of the whole page": {broken{mentions: func(span infoseek.Span, m []infoseek.Mention, err error) ([]infoseek.Mention, error) {
			if span.Start > 0 {
				m = append(m, infoseek.Mention{Span: infoseek.Span{Start: 0, End: 1}, Pages: []infoseek.PageNum{0}})
			}
			return m, err
		}}, "outside"},
		"mentions outside allowed": {broken{mentions: func(_ infoseek.Span, m []infoseek.Mention, _ error) ([]infoseek.Mention, error) { return m, nil }},
			"mentions of a span outside the text: no error"},
		"mention of another": {broken{mentions: func(_ infoseek.Span, m []infoseek.Mention, err error) ([]infoseek.Mention, error) {
			return each(m, func(m *infoseek.Mention) { m.Pages, m.Linked = []infoseek.PageNum{0}, false }), err
		}}, "mentions page 0 and is not related to it"},
		"title not first": {broken{names: func(n []infoseek.Name) []infoseek.Name { slices.Reverse(n); return n }}, "do not begin with its title"},
		"no owner":        {broken{names: func(n []infoseek.Name) []infoseek.Name { return each(n, func(n *infoseek.Name) { n.Owners = 0 }) }}, "without text, owner"},
		"share of a title": {broken{names: func(n []infoseek.Name) []infoseek.Name { return each(n, func(n *infoseek.Name) { n.Share = 0.5 }) }},
			"a share of 0..1"},
		"related one way": {broken{related: func(n infoseek.PageNum, set []infoseek.PageNum, err error) ([]infoseek.PageNum, error) {
			if n == 1 {
				set = set[:1]
			}
			return set, err
		}}, "and not the other way round"},
		"related to itself": {broken{related: func(n infoseek.PageNum, set []infoseek.PageNum, err error) ([]infoseek.PageNum, error) {
			if err == nil && !slices.Contains(set, n) {
				set = append(set, n)
				slices.Sort(set)
			}
			return set, err
		}}, "is related to itself"},
		"related unordered": {broken{related: func(_ infoseek.PageNum, set []infoseek.PageNum, err error) ([]infoseek.PageNum, error) {
			slices.Reverse(set)
			return set, err
		}}, "related of page 0: 1 after 3"},
		"related to a list": {broken{related: func(_ infoseek.PageNum, set []infoseek.PageNum, err error) ([]infoseek.PageNum, error) {
			if len(set) > 0 {
				set = append(set, 4)
			}
			return set, err
		}}, "page 4 is no entity"},
		"nothing related": {broken{related: func(_ infoseek.PageNum, _ []infoseek.PageNum, err error) ([]infoseek.PageNum, error) { return nil, err }},
			"links to page 1 and is not related to it"},
		"category of a list": {ofKind(infoseek.AttrCategory, func(s pages) pages { return append(s, 4) }), "page 4 is no entity"},
		"category short":     {ofKind(infoseek.AttrCategory, func(s pages) pages { return s[:len(s)/2] }), `category "Rivers": 0 entities, by their pages 1`},
		"any category":       {ofKind(infoseek.AttrCategory, func(pages) pages { return pages{0} }), "a category that is none has 1 entities"},
		"unknown type out":   {ofKind(infoseek.AttrType, func(s pages) pages { return slices.DeleteFunc(s, func(p infoseek.PageNum) bool { return p == 3 }) }), `type "person": 1 entities, by their classes 2`},
		"years inside out": {broken{attribute: func(a infoseek.Attribute, set []infoseek.PageNum, err error) ([]infoseek.PageNum, error) {
			if a.Kind == infoseek.AttrYear && (a.High == nil || *a.High > 2050) {
				set = nil
			}
			return set, err
		}}, "and not in a wider range"},
		"phrase of others": {ofKind(infoseek.AttrPhrase, func(s pages) pages { return nil }), "not among those with its own words"},
		"phrase of either word": {broken{attribute: func(a infoseek.Attribute, set []infoseek.PageNum, err error) ([]infoseek.PageNum, error) {
			if a.Kind == infoseek.AttrPhrase && strings.Contains(a.Value, " ") {
				set = pages{0, 1, 2, 3}
			}
			return set, err
		}}, "and not the word"},
		"any kind": {broken{attribute: func(_ infoseek.Attribute, set []infoseek.PageNum, _ error) ([]infoseek.PageNum, error) {
			return set, nil
		}},
			"an attribute of unknown kind: no error"},
	} {
		t.Run(name, func(t *testing.T) {
			b := c.broken
			b.Pages = smallCorpus()
			failures := record(t, func(t testing.TB) { Pages(t, func(testing.TB) infoseek.Pages { return b }) })
			if !strings.Contains(failures, c.want) {
				t.Errorf("the suite does not say %q; it says:\n%s", c.want, failures)
			}
		})
	}
}

func each[T any](list []T, change func(*T)) []T {
	for i := range list {
		change(&list[i])
	}
	return list
}

// TestPagesSeesUnstableAnswers gives other names from the third reading of the five pages on: the names of the first are checked, the second is what the readers at one time are held to.
func TestPagesSeesUnstableAnswers(t *testing.T) {
	var reads atomic.Int32
	b := broken{Pages: smallCorpus(), names: func(n []infoseek.Name) []infoseek.Name {
		if reads.Add(1) > 2*5 {
			n = append(n, infoseek.Name{Text: "more", Kind: infoseek.NameRedirect, Share: 1, Owners: 1})
		}
		return n
	}}
	failures := record(t, func(t testing.TB) { Pages(t, func(testing.TB) infoseek.Pages { return b }) })
	if !strings.Contains(failures, "read by four at a time") {
		t.Errorf("the suite says:\n%s", failures)
	}
}
