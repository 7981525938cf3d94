package hcsp

import (
	"context"
	"math/bits"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// forTrees runs check on random trees over random corpora.
func forTrees(t *testing.T, check func(t *rapid.T, s *Solver, b brute)) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCorpus(t)
		s := NewSolver(c)
		for range 4 {
			tree := drawTree(t, c)
			check(t, s, brute{corpus: c, tree: tree, off: make([]bool, len(tree.Vertices))})
		}
	})
}

func same(t *rapid.T, what string, v int, got, want []infoseek.PageNum) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s of vertex %d: solver %v, enumeration %v", what, v, got, want)
	}
}

func TestCandidatesAreThoseOfEnumeration(t *testing.T) {
	forTrees(t, func(t *rapid.T, s *Solver, b brute) {
		up, both, err := s.Candidates(context.Background(), b.tree)
		if err != nil {
			t.Fatal(err)
		}
		for v, vertex := range b.tree.Vertices {
			switch {
			case vertex.Hidden:
				same(t, "up", v, up[v], b.values(v, v))
				same(t, "both", v, both[v], b.values(0, v))
			case vertex.Kind == infoseek.EntityVertex:
				same(t, "up", v, up[v], []infoseek.PageNum{b.page(v)})
			default:
				set, _ := b.corpus.Attribute(context.Background(), *vertex.Attribute)
				same(t, "up", v, up[v], set)
			}
		}
	})
}

func TestCertificateIsThatOfEnumeration(t *testing.T) {
	forTrees(t, func(t *rapid.T, s *Solver, b brute) {
		got, err := s.Certify(context.Background(), b.tree)
		if err != nil {
			t.Fatal(err)
		}
		root := []infoseek.PageNum{b.page(0)}
		want := infoseek.Certificate{
			Unique: slices.Equal(b.values(0, 0), root), Minimal: true, Grade: infoseek.Relational,
			Determined: b.determined(), Exposed: []infoseek.Exposed{}, Alternatives: []infoseek.Alternative{},
			Selectivity: b.corpus.Info().Pages, Cover: b.cover(),
		}
		for v, vertex := range b.tree.Vertices {
			if vertex.Hidden {
				want.Vertices = append(want.Vertices, infoseek.VertexCert{ID: v, Up: len(b.values(v, v)), Both: len(b.values(0, v))})
			} else if vertex.Kind == infoseek.EntityVertex {
				want.Vertices = append(want.Vertices, infoseek.VertexCert{ID: v, Up: 1, Both: 1})
			}
		}
		for i, e := range b.tree.Edges {
			child := i + 1
			less := b.dropping(func(v int) bool { return v == child })
			alone := len(b.constraint(child))
			want.Edges = append(want.Edges, infoseek.EdgeCert{Child: child, Alone: alone, Without: len(less.values(0, 0))})
			if e.Parent == 0 {
				want.Selectivity = min(want.Selectivity, alone)
			}
			less.distinct = true
			var others []string
			for _, p := range less.values(0, 0) {
				if p != root[0] && len(others) < 3 {
					page, _ := b.corpus.Page(context.Background(), p)
					others = append(others, page.Title)
				}
			}
			if others == nil {
				want.Minimal = false
			} else {
				want.Alternatives = append(want.Alternatives, infoseek.Alternative{Child: child, Pages: others})
			}
		}
		wordless := b.dropping(func(v int) bool {
			a := b.tree.Vertices[v].Attribute
			return a != nil && a.Kind == infoseek.AttrPhrase
		})
		if slices.Contains(wordless.off, true) && !slices.Equal(wordless.values(0, 0), root) {
			want.Grade = infoseek.Lexical
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("enumeration - solver +\n%s", diff)
		}
	})
}

func TestConstraintIsThatOfEnumeration(t *testing.T) {
	forTrees(t, func(t *rapid.T, s *Solver, b brute) {
		for child := 1; child < len(b.tree.Vertices); child++ {
			got, err := s.Constraint(context.Background(), b.tree, child)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "constraint", child, got, b.constraint(child))
			if b.hidden(child) {
				continue
			}
			leaf, err := s.Leaf(context.Background(), b.tree.Vertices[child])
			if err != nil {
				t.Fatal(err)
			}
			same(t, "leaf", child, leaf.Set(), got)
		}
		if _, err := s.Constraint(context.Background(), b.tree, len(b.tree.Vertices)); err == nil {
			t.Fatal("a constraint of an edge that is none")
		}
	})
}

// constraint lists the entities that satisfy the constraint of the edge to child.
func (b brute) constraint(child int) []infoseek.PageNum {
	v := b.tree.Vertices[child]
	if v.Kind == infoseek.AttributeVertex {
		set, _ := b.corpus.Attribute(context.Background(), *v.Attribute)
		return set
	}
	from := []infoseek.PageNum{}
	if b.hidden(child) {
		from = b.values(child, child)
	} else {
		from = append(from, b.page(child))
	}
	set := []infoseek.PageNum{}
	for p := range infoseek.PageNum(b.corpus.Info().Pages) {
		if slices.ContainsFunc(from, func(e infoseek.PageNum) bool { return b.related(p, e) }) {
			set = append(set, p)
		}
	}
	return set
}

