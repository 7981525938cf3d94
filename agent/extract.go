package agent

import (
	"context"
	"math"
	"slices"
	"strings"

	"infoseek/text"
)

// Extract is the Refiner without a model: it picks sentences by BM25 for query and question, each next one for the words that those before it don't cover, and keeps them in the order of the documents.
type Extract struct{}

// What the words of the question count beside those of the query, and what is left of a word's worth each time that a sentence covers it.
const (
	questionWeight = 0.4
	coveredAgain   = 0.35
)

// sentence is a sentence of a document, with its stems.
type sentence struct {
	document int
	text     string
	stems    map[string]int // the title's count half: see gain
	titled   map[string]bool
	length   int
}

// Refine picks sentences.
func (Extract) Refine(_ context.Context, r Refinement) (Refined, error) {
	sentences := sentencesOf(r.Documents)
	worth := worths(r, sentences)
	var picked []int
	best := ""
	for left := indices(len(sentences)); len(left) > 0; {
		i := slices.IndexFunc(left, func(i int) bool { return i == bestOf(sentences, left, worth) })
		s := left[i]
		left = slices.Delete(left, i, i+1)
		if gain(sentences[s], worth) <= 0 {
			break
		}
		try := told(r.Documents, sentences, append(slices.Clone(picked), s))
		if r.Tokenizer.Count(try) > r.Tokens {
			continue
		}
		picked, best = append(picked, s), try
		cover(sentences[s], worth)
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

func sentencesOf(documents []Document) []sentence {
	var all []sentence
	for i, d := range documents {
		titled := map[string]bool{}
		for _, s := range text.Stems(d.Title) {
			titled[s] = true
		}
		for _, span := range text.Sentences(nil, d.Text) {
			s := sentence{document: i, text: d.Text[span.Start:span.End], stems: map[string]int{}, titled: titled}
			for _, stem := range text.Stems(s.text) {
				s.stems[stem]++
				s.length++
			}
			all = append(all, s)
		}
	}
	return all
}

// worths gives each stem of query and question its weight times its inverse document frequency among the sentences.
func worths(r Refinement, sentences []sentence) map[string]float64 {
	worth := map[string]float64{}
	for _, s := range text.Stems(r.Question) {
		worth[s] = questionWeight
	}
	for _, s := range text.Stems(r.Query) {
		worth[s] = 1
	}
	n := float64(len(sentences))
	for stem, weight := range worth {
		df := 0.
		for _, s := range sentences {
			if s.stems[stem] > 0 || s.titled[stem] {
				df++
			}
		}
		worth[stem] = weight * math.Log(1+(n-df+0.5)/(df+0.5))
	}
	return worth
}

// gain is BM25 with k1 1.2, b 0.5 and a mean length of 16 stems; a stem of the title alone counts as half an occurrence.
func gain(s sentence, worth map[string]float64) float64 {
	total, norm := 0., 1.2*(0.5+0.5*float64(s.length)/16)
	for stem, w := range worth {
		tf := float64(s.stems[stem])
		if tf == 0 && s.titled[stem] && s.length > 0 {
			tf = 0.5
		}
		total += w * tf * 2.2 / (tf + norm)
	}
	return total
}

func bestOf(sentences []sentence, left []int, worth map[string]float64) int {
	best, most := left[0], math.Inf(-1)
	for _, i := range left {
		if g := gain(sentences[i], worth); g > most+1e-9 {
			best, most = i, g
		}
	}
	return best
}

func cover(s sentence, worth map[string]float64) {
	for stem := range worth {
		if s.stems[stem] > 0 || s.titled[stem] {
			worth[stem] *= coveredAgain
		}
	}
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
