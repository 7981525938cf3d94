package hcsp

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"infoseek"
)

// Network is a research tree that grows, as a tree-shaped network of binary constraints (Freuder 1982): its hidden vertices are the root and every entity with children.
// It keeps, for each hidden vertex, the set that the upward pass gives it,
//
//	up(v) = the intersection over v's children y of { p : R(p, e) for some e in up(y) }, or of the attribute's set, minus every entity that the tree names,
//
// where a named leaf is its own only candidate. The tree being a tree, up(root) is precisely the set of entities for which the whole question can be satisfied under R.
//
// Invariant between calls: up and alone of every hidden vertex are those of the present tree. TryAdd and drop compute beside them, in w, what a change would touch: the path
// from the change to the root, and any vertex whose candidates change because an entity becomes named or is named no longer.
type Network struct {
	s     *Solver
	nodes []node
	named []infoseek.PageNum // pages of the named leaves, in no order
	w     work
}

type node struct {
	Leaf
	parent   int
	children []int
	hidden   bool
	open     bool // a root without children: it may be any entity; its sets are not computed
	up       []infoseek.PageNum
	alone    []infoseek.PageNum // the constraint that a hidden vertex puts on its parent
	self     []infoseek.PageNum // the page alone
}

// work is the upward pass under a change. For vertices that are not dirty the node's own sets hold.
type work struct {
	off      []bool // vertex and what hangs below it are dropped
	dirty    []bool
	open     []bool // bound by nothing, or by open vertices alone: up holds the exceptions
	bare     []bool // open and without constraint
	up       [][]infoseek.PageNum
	buf      [][]infoseek.PageNum
	named    []infoseek.PageNum
	gained   []infoseek.PageNum // named under the change, not before
	lost     []infoseek.PageNum // named before, not under the change
	at       int                // vertex whose last child is new; -1: none
	narrow   bool               // the change can only make sets smaller
	deferred []int
}

// Errors of Add and TryAdd.
var (
	ErrTwice     = errors.New("hcsp: page is in the tree already")
	ErrAttribute = errors.New("hcsp: an attribute has no children")
)

// NewNetwork returns the network of a tree that is nothing but its root.
func NewNetwork(s *Solver, root infoseek.PageNum) *Network {
	n := &Network{s: s}
	n.reset(root)
	return n
}

func (n *Network) reset(root infoseek.PageNum) {
	n.nodes, n.named = n.nodes[:0], n.named[:0]
	n.extend(Leaf{entity: true, page: root}, -1)
	n.nodes[0].hidden, n.nodes[0].open = true, true
}

// Len returns the number of vertices.
func (n *Network) Len() int { return len(n.nodes) }

// Up returns the candidates of a vertex after the upward pass: for a named leaf the entity itself, for an attribute its set. It is nil for a root without children, which may be any entity.
// The slice is valid until the network changes.
func (n *Network) Up(id int) []infoseek.PageNum {
	switch nd := &n.nodes[id]; {
	case nd.hidden:
		return nd.up
	case nd.entity:
		return nd.self
	default:
		return nd.set
	}
}

// Alone returns the constraint's own set of the edge to child: the entities that satisfy this clue alone. The slice is valid until the network changes.
func (n *Network) Alone(child int) []infoseek.PageNum {
	if nd := &n.nodes[child]; nd.hidden {
		return nd.alone
	}
	return n.nodes[child].set
}

// Add hangs a leaf under parent and returns its id. A named leaf that gets its first child becomes hidden.
func (n *Network) Add(ctx context.Context, parent int, leaf Leaf) (int, error) {
	if err := n.fits(parent, leaf); err != nil {
		return 0, err
	}
	n.push(parent, leaf)
	if err := n.refresh(ctx); err != nil {
		n.pop()
		return 0, errors.Join(err, n.refresh(context.WithoutCancel(ctx)))
	}
	return len(n.nodes) - 1, nil
}

// Remove takes back the vertex that was added last.
func (n *Network) Remove(ctx context.Context) error {
	if len(n.nodes) == 1 {
		return errors.New("hcsp: a network keeps its root")
	}
	n.pop()
	return n.refresh(ctx)
}

