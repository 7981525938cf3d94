package recount

import (
	"context"
	"fmt"

	"infoseek"
)

// network is a research tree with its pages and attribute sets looked up.
type network struct {
	x        *Index
	tree     infoseek.Tree
	parent   []int
	children [][]int
	page     []infoseek.PageNum // of entity vertices
	stated   []set              // of attribute vertices
}

func (x *Index) network(ctx context.Context, t infoseek.Tree) (*network, error) {
	size := len(t.Vertices)
	n := &network{x: x, tree: t, parent: make([]int, size), children: make([][]int, size), page: make([]infoseek.PageNum, size), stated: make([]set, size)}
	if size < 2 || len(t.Edges) != size-1 {
		return nil, fmt.Errorf("recount: %d vertices with %d edges are no tree", size, len(t.Edges))
	}
	for i, e := range t.Edges {
		if e.Child != i+1 || e.Parent < 0 || e.Parent > i || t.Vertices[e.Parent].Kind != infoseek.EntityVertex {
			return nil, fmt.Errorf("recount: edge %d from vertex %d to %d", i, e.Parent, e.Child)
		}
		n.parent[e.Child] = e.Parent
		n.children[e.Parent] = append(n.children[e.Parent], e.Child)
	}
	for i, v := range t.Vertices {
		if err := n.look(ctx, i, v); err != nil {
			return nil, fmt.Errorf("recount: vertex %d: %w", i, err)
		}
	}
	return n, nil
}

func (n *network) look(ctx context.Context, i int, v infoseek.Vertex) (err error) {
	switch {
	case v.Kind == infoseek.EntityVertex && v.Page != nil:
		if n.page[i], err = n.x.corpus.ByID(ctx, *v.Page); err != nil {
			return err
		}
		if p := n.x.pages[n.page[i]]; !p.Entity {
			return fmt.Errorf("page %q is no entity", p.Title)
		}
		return nil
	case v.Kind == infoseek.AttributeVertex && v.Attribute != nil:
		n.stated[i], err = n.x.states(ctx, *v.Attribute)
		return err
	}
	return fmt.Errorf("neither entity nor attribute")
}

func (n *network) entity(v int) bool { return n.tree.Vertices[v].Kind == infoseek.EntityVertex }

// hidden says whether v is an entity vertex with children in the whole tree. It stays hidden when they are dropped.
func (n *network) hidden(v int) bool { return len(n.children[v]) > 0 }

// view is the network without some vertices and what hangs below them.
type view struct {
	*network
	off   []bool
	named set
	up    []set // candidates already counted
}

func (n *network) without(vertices ...int) view {
	w := view{n, make([]bool, len(n.parent)), n.x.set(), make([]set, len(n.parent))}
	for _, v := range vertices {
		w.off[v] = true
	}
	for v := range n.parent {
		w.off[v] = w.off[v] || v > 0 && w.off[n.parent[v]]
		if !w.off[v] && n.entity(v) && !n.hidden(v) {
			w.named[n.page[v]] = true
		}
	}
	return w
}

// candidates is cand(v): for a hidden vertex, the entities that satisfy all its constraints and are not named. One without constraints left may be any entity.
func (w view) candidates(v int) set {
	if w.up[v] == nil {
		w.up[v] = w.count(v)
	}
	return w.up[v]
}

func (w view) count(v int) set {
	switch {
	case !w.entity(v):
		return w.stated[v]
	case !w.hidden(v):
		return w.x.only(w.page[v])
	}
	s := w.x.entities()
	for _, c := range w.children[v] {
		if !w.off[c] {
			s = s.and(w.constraint(c))
		}
	}
	return s.without(w.named)
}

// constraint is the set of entities that satisfy the edge to child, with what hangs below it, alone.
func (w view) constraint(child int) set {
	if !w.entity(child) {
		return w.stated[child]
	}
	return w.x.near(w.candidates(child))
}
