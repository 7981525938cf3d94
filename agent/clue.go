package agent

import (
	"context"
	"math"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// clue is a clause with what can be looked up in it.
type clue struct {
	clause
	stems   []string
	names   []infoseek.PageNum // pages whose titles stand in it
	years   *span              // "between 1885 and 1889", "in the 1760s"
	numbers *span              // "between 250 and 500 kilometres"
	unit    string
	quotes  []string // what stands in quotation marks, lower case
	found   []Document
}

// span is a range of numbers, both ends included.
type span struct{ low, high float64 }

func (s *span) widen(low, high float64) *span {
	if s == nil {
		return &span{low, high}
	}
	return &span{min(s.low, low), max(s.high, high)}
}

func (s *span) meets(low, high float64) bool { return low <= s.high && high >= s.low }

// longestName bounds the words of a name that is looked up as a title.
const longestName = 9

func readClue(ctx context.Context, pages infoseek.Pages, c clause) (clue, error) {
	k := clue{clause: c, stems: text.Stems(c.text), quotes: quoted(c.text)}
	for _, y := range text.Years(nil, c.text) {
		k.years = k.years.widen(float64(y.Low), float64(y.High))
	}
	if k.years == nil {
		for _, n := range text.Numbers(nil, c.text) {
			k.numbers, k.unit = k.numbers.widen(n.Low, n.High), n.Unit
		}
	}
	var err error
	if len(k.quotes) == 0 {
		k.names, err = namesIn(ctx, pages, c.text)
	}
	return k, err
}

// quoted finds what stands in double quotation marks.
func quoted(s string) []string {
	var all []string
	for {
		_, rest, ok := strings.Cut(s, "“")
		if !ok {
			return all
		}
		inside, after, ok := strings.Cut(rest, "”")
		if !ok {
			return all
		}
		all, s = append(all, strings.ToLower(inside)), after
	}
}

// namesIn finds pages whose title or redirect stands in s, longest first from each capital letter on. It knows names as whoever opens pages by their titles does.
func namesIn(ctx context.Context, pages infoseek.Pages, s string) ([]infoseek.PageNum, error) {
	var all []infoseek.PageNum
	words := text.Words(nil, s)
	for i := 0; i < len(words); i++ {
		if first := s[words[i].Start:]; strings.ToLower(first[:1]) == first[:1] && first[0] < 0x80 {
			continue
		}
		for j := min(len(words), i+longestName) - 1; j >= i; j-- {
			title := s[words[i].Start:words[j].End]
			n, err := pages.ByTitle(ctx, title)
			if _, none := err.(*infoseek.NotFoundError); none {
				continue
			}
			if err != nil {
				return nil, err
			}
			all, i = append(all, n), j
			break
		}
	}
	return all, nil
}

// candidate is a page read for what the clues ask.
type candidate struct {
	*kind
	sentences []string
	stems     []map[string]bool
}

func readCandidate(ctx context.Context, pages infoseek.Pages, k *kind) (*candidate, error) {
	whole, err := pages.Text(ctx, k.page.Num, infoseek.Span{})
	if err != nil {
		return nil, err
	}
	spans, err := pages.Sentences(ctx, k.page.Num)
	if err != nil {
		return nil, err
	}
	c := &candidate{kind: k}
	for _, span := range spans {
		said := whole[span.Start:span.End]
		c.sentences, c.stems = append(c.sentences, said), append(c.stems, text.StemSet(said))
	}
	return c, nil
}

// supports says how far the page bears out a clue by its own text, 0..1.
func (c *candidate) supports(k clue) float64 {
	switch {
	case len(k.quotes) > 0:
		return c.listed(k.quotes)
	case k.years != nil:
		return c.dated(k)
	case k.numbers != nil:
		return c.measured(k)
	}
	best := 0.
	for _, have := range c.stems {
		best = max(best, shareOf(k.stems, have))
	}
	return best
}

// listed says whether each quotation ends the name of a category: corpora put what a category belongs to before it ("subject.People.Explorers").
func (k *kind) listed(quotes []string) float64 {
	for _, q := range quotes {
		ends := func(category string) bool { return endsIn(wordsOf(category), wordsOf(q)) }
		if !slices.ContainsFunc(k.page.Categories, ends) {
			return 0
		}
	}
	return 1
}

func endsIn(words, end []string) bool {
	return len(end) > 0 && len(words) >= len(end) && slices.Equal(words[len(words)-len(end):], end)
}

// dated looks for a year in the clue's range, best in a sentence that has the clue's words, or in the brackets after the name for births and deaths.
func (c *candidate) dated(k clue) float64 {
	best := 0.
	for i, said := range c.sentences {
		years := text.Years(nil, said)
		for j, y := range years {
			if !k.years.meets(float64(y.Low), float64(y.High)) {
				continue
			}
			best = max(best, 0.3+0.5*shareOf(k.stems, c.stems[i]))
			if i == 0 && lifeEnd(k.stems, j, len(years), y, years) {
				best = 1
			}
		}
	}
	return best
}

// lifeEnd says whether the j-th year of a first sentence is the birth or death that the clue speaks of.
func lifeEnd(stems []string, j, n int, y text.Year, years []text.Year) bool {
	first, last := years[0], years[n-1]
	for _, s := range stems {
		switch s {
		case "born":
			return y.Span.Start == first.Span.Start && y.Low == first.Low
		case "die", "death":
			return j > 0 && y.High == last.High || n > 1 && y.High > first.Low && j < 3
		}
	}
	return false
}

func (c *candidate) measured(k clue) float64 {
	best := 0.
	for i, said := range c.sentences {
		for _, n := range text.Numbers(nil, said) {
			if n.Unit == k.unit && k.numbers.meets(n.Low, n.High) {
				best = max(best, 0.4+0.5*shareOf(k.stems, c.stems[i]))
			}
		}
	}
	return best
}

// kind is what a page is, by its first sentence and categories: enough to sort candidates out before any is read.
type kind struct {
	page       infoseek.Page
	categories map[string]bool // stems
	first      map[string]bool // stems of the first sentence
}

func readKind(ctx context.Context, pages infoseek.Pages, n infoseek.PageNum) (*kind, error) {
	page, err := pages.Page(ctx, n)
	if err != nil {
		return nil, err
	}
	k := &kind{page: page, categories: text.StemSet(strings.Join(page.Categories, "\n"))}
	spans, err := pages.Sentences(ctx, n)
	if err != nil || len(spans) == 0 {
		return k, err
	}
	first, err := pages.Text(ctx, n, spans[0])
	k.first = text.StemSet(first)
	return k, err
}

// called says how far the page is one of the nouns, 0..1: by the noun that its first sentence predicates, its categories, or words of that sentence.
func (k *kind) called(nouns []string) float64 {
	best := 0.
	for _, n := range nouns {
		stem := text.Stem(n)
		switch {
		case k.page.Noun != "" && text.Stem(k.page.Noun) == stem:
			return 1
		case n == "person" && k.page.Classes == infoseek.Person:
			return 1
		case k.categories[stem]:
			best = max(best, 0.9)
		case k.first[stem]:
			best = max(best, 0.8)
		}
	}
	return best
}

// shareOf is the share of stems that the set has.
func shareOf(stems []string, have map[string]bool) float64 {
	if len(stems) == 0 {
		return 0
	}
	n := 0.
	for _, s := range stems {
		if have[s] {
			n++
		}
	}
	return n / math.Max(1, float64(len(stems)))
}
