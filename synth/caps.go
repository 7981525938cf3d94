package synth

import (
	"fmt"

	"infoseek"
)

// capsFrom is the number of questions from which on the cap on types counts.
const capsFrom = 50

// sameTree is the share of common clues (Jaccard) from which on two trees are near-duplicates.
const sameTree = 0.75

// caps keeps a run varied. It sees the questions in the order of items, so what it refuses does not depend on which worker was first.
type caps struct {
	o        Options
	accepted int
	entities map[string]int   // questions by the page of a vertex
	nouns    map[string]int   // questions by the answer's noun
	with     map[string][]int // indices of questions by what one of their edges tells
	sizes    []int            // edges, by question
}

func newCaps(o Options) *caps {
	return &caps{o: o, entities: map[string]int{}, nouns: map[string]int{}, with: map[string][]int{}}
}

// refuse returns why q cannot be taken, "" if it can.
func (c *caps) refuse(q *infoseek.Question, noun string) string {
	for _, p := range pagesOf(q.Tree) {
		if c.entities[p] >= c.o.PerEntity {
			return "cap on entities"
		}
	}
	told := toldIn(q.Tree)
	common := map[int]int{}
	for _, what := range told {
		for _, i := range c.with[what] {
			common[i]++
		}
	}
	for i, k := range common {
		if float64(k) >= sameTree*float64(len(told)+c.sizes[i]-k) {
			return "near-duplicate"
		}
	}
	if c.accepted >= capsFrom && float64(c.nouns[noun]+1) > c.o.PerType*float64(c.accepted+1) {
		return "cap on types"
	}
	return ""
}

func (c *caps) take(q *infoseek.Question, noun string) {
	for _, p := range pagesOf(q.Tree) {
		c.entities[p]++
	}
	told := toldIn(q.Tree)
	for _, what := range told {
		c.with[what] = append(c.with[what], c.accepted)
	}
	c.sizes = append(c.sizes, len(told))
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

// toldIn lists what t's edges tell, whichever end is asked for: that two entities are related, or what kind of attribute an entity has by which sentence.
func toldIn(t infoseek.Tree) []string {
	out := make([]string, len(t.Edges))
	for i, e := range t.Edges {
		parent, child := t.Vertices[e.Parent], t.Vertices[e.Child]
		if child.Attribute != nil {
			out[i] = fmt.Sprintf("%s\x00%s\x00%s\x00%d", *parent.Page, child.Attribute.Kind, e.Evidence.SHA256, e.Evidence.Start)
			continue
		}
		out[i] = min(*parent.Page, *child.Page) + "\x00" + max(*parent.Page, *child.Page)
	}
	return out
}
