package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// cited is the sentence that a claim cites, with what is around it.
type cited struct {
	page     infoseek.PageNum
	title    string
	before   string // the sentence before
	sentence string
}

// cite reads the evidence of an edge.
func (it *Item) cite(ctx context.Context, e infoseek.Edge) (cited, error) {
	op := fmt.Sprintf("read the evidence of edge %d", e.Child)
	n, err := it.Pages.ByID(ctx, e.Evidence.Page)
	if err != nil {
		return cited{}, corpusFault(op, err)
	}
	page, err := it.Pages.Page(ctx, n)
	if err != nil {
		return cited{}, err
	}
	if e.Evidence.Start < 0 || e.Evidence.End <= e.Evidence.Start || e.Evidence.End > page.Length {
		return cited{page: n, title: page.Title}, nil // it states nothing
	}
	c := cited{page: n, title: page.Title}
	if c.sentence, err = it.Pages.Text(ctx, n, infoseek.Span{Start: e.Evidence.Start, End: e.Evidence.End}); err != nil {
		return cited{}, err
	}
	c.before, err = it.sentenceBefore(ctx, n, e.Evidence.Start)
	return c, err
}

func (it *Item) sentenceBefore(ctx context.Context, n infoseek.PageNum, start int) (string, error) {
	sentences, err := it.Pages.Sentences(ctx, n)
	if err != nil {
		return "", err
	}
	i, _ := slices.BinarySearchFunc(sentences, start, func(s infoseek.Span, at int) int { return s.Start - at })
	if i == 0 || i > len(sentences) {
		return "", nil
	}
	return it.Pages.Text(ctx, n, sentences[i-1])
}

// named says whether the sentence names each end of the edge that its page is not about. An attribute's end is named by a year or number that falls within it; a type or category is no name.
func (c cited) named(ctx context.Context, it *Item, e infoseek.Edge) (bool, error) {
	for _, id := range []int{e.Parent, e.Child} {
		v := it.Question.Tree.Vertices[id]
		if v.Attribute != nil {
			if !c.states(*v.Attribute) {
				return false, nil
			}
			continue
		}
		n, err := it.pageOf(ctx, v)
		if err != nil {
			return false, err
		}
		if n == c.page {
			continue
		}
		names, err := it.Pages.Names(ctx, n)
		if err != nil {
			return false, err
		}
		words := text.NormWords(c.sentence)
		if !slices.ContainsFunc(names, func(name infoseek.Name) bool { return holds(words, text.NormWords(name.Text)) }) {
			return false, nil
		}
	}
	return true, nil
}

// states says whether the sentence has a year or number of the attribute; the words of others are looked for with those of the claim.
func (c cited) states(a infoseek.Attribute) bool {
	within := func(low, high float64) bool {
		return (a.Low == nil || high >= *a.Low) && (a.High == nil || low <= *a.High)
	}
	switch a.Kind {
	case infoseek.AttrYear:
		return slices.ContainsFunc(text.Years(nil, c.sentence), func(y text.Year) bool { return within(float64(y.Low), float64(y.High)) })
	case infoseek.AttrNumber:
		return slices.ContainsFunc(text.Numbers(nil, c.sentence), func(n text.Number) bool { return n.Unit == a.Unit && within(n.Low, n.High) })
	}
	return true
}

// told is the share of a claim's words that the sentence has; common ones, numbers with their units, years and the names of the claim's ends are left out.
func (c cited) told(claim string, ends ...string) float64 {
	there, named := stems(c.sentence+" "+c.title), stems(strings.Join(ends, " "))
	all, found := 0, 0
	for stem := range stems(withoutFigures(claim)) {
		if named[stem] {
			continue
		}
		all++
		if there[stem] {
			found++
		}
	}
	if all == 0 {
		return 1
	}
	return share(found, all)
}

// withoutFigures blanks years and numbers: ranges are told by other numbers than the sentence's.
func withoutFigures(s string) string {
	b := []byte(s)
	blank := func(span infoseek.Span) {
		for i := span.Start; i < span.End; i++ {
			b[i] = ' '
		}
	}
	for _, y := range text.Years(nil, s) {
		blank(y.Span)
	}
	for _, n := range text.Numbers(nil, s) {
		blank(n.Span)
	}
	return string(b)
}

// ends are the titles of the entities that an edge joins.
func ends(t infoseek.Tree, e infoseek.Edge) []string {
	var titles []string
	for _, id := range []int{e.Parent, e.Child} {
		if title := t.Vertices[id].Entity; title != nil {
			titles = append(titles, *title)
		}
	}
	return titles
}
