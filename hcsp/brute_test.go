package hcsp

import (
	"context"
	"flag"
	"os"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"infoseek"
	"infoseek/internal/memcorpus"
)

func TestMain(m *testing.M) {
	_ = flag.Set("rapid.checks", "1000") // the command line may still say otherwise
	os.Exit(m.Run())
}

// brute answers by enumerating every assignment of entities to hidden vertices, straight from the definitions.
type brute struct {
	corpus   *memcorpus.Corpus
	tree     infoseek.Tree
	off      []bool
	distinct bool
}

func (b brute) hidden(v int) bool {
	return b.tree.Vertices[v].Hidden && !b.off[v]
}

func (b brute) page(v int) infoseek.PageNum {
	n, err := b.corpus.ByID(context.Background(), *b.tree.Vertices[v].Page)
	if err != nil {
		panic(err)
	}
	return n
}

func (b brute) named(p infoseek.PageNum) bool {
	for v, vertex := range b.tree.Vertices {
		if vertex.Kind == infoseek.EntityVertex && !vertex.Hidden && !b.off[v] && b.page(v) == p {
			return true
		}
	}
	return false
}

// allowed says whether p, at hidden vertex v, meets the constraints whose other end is at hand: its leaves, and its parent's assignment unless v is top.
func (b brute) allowed(v, top int, p infoseek.PageNum, at []infoseek.PageNum) bool {
	page, _ := b.corpus.Page(context.Background(), p)
	if !page.Entity || b.named(p) {
		return false
	}
	if v != top && !b.related(p, at[b.tree.Edges[v-1].Parent]) {
		return false
	}
	for i, e := range b.tree.Edges {
		c := i + 1
		if e.Parent != v || b.off[c] || b.hidden(c) {
			continue
		}
		if e.Kind == infoseek.EdgeRelated && !b.related(p, b.page(c)) {
			return false
		}
		if e.Kind == infoseek.EdgeAttribute {
			set, _ := b.corpus.Attribute(context.Background(), *b.tree.Vertices[c].Attribute)
			if !slices.Contains(set, p) {
				return false
			}
		}
	}
	return true
}

func (b brute) related(p, q infoseek.PageNum) bool {
	set, _ := b.corpus.Related(context.Background(), p)
	return slices.Contains(set, q)
}

// below lists the hidden vertices of the subtree at top.
func (b brute) below(top int) []int {
	order := []int{top}
	for i, e := range b.tree.Edges {
		if b.hidden(i+1) && slices.Contains(order, e.Parent) {
			order = append(order, i+1)
		}
	}
	return order
}

// each calls yield with every solution of the subtree at top.
func (b brute) each(top int, yield func(at []infoseek.PageNum)) {
	order := b.below(top)
	at := make([]infoseek.PageNum, len(b.tree.Vertices))
	var assign func(i int)
	assign = func(i int) {
		if i == len(order) {
			yield(at)
			return
		}
		for p := range infoseek.PageNum(b.corpus.Info().Pages) {
			used := slices.ContainsFunc(order[:i], func(v int) bool { return at[v] == p })
			if b.distinct && used || !b.allowed(order[i], top, p, at) {
				continue
			}
			at[order[i]] = p
			assign(i + 1)
		}
	}
	assign(0)
}

// values returns what v is in the solutions of the subtree at top.
func (b brute) values(top, v int) []infoseek.PageNum {
	set := []infoseek.PageNum{}
	b.each(top, func(at []infoseek.PageNum) { set = append(set, at[v]) })
	slices.Sort(set)
	return slices.Compact(set)
}

func (b brute) dropping(drop func(v int) bool) brute {
	b.off = slices.Clone(b.off)
	for i, e := range b.tree.Edges {
		b.off[i+1] = b.off[i+1] || drop(i+1) || b.off[e.Parent]
	}
	return b
}