// Trial counts candidates as they would be with one leaf more.
type Trial struct {
	Root   int // candidates of the root
	Parent int // candidates of the leaf's parent
}

// TryAdd says what Add would lead to, without doing it. It allocates nothing once the network's buffers have grown.
func (n *Network) TryAdd(ctx context.Context, parent int, leaf Leaf) (Trial, error) {
	if err := n.fits(parent, leaf); err != nil {
		return Trial{}, err
	}
	w := &n.w
	n.begin()
	w.at, w.narrow = parent, n.nodes[parent].hidden && !n.nodes[parent].open
	if leaf.entity {
		w.gained = append(w.gained, leaf.page)
	}
	if !n.nodes[parent].hidden {
		w.lost = append(w.lost, n.nodes[parent].page)
	}
	n.push(parent, leaf)
	err := n.pass(ctx)
	t := Trial{Root: len(n.upNow(0)), Parent: len(n.upNow(parent))}
	n.pop()
	return t, err
}

func (n *Network) fits(parent int, leaf Leaf) error {
	if parent < 0 || parent >= len(n.nodes) {
		return fmt.Errorf("hcsp: no vertex %d", parent)
	}
	if !n.nodes[parent].entity {
		return ErrAttribute
	}
	if !leaf.entity {
		return nil
	}
	for i := range n.nodes {
		if n.nodes[i].entity && n.nodes[i].page == leaf.page {
			return ErrTwice
		}
	}
	return nil
}

// push hangs a leaf without computing anything; pop takes the last one back.
func (n *Network) push(parent int, leaf Leaf) {
	id := len(n.nodes)
	n.extend(leaf, parent)
	p := &n.nodes[parent]
	p.children = append(p.children, id)
	if !p.hidden {
		p.hidden = true
		n.unname(p.page)
	}
	if leaf.entity {
		n.named = append(n.named, leaf.page)
	}
}

func (n *Network) pop() {
	last := &n.nodes[len(n.nodes)-1]
	if last.entity {
		n.unname(last.page)
	}
	p := &n.nodes[last.parent]
	p.children = p.children[:len(p.children)-1]
	if len(p.children) == 0 && last.parent != 0 {
		p.hidden = false
		n.named = append(n.named, p.page)
	}
	n.nodes = n.nodes[:len(n.nodes)-1]
}

func (n *Network) unname(p infoseek.PageNum) {
	i := slices.Index(n.named, p)
	n.named = slices.Delete(n.named, i, i+1)
}

// extend appends a node, reusing the memory of one that was removed.
func (n *Network) extend(leaf Leaf, parent int) {
	id := len(n.nodes)
	n.nodes = slices.Grow(n.nodes, 1)[:id+1]
	nd := &n.nodes[id]
	nd.Leaf, nd.parent, nd.hidden, nd.open = leaf, parent, false, false
	nd.children, nd.up, nd.alone, nd.self = nd.children[:0], nd.up[:0], nd.alone[:0], nd.self[:0]
	if leaf.entity {
		nd.self = append(nd.self, leaf.page)
	}
	w := &n.w
	if len(w.off) <= id {
		w.off, w.dirty = append(w.off, false), append(w.dirty, false)
		w.open, w.bare = append(w.open, false), append(w.bare, false)
		w.up, w.buf = append(w.up, nil), append(w.buf, nil)
	}
}

// refresh computes the sets of the whole tree anew.
func (n *Network) refresh(ctx context.Context) error {
	n.begin()
	n.w.named = append(n.w.named[:0], n.named...)
	for v := range n.nodes {
		n.w.dirty[v] = n.nodes[v].hidden
	}
	for v := len(n.nodes) - 1; v >= 0; v-- {
		nd := &n.nodes[v]
		if !nd.hidden {
			continue
		}
		if err := n.solve(ctx, v); err != nil {
			return err
		}
		nd.open = n.w.open[v]
		nd.up = append(nd.up[:0], n.w.up[v]...)
		if v == 0 || nd.open {
			continue
		}
		var err error
		if nd.alone, err = n.s.union(ctx, nd.alone, nd.up); err != nil {
			return err
		}
		n.w.dirty[v] = false
	}
	return nil
}
