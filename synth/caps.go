package synth

import (
	"infoseek"
)

// capsFrom is the number of questions from which on the cap on types counts.
const capsFrom = 50

// sameTree is the share of common entities (Jaccard) from which on two trees are near-duplicates.
const sameTree = 0.75

// caps keeps a run varied. It sees the questions in the order of items, so what it refuses does not depend on which worker was first.
type caps struct {
	o        Options
	accepted int
	entities map[string]int   // questions by the page of a vertex
	nouns    map[string]int   // questions by the answer's noun
	with     map[string][]int // indices of questions by the page of a vertex
	sizes    []int
}

func newCaps(o Options) *caps {
	return &caps{o: o, entities: map[string]int{}, nouns: map[string]int{}, with: map[string][]int{}}
}

// refuse returns why q cannot be taken, "" if it can.
func (c *caps) refuse(q *infoseek.Question, noun string) string {
	pages := pagesOf(q.Tree)
	common := map[int]int{}
	for _, p := range pages {
		if c.entities[p] >= c.o.PerEntity {
			return "cap on entities"
		}
		for _, i := range c.with[p] {
			common[i]++
		}
	}
	for i, k := range common {
		if float64(k) >= sameTree*float64(len(pages)+c.sizes[i]-k) {
			return "near-duplicate"
		}
	}
	if c.accepted >= capsFrom && float64(c.nouns[noun]+1) > c.o.PerType*float64(c.accepted+1) {
		return "cap on types"
	}
	return ""
}

func (c *caps) take(q *infoseek.Question, noun string) {
	pages := pagesOf(q.Tree)
	for _, p := range pages {
		c.entities[p]++
		c.with[p] = append(c.with[p], c.accepted)
	}
	c.sizes = append(c.sizes, len(pages))
	c.nouns[noun]++
	c.accepted++
}

func pagesOf(t infoseek.Tree) []string {
	var out []string
	for _, v := range t.Vertices {
		if v.Page != nil {
			out = append(out, *v.Page)
		}
	}
	return out
}