// drawCorpus draws up to 12 pages: most are entities, related at random, in some of three categories, with some of two words.
func drawCorpus(t *rapid.T) *memcorpus.Corpus {
	var b memcorpus.Builder
	n := rapid.IntRange(4, 12).Draw(t, "pages")
	for i := range n {
		bits := rapid.IntRange(0, 1<<5-1).Draw(t, "page")
		p := memcorpus.Page{Title: "P" + strconv.Itoa(i), NotEntity: i > 3 && rapid.IntRange(0, 9).Draw(t, "entity") == 9}
		for c := range 3 {
			if bits>>c&1 == 1 {
				p.Categories = append(p.Categories, "c"+strconv.Itoa(c))
			}
		}
		for w := range 2 {
			if bits>>(3+w)&1 == 1 {
				p.Text += "w" + strconv.Itoa(w) + " "
			}
		}
		b.Add(p)
	}
	density := rapid.IntRange(1, 9).Draw(t, "density")
	for p := range n {
		for q := range p {
			if rapid.IntRange(0, 9).Draw(t, "related") < density {
				b.Relate(infoseek.PageNum(p), infoseek.PageNum(q))
			}
		}
	}
	return b.Build()
}

// drawTree draws a valid tree of up to 7 vertices; where it can, a child's page is related to its parent's.
func drawTree(t *rapid.T, c *memcorpus.Corpus) infoseek.Tree {
	var free []infoseek.PageNum
	for p := range infoseek.PageNum(c.Info().Pages) {
		if page, _ := c.Page(context.Background(), p); page.Entity {
			free = append(free, p)
		}
	}
	take := func(i int) infoseek.PageNum {
		p := free[i]
		free = slices.Delete(free, i, i+1)
		return p
	}
	pages := []infoseek.PageNum{take(rapid.IntRange(0, len(free)-1).Draw(t, "root"))}
	tree := infoseek.Tree{Vertices: []infoseek.Vertex{entityVertex(0, pages[0])}}
	entities := []int{0}
	for id := 1; id <= rapid.IntRange(1, 6).Draw(t, "edges"); id++ {
		parent := entities[rapid.IntRange(0, len(entities)-1).Draw(t, "parent")]
		tree.Vertices[parent].Hidden = true
		if len(free) == 0 || rapid.IntRange(0, 2).Draw(t, "kind") == 0 {
			tree.Vertices = append(tree.Vertices, attributeVertex(id, drawAttribute(t)))
			tree.Edges = append(tree.Edges, infoseek.Edge{Parent: parent, Child: id, Kind: infoseek.EdgeAttribute})
			pages = append(pages, 0)
			continue
		}
		near, _ := c.Related(context.Background(), pages[parent])
		i := slices.IndexFunc(free, func(p infoseek.PageNum) bool { return slices.Contains(near, p) })
		if i < 0 || rapid.IntRange(0, 4).Draw(t, "anywhere") == 0 {
			i = rapid.IntRange(0, len(free)-1).Draw(t, "child")
		}
		pages = append(pages, take(i))
		tree.Vertices = append(tree.Vertices, entityVertex(id, pages[id]))
		tree.Edges = append(tree.Edges, infoseek.Edge{Parent: parent, Child: id, Kind: infoseek.EdgeRelated})
		entities = append(entities, id)
	}
	return tree
}

func drawAttribute(t *rapid.T) infoseek.Attribute {
	switch i := rapid.IntRange(0, 4).Draw(t, "attribute"); i {
	case 0, 1, 2:
		return infoseek.Attribute{Kind: infoseek.AttrCategory, Value: "c" + strconv.Itoa(i)}
	default:
		return infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "w" + strconv.Itoa(i-3)}
	}
}

func entityVertex(id int, p infoseek.PageNum) infoseek.Vertex {
	title, page := "P"+strconv.Itoa(int(p)), "p"+strconv.Itoa(int(p))
	return infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex, Entity: &title, Page: &page}
}

func attributeVertex(id int, a infoseek.Attribute) infoseek.Vertex {
	return infoseek.Vertex{ID: id, Kind: infoseek.AttributeVertex, Attribute: &a}
}
