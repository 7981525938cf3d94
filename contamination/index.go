package contamination

import (
	"cmp"
	"slices"

	"infoseek/text"
)

// What counts as told: so large a share of a question's pairs of words stands in one place of a text, at most so many times as long as the question. Light editing leaves three quarters of them, for a word changed breaks two; what is
// about the question's matter seldom has two thirds. The share was picked on leaks planted in HotpotQA's passages, and is measured on others (make bench-faults). Shorter questions than so many words are looked for word for word.
const (
	run        = 2
	leastShare = .65
	window     = 2
	shortest   = 5
)

// Index finds any of many questions in a text. The zero value is empty; it may be used by many once all are added.
type Index struct {
	ids       []string
	runs      []int // of each question, distinct ones
	lengths   []int // in words
	questions map[string][]int32
}

// Found is a question that a text tells.
type Found struct {
	ID    string  `json:"id"`
	Share float64 `json:"share"` // of the question's pairs of words
}

// Add adds a question. One without words is never found.
func (x *Index) Add(id, question string) {
	if x.questions == nil {
		x.questions = map[string][]int32{}
	}
	n := int32(len(x.ids))
	words := text.NormWords(question)
	all := text.Shingles(words, run)
	for _, s := range all {
		x.questions[s] = append(x.questions[s], n)
	}
	x.ids, x.runs, x.lengths = append(x.ids, id), append(x.runs, len(all)), append(x.lengths, len(words))
}

// hit is a run of a question, by number, at a word of the text.
type hit struct {
	at  int
	run string
}

// Find lists the questions that a text tells, the one that is told best first.
func (x *Index) Find(s string) []Found {
	words := text.NormWords(s)
	hits := map[int32][]hit{}
	for at := range words {
		for n := 1; n <= run && at+n <= len(words); n++ {
			shingle := join(words[at : at+n])
			for _, q := range x.questions[shingle] {
				if n == run || n == x.lengths[q] { // shorter runs are whole questions only
					hits[q] = append(hits[q], hit{at, shingle})
				}
			}
		}
	}
	var found []Found
	for q, all := range hits {
		least := leastShare
		if x.lengths[q] < shortest {
			least = 1
		}
		if share := float64(densest(all, window*x.lengths[q])) / float64(x.runs[q]); share >= least {
			found = append(found, Found{x.ids[q], share})
		}
	}
	slices.SortFunc(found, func(a, b Found) int { return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.ID, b.ID)) })
	return found
}

// densest is the most distinct runs within so many words.
func densest(hits []hit, within int) int {
	count := map[string]int{}
	most, from := 0, 0
	for _, h := range hits {
		count[h.run]++
		for h.at-hits[from].at >= within {
			if count[hits[from].run]--; count[hits[from].run] == 0 {
				delete(count, hits[from].run)
			}
			from++
		}
		most = max(most, len(count))
	}
	return most
}

func join(words []string) string {
	s := words[0]
	for _, w := range words[1:] {
		s += " " + w
	}
	return s
}

// Tells says whether a text tells the question.
func Tells(s, question string) bool {
	var x Index
	x.Add("", question)
	return len(x.Find(s)) > 0
}
