package verify

import (
	"cmp"
	"math"
	"slices"
)

// ngrams is an index of short texts by their words and pairs of words.
type ngrams struct {
	texts    [][]string
	postings map[string][]int32 // texts that have the word or pair, ascending
	weights  map[string]float64 // of a word: the rarer, the heavier
	totals   []float64          // of the words of a text
	unseen   float64
}

// mostPostings skips the words and pairs that find too many texts to tell one from another.
const (
	mostPostings  = 4000
	mostCompared  = 64 // texts compared in full, those first that have most in common
	leastInCommon = .4 // by weight, of a text that is compared in full
	shortestGiven = 3  // words of a text that can be repeated at all
)

func newNgrams() *ngrams { return &ngrams{postings: map[string][]int32{}} }

func (x *ngrams) add(words []string) {
	n := int32(len(x.texts))
	x.texts = append(x.texts, words)
	for term := range terms(words) {
		if p := x.postings[term]; len(p) == 0 || p[len(p)-1] != n {
			x.postings[term] = append(p, n)
		}
	}
}

// terms yields the words and the pairs of words.
func terms(words []string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i, w := range words {
			if !yield(w) || i > 0 && !yield(words[i-1]+" "+w) {
				return
			}
		}
	}
}

// weigh must be called once all texts are in.
func (x *ngrams) weigh() {
	x.unseen = math.Log(1 + float64(len(x.texts)))
	x.weights = map[string]float64{}
	for _, words := range x.texts {
		for _, w := range words {
			if x.weights[w] == 0 {
				x.weights[w] = math.Log(1 + float64(len(x.texts))/float64(len(x.postings[w])))
			}
		}
	}
	x.totals = make([]float64, len(x.texts))
	for n, words := range x.texts {
		x.totals[n] = x.weightOf(words)
	}
}

func (x *ngrams) weight(word string) float64 {
	if w, ok := x.weights[word]; ok {
		return w
	}
	return x.unseen
}

// candidates lists the texts that share most with words, the likest first.
func (x *ngrams) candidates(words []string) []int {
	scores := map[int32]float64{}
	seen := map[string]bool{}
	for term := range terms(words) {
		p := x.postings[term]
		if seen[term] || len(p) == 0 || len(p) > mostPostings {
			continue
		}
		seen[term] = true
		gain := math.Log(1 + float64(len(x.texts))/float64(len(p)))
		for _, n := range p {
			scores[n] += gain
		}
	}
	// A short text repeated whole has little in common by count, so what counts is the share of it.
	of := func(n int) float64 { return scores[int32(n)] / x.totals[n] }
	var found []int
	for n := range scores {
		if len(x.texts[n]) >= shortestGiven && of(int(n)) >= leastInCommon {
			found = append(found, int(n))
		}
	}
	slices.SortFunc(found, func(a, b int) int { return cmp.Or(cmp.Compare(of(b), of(a)), cmp.Compare(a, b)) })
	return found[:min(len(found), mostCompared)]
}

func (x *ngrams) weightOf(words []string) float64 {
	sum := 0.0
	for _, w := range words {
		sum += x.weight(w)
	}
	return sum
}

// told is the share of text n that words tell, by weight, in one place and in order: the score of the best local alignment (Smith and Waterman 1981) over the score of the text with itself. Words left
// out, put in or replaced cost a little, so what is scattered over a long question counts for less than what stands together. own is the same over the score of words with themselves: how much of them the text makes up.
func (x *ngrams) told(n int, words []string) (share, own float64) {
	other := x.texts[n]
	total := x.totals[n]
	if total == 0 || len(words) == 0 {
		return 0, 0
	}
	gap := skipped * total / float64(len(other))
	best := 0.0
	row, above := make([]float64, len(words)+1), make([]float64, len(words)+1)
	for i := 1; i <= len(other); i++ {
		row, above = above, row
		row[0] = 0
		for j := 1; j <= len(words); j++ {
			score := max(0, above[j]-gap, row[j-1]-gap, above[j-1]-gap)
			if other[i-1] == words[j-1] {
				score = max(score, above[j-1]+x.weight(words[j-1]))
			}
			row[j] = score
			best = max(best, score)
		}
	}
	return best / total, best / x.weightOf(words)
}

// skipped is what a word left out, put in or replaced costs, in words of mean weight.
const skipped = .15
