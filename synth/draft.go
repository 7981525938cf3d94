package synth

import (
	"infoseek"
	"infoseek/synth/claims"
)

// node is a vertex of a tree that is being grown.
type node struct {
	page     infoseek.PageNum // entity vertices
	offer    *Offer           // how the vertex hangs on its parent; nil for the root
	children []*node
	// set is what the vertex's own constraint leaves of its parent's candidates: for a hidden vertex the entities related to one of its candidates.
	set []infoseek.PageNum
	// up is a hidden vertex's candidates by its own children.
	up []infoseek.PageNum
}

func (n *node) hidden() bool { return len(n.children) > 0 }
func (n *node) named() bool  { return n.offer != nil && n.offer.entity() && len(n.children) == 0 }

// walk visits n and all below it, parents first.
func (n *node) walk(f func(*node)) {
	f(n)
	for _, c := range n.children {
		c.walk(f)
	}
}

func (n *node) count(match func(*node) bool) int {
	k := 0
	n.walk(func(m *node) {
		if match(m) {
			k++
		}
	})
	return k
}

// at returns the vertex whose id is id in the drafted tree, where n is the root.
func (n *node) at(id int) *node {
	var found *node
	n.walk(func(m *node) {
		if id == 0 {
			found = m
		}
		id--
	})
	return found
}

func (n *node) depth() int {
	d := 0
	for _, c := range n.children {
		d = max(d, 1+c.depth())
	}
	return d
}

// Telling is what a Writer needs to say one edge.
type Telling struct {
	Claim claims.Claim
	// Forward is set if the claim's subject is the edge's parent.
	Forward bool
}

// Draft is a finished tree before it is put in words. Tellings[i] belongs to Tree.Edges[i]; Nouns, Persons and Shown are by vertex id.
type Draft struct {
	Tree     infoseek.Tree
	Pages    []infoseek.PageNum // of entity vertices
	Tellings []Telling
	// Nouns says what kind of thing an entity vertex is ("river").
	Nouns   []string
	Persons []bool
	// Shown is how a named leaf is called.
	Shown []string
	// Variant picks among equal wordings.
	Variant uint64
}

// Children lists the ids of the children of vertex id.
func (d *Draft) Children(id int) []int {
	var out []int
	for _, e := range d.Tree.Edges {
		if e.Parent == id {
			out = append(out, e.Child)
		}
	}
	return out
}

// Text is a question put in words.
type Text struct {
	Question string
	Clauses  []infoseek.Clause
}
