package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// leftOut marks where an excerpt skips sentences.
const leftOut = " […] "

// focus is what an excerpt of a page should hold: the sentences that overlap the spans, then those that share most words.
type focus struct {
	spans []infoseek.Span
	words map[string]bool // stems
}

// stems is the set of the stems of a text's words, common words left out.
func stems(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range text.Words(nil, s) {
		word := strings.ToLower(s[w.Start:w.End])
		if !text.StopWord(word) {
			set[text.Stem(text.Norm(word))] = true
		}
	}
	return set
}

// excerpt returns the sentences of page n that matter, in the order of the page, of at most so many tokens of the item's model together. The first sentence is among them if there is room.
func (it *Item) excerpt(ctx context.Context, n infoseek.PageNum, f focus, tokens int) (string, error) {
	sentences, err := it.Pages.Sentences(ctx, n)
	if err != nil {
		return "", err
	}
	whole, err := it.Pages.Text(ctx, n, infoseek.Span{})
	if err != nil {
		return "", err
	}
	order := f.order(whole, sentences)
	counter := it.Model.Tokenizer()
	taken := make([]bool, len(sentences))
	for _, i := range order {
		cost := counter.Count(leftOut + whole[sentences[i].Start:sentences[i].End])
		if cost > tokens {
			continue
		}
		taken[i] = true
		tokens -= cost
	}
	return joined(whole, sentences, taken), nil
}

// order ranks the sentences: those of the spans, the first, then by common words.
func (f focus) order(whole string, sentences []infoseek.Span) []int {
	score := make([]int, len(sentences))
	order := make([]int, len(sentences))
	for i, s := range sentences {
		order[i] = i
		for stem := range stems(whole[s.Start:s.End]) {
			if f.words[stem] {
				score[i]++
			}
		}
		if i == 0 {
			score[i] += 1000
		}
		if slices.ContainsFunc(f.spans, func(x infoseek.Span) bool { return s.Start < x.End && x.Start < s.End }) {
			score[i] += 2000
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	return order
}

func joined(whole string, sentences []infoseek.Span, taken []bool) string {
	var b strings.Builder
	last := -1
	for i, s := range sentences {
		if !taken[i] {
			continue
		}
		switch {
		case last < 0 && i > 0:
			b.WriteString(strings.TrimLeft(leftOut, " "))
		case last >= 0 && last < i-1:
			b.WriteString(leftOut)
		case last >= 0:
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimSpace(whole[s.Start:s.End]))
		last = i
	}
	return b.String()
}

// pageOf finds the page of an entity vertex.
func (it *Item) pageOf(ctx context.Context, v infoseek.Vertex) (infoseek.PageNum, error) {
	n, err := it.Pages.ByID(ctx, *v.Page)
	if err != nil {
		return 0, corpusFault(fmt.Sprintf("find the page of vertex %d", v.ID), err)
	}
	return n, nil
}

// corpusFault: a page that the question's own tree names must be there.
func corpusFault(op string, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryCorpus, Op: op, Err: err}
}

// room shares a model's context among so many texts: each gets at most wanted tokens, and the prompt and the answer keep what they need.
func room(m infoseek.Model, texts, wanted, answer int) int {
	const around = 600 // system message, question, marks
	context := m.Info().Context
	if context == 0 || texts == 0 {
		return wanted
	}
	return max(40, min(wanted, (context-around-answer)/texts))
}
