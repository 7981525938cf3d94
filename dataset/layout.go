package dataset

import (
	"strings"

	"infoseek"
)

// Layout is a record as the public InfoSeek data set has it (arXiv 2509.00375). What a run knows beyond it stands at its end.
type Layout struct {
	Root Node `json:"root"`
	// States are the roots of the states that the tree went through, each with an easier question than the next; the last is Root.
	States []Node `json:"all_tree_states"`
	// Hops counts the states.
	Hops    int      `json:"hop_num"`
	V       int      `json:"v,omitzero"`
	ID      string   `json:"id,omitzero"`
	Run     string   `json:"run,omitzero"`
	Answer  string   `json:"answer,omitzero"`
	Aliases []string `json:"aliases,omitzero"`
}

// Node is a vertex with all below it. Ids are letters, A the root.
type Node struct {
	ID string `json:"id"`
	// Entity is a page's title; "None" for an attribute, whose Href is its parent's.
	Entity   string      `json:"entity"`
	Question string      `json:"question,omitzero"` // of the root only
	Href     string      `json:"href,omitzero"`
	Claims   []NodeClaim `json:"claims"`
	Children []Node      `json:"children"`
}

// NodeClaim states the relation to the child Target.
type NodeClaim struct {
	Target string `json:"target_id"`
	Claim  string `json:"claim"`
}

// noEntity is the entity of an attribute.
const noEntity = "None"

// NewLayout lays a question out.
func NewLayout(q infoseek.Question) Layout {
	l := Layout{V: q.V, ID: q.ID, Run: q.Run, Answer: q.Answer, Aliases: q.Aliases}
	for _, s := range states(q) {
		n := node(q.Tree, 0, s.vertices, "")
		n.Question = s.question
		l.States = append(l.States, n)
	}
	l.Hops = len(l.States)
	l.Root = l.States[l.Hops-1]
	return l
}

// node lays out vertex id and what hangs below it among the first n vertices.
func node(t infoseek.Tree, id, n int, parentHref string) Node {
	v := Node{ID: letters(id), Entity: noEntity, Href: parentHref, Claims: []NodeClaim{}, Children: []Node{}}
	if e := t.Vertices[id].Entity; e != nil {
		v.Entity, v.Href = *e, *e
	}
	for _, e := range t.Edges[:n-1] {
		if e.Parent == id {
			v.Claims = append(v.Claims, NodeClaim{letters(e.Child), e.Claim})
			v.Children = append(v.Children, node(t, e.Child, n, v.Href))
		}
	}
	return v
}

// letters is A, B … Z, AA, AB … for 0, 1 …
func letters(id int) string {
	s := ""
	for id++; id > 0; id = (id - 1) / 26 {
		s = string(rune('A'+(id-1)%26)) + s
	}
	return s
}

// baseTitle is a title without its disambiguator: "Mercury (planet)" is Mercury.
func baseTitle(title string) string {
	if i := strings.LastIndex(title, " ("); i > 0 && strings.HasSuffix(title, ")") {
		return title[:i]
	}
	return title
}
