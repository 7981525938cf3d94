package search

import (
	"cmp"
	"math"
	"slices"
)

// Judged is a ranking of one query held against the judgements of it: what its measures are made of, by trec_eval's definitions.
type Judged struct {
	found []relevant // the relevant documents that the ranking has
	ideal []float64  // the gains of all relevant documents, highest first
}

// relevant is a relevant document of a ranking: its place, from 0, and its relevance.
type relevant struct {
	place int
	gain  float64
}

// Judge compares a ranking with judgements. As in trec_eval the order of documents is by score alone, compared in single precision, and equal scores by document id from high to low.
func Judge(documents []Document, relevance map[string]int) Judged {
	ranked := slices.SortedFunc(slices.Values(documents), func(a, b Document) int {
		if c := cmp.Compare(float32(b.Score), float32(a.Score)); c != 0 {
			return c
		}
		return cmp.Compare(b.ID, a.ID)
	})
	j := Judged{ideal: gains(relevance)}
	for i, d := range ranked {
		if level := relevance[d.ID]; level > 0 {
			j.found = append(j.found, relevant{i, float64(level)})
		}
	}
	return j
}

// gains returns the relevances above 0, highest first.
func gains(relevance map[string]int) []float64 {
	var g []float64
	for _, level := range relevance {
		if level > 0 {
			g = append(g, float64(level))
		}
	}
	slices.Sort(g)
	slices.Reverse(g)
	return g
}

// Recall is the share of the relevant documents within the best k.
func (j Judged) Recall(k int) float64 {
	n := 0
	for _, r := range j.found {
		if r.place < k {
			n++
		}
	}
	return float64(n) / float64(len(j.ideal))
}

// NDCG10 is the discounted gain of the best 10, as a share of the best there can be.
func (j Judged) NDCG10() float64 {
	gain, best := 0.0, 0.0
	for i, g := range j.ideal[:min(10, len(j.ideal))] {
		best += g / math.Log2(float64(i+2))
	}
	for _, r := range j.found {
		if r.place < 10 {
			gain += r.gain / math.Log2(float64(r.place+2))
		}
	}
	return gain / best
}

// MRR is 1 over the rank of the first relevant document, 0 if none was found.
func (j Judged) MRR() float64 {
	if len(j.found) == 0 {
		return 0
	}
	return 1 / float64(j.found[0].place+1)
}
