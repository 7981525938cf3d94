package recount

import (
	"context"
	"slices"

	"infoseek"
)

// Count is a question's candidates, counted anew.
type Count struct {
	Root       []string // titles of the root's candidates, in the order of the corpus
	Unique     bool
	Minimal    bool
	Grade      infoseek.Grade
	Determined infoseek.Determined
	Vertices   []infoseek.VertexCert
	Edges      []infoseek.EdgeCert
	// Selectivity is the size of the smallest of the root's constraint sets.
	Selectivity int
	// others holds, by child, the titles of the root's candidates without the edge, the answer apart.
	others map[int]map[string]bool
}

// Question counts a question's candidates.
func (x *Index) Question(ctx context.Context, q infoseek.Question) (Count, error) {
	n, err := x.network(ctx, q.Tree)
	if err != nil {
		return Count{}, err
	}
	whole := n.without()
	root := whole.candidates(0)
	c := Count{Root: x.titles(root), Unique: root.equals(n.page[0]), Minimal: true, Grade: n.grade(), Selectivity: len(x.pages), others: map[int]map[string]bool{}}
	n.countVertices(whole, &c)
	for child := 1; child < len(n.parent); child++ {
		alone := whole.constraint(child).size()
		if n.parent[child] == 0 {
			c.Selectivity = min(c.Selectivity, alone)
		}
		dropped := n.without(child)
		roots := dropped.candidates(0)
		c.Edges = append(c.Edges, infoseek.EdgeCert{Child: child, Alone: alone, Without: roots.size()})
		roots = roots.without(x.only(n.page[0]))
		c.others[child] = map[string]bool{}
		for _, title := range x.titles(roots) {
			c.others[child][title] = true
		}
		c.Minimal = c.Minimal && dropped.anyDistinct(roots)
	}
	return c, ctx.Err()
}

func (x *Index) titles(s set) []string {
	titles := []string{}
	for _, p := range s.pages() {
		titles = append(titles, x.pages[p].Title)
	}
	return titles
}

// countVertices goes down from the root: a hidden vertex keeps the candidates related to one of its parent's.
func (n *network) countVertices(whole view, c *Count) {
	both := make([]set, len(n.parent))
	own, joint := true, true
	for v := range n.parent {
		if !n.entity(v) {
			continue
		}
		up := whole.candidates(v)
		both[v] = up
		if v > 0 && n.hidden(v) {
			both[v] = up.and(n.x.near(both[n.parent[v]]))
		}
		c.Vertices = append(c.Vertices, infoseek.VertexCert{ID: v, Up: up.size(), Both: both[v].size()})
		own, joint = own && up.equals(n.page[v]), joint && both[v].equals(n.page[v])
	}
	c.Determined = infoseek.DeterminedNone
	if joint {
		c.Determined = infoseek.DeterminedJoint
	}
	if own && joint {
		c.Determined = infoseek.DeterminedOwn
	}
}

// grade asks whether the answer stays unique without the phrases.
func (n *network) grade() infoseek.Grade {
	var phrases []int
	for v, vertex := range n.tree.Vertices {
		if a := vertex.Attribute; a != nil && a.Kind == infoseek.AttrPhrase {
			phrases = append(phrases, v)
		}
	}
	if len(phrases) > 0 && !n.without(phrases...).candidates(0).equals(n.page[0]) {
		return infoseek.Lexical
	}
	return infoseek.Relational
}

// anyDistinct says whether one of roots has a solution in which all entities are distinct. What takes too long to find counts as none.
func (w view) anyDistinct(roots set) bool {
	var order []int
	up := map[int]set{}
	for v := range w.parent {
		if w.hidden(v) && !w.off[v] {
			order = append(order, v)
			up[v] = w.candidates(v)
		}
	}
	at := make([]infoseek.PageNum, len(w.parent))
	steps := 1 << 20
	var place func(i int, p infoseek.PageNum) bool
	place = func(i int, p infoseek.PageNum) bool {
		at[order[i]] = p
		if i+1 == len(order) {
			return true
		}
		v := order[i+1]
		for _, q := range w.x.related[at[w.parent[v]]] {
			if steps--; steps < 0 {
				return false
			}
			if up[v][q] && !slices.ContainsFunc(order[:i+1], func(u int) bool { return at[u] == q }) && place(i+1, q) {
				return true
			}
		}
		return false
	}
	for _, p := range roots.pages() {
		if place(0, p) {
			return true
		}
	}
	return false
}
