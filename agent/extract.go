package agent

import (
	"context"
	"slices"
	"strings"
)

// Extract is the Refiner without a model: it picks sentences, each next one for what it adds to those before it, and keeps them in the order of the documents.
type Extract struct{}

// Refine picks sentences.
func (Extract) Refine(_ context.Context, r Refinement) (Refined, error) {
	v := newSalience(r)
	var picked []int
	best := ""
	for left := indices(len(v.sentences)); len(left) > 0; {
		at, gain := v.best(left)
		if gain <= 0 {
			break
		}
		i := left[at]
		left = slices.Delete(left, at, at+1)
		try := told(r.Documents, v.sentences, append(slices.Clone(picked), i))
		if r.Tokenizer.Count(try) > r.Tokens {
			continue
		}
		picked, best = append(picked, i), try
		v.pick(i)
	}
	if best == "" && len(r.Documents) > 0 {
		best = cut(r.Tokenizer, listDocuments(r.Documents[:1]), r.Tokens)
	}
	return Refined{Text: best}, nil
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// told writes the picked sentences in the order of the documents, each document's on a line with its title.
func told(documents []Document, sentences []sentence, picked []int) string {
	slices.Sort(picked)
	var b strings.Builder
	last := -1
	for _, i := range picked {
		s := sentences[i]
		if s.document != last {
			if last >= 0 {
				b.WriteByte('\n')
			}
			b.WriteString("(" + oneLine(documents[s.document].Title) + ")")
			last = s.document
		}
		b.WriteString(" " + oneLine(s.text))
	}
	return b.String()
}