func (b brute) determined() infoseek.Determined {
	own, joint := true, true
	for v, vertex := range b.tree.Vertices {
		if !vertex.Hidden {
			continue
		}
		intended := []infoseek.PageNum{b.page(v)}
		own = own && slices.Equal(b.values(v, v), intended)
		joint = joint && slices.Equal(b.values(0, v), intended)
	}
	switch {
	case own:
		return infoseek.DeterminedOwn
	case joint:
		return infoseek.DeterminedJoint
	}
	return infoseek.DeterminedNone
}

// cover tries every set of pages, smallest first.
func (b brute) cover() infoseek.Cover {
	n := b.corpus.Info().Pages
	states := make([]uint, n)
	c := infoseek.Cover{Pages: n + 1}
	for p := range n {
		for i := range b.tree.Edges {
			if b.states(infoseek.PageNum(p), i) {
				states[p] |= 1 << i
			}
		}
		if infoseek.PageNum(p) != b.page(0) {
			c.Most = max(c.Most, bits.OnesCount(states[p]))
		}
	}
	for pages := range 1 << n {
		var all uint
		for p := range n {
			if pages>>p&1 == 1 {
				all |= states[p]
			}
		}
		if all == 1<<len(b.tree.Edges)-1 {
			c.Pages = min(c.Pages, bits.OnesCount(uint(pages)))
		}
	}
	return c
}

func (b brute) states(p infoseek.PageNum, edge int) bool {
	e := b.tree.Edges[edge]
	from := b.page(e.Parent)
	if p == from {
		return true
	}
	if e.Kind == infoseek.EdgeAttribute {
		set, _ := b.corpus.Attribute(context.Background(), *b.tree.Vertices[e.Child].Attribute)
		return b.related(p, from) && slices.Contains(set, p)
	}
	to := b.page(e.Child)
	return p == to || b.related(p, from) && b.related(p, to)
}

// TestNetworkGrowsAsTheTreeDoes grows a network vertex by vertex: each trial must count what the tree with that vertex has, and removing must undo adding.
func TestNetworkGrowsAsTheTreeDoes(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCorpus(t)
		s := NewSolver(c)
		tree := drawTree(t, c)
		root, _ := c.ByID(ctx, *tree.Vertices[0].Page)
		n := NewNetwork(s, root)
		for i, e := range tree.Edges {
			leaf, err := s.Leaf(ctx, tree.Vertices[i+1])
			if err != nil {
				t.Fatal(err)
			}
			before := snapshot(n)
			trial, err := n.TryAdd(ctx, e.Parent, leaf)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, snapshot(n)); diff != "" {
				t.Fatalf("a trial changed the network: before - after +\n%s", diff)
			}
			grown := prefix(tree, i+2)
			b := brute{corpus: c, tree: grown, off: make([]bool, len(grown.Vertices))}
			want := Trial{Root: len(b.values(0, 0)), Parent: len(b.values(e.Parent, e.Parent))}
			if trial != want {
				t.Fatalf("trial of vertex %d counts %+v, enumeration %+v", i+1, trial, want)
			}
			mustAdd(t, n, e.Parent, leaf)
			if err := n.Remove(ctx); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, snapshot(n)); diff != "" {
				t.Fatalf("adding and removing: before - after +\n%s", diff)
			}
			mustAdd(t, n, e.Parent, leaf)
			same(t, "up", 0, n.Up(0), b.values(0, 0))
		}
	})
}

func mustAdd(t *rapid.T, n *Network, parent int, leaf Leaf) {
	t.Helper()
	if _, err := n.Add(context.Background(), parent, leaf); err != nil {
		t.Fatal(err)
	}
}

type vertexSets struct{ Up, Alone []infoseek.PageNum }

func snapshot(n *Network) []vertexSets {
	sets := make([]vertexSets, n.Len())
	for v := range sets {
		sets[v].Up = append(sets[v].Up, n.Up(v)...)
		if v > 0 {
			sets[v].Alone = append(sets[v].Alone, n.Alone(v)...)
		}
	}
	return sets
}

// prefix returns the tree of the first n vertices.
func prefix(t infoseek.Tree, n int) infoseek.Tree {
	p := infoseek.Tree{Vertices: slices.Clone(t.Vertices[:n]), Edges: t.Edges[:n-1]}
	for v := range p.Vertices {
		p.Vertices[v].Hidden = slices.ContainsFunc(p.Edges, func(e infoseek.Edge) bool { return e.Parent == v })
	}
	return p
}

func TestRelatedToIsTheSameFromEitherSide(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCorpus(t)
		s := NewSolver(c)
		set, within := drawSet(t, c), drawSet(t, c)
		var want []infoseek.PageNum
		for p := range infoseek.PageNum(c.Info().Pages) {
			near, _ := c.Related(ctx, p)
			if Intersects(near, set) {
				want = append(want, p)
			}
		}
		all, err := s.RelatedTo(ctx, nil, set, nil)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "union", 0, all, want)
		want = Intersect(nil, want, within)
		some, err := s.RelatedTo(ctx, nil, set, within)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "filter", 0, some, want)
		back, err := s.backward(ctx, nil, set, within)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "backward", 0, back, want)
		if s.marks.drain(nil) != nil {
			t.Fatal("marks left behind")
		}
	})
}

func drawSet(t *rapid.T, c *memcorpus.Corpus) []infoseek.PageNum {
	set := []infoseek.PageNum{}
	for p := range infoseek.PageNum(c.Info().Pages) {
		if rapid.Bool().Draw(t, "in") {
			set = append(set, p)
		}
	}
	return set
}
