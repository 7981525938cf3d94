package hcsp

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// The same degree in corpora of 5,000 and 50,000 pages: solver time must at most double.
var benchSizes = []int{5_000, 50_000}

func benchCorpus(pages int) *memcorpus.Corpus {
	return memcorpus.Random(rand.New(rand.NewPCG(1, 2)), memcorpus.Shape{Pages: pages, Degree: 100, Categories: 3, Share: 200 / float64(pages)})
}

// Shapes of trees, each vertex's parent from vertex 1 on.
var (
	bushy = []int{0, 0, 0, 1, 1, 2, 2, 2} // three clues about the root, two of them hidden
	spare = []int{0, 0, 0, 1, 2, 4, 4, 4} // single clues about hidden vertices: dropping one leaves its vertex open
)

// growTree hangs vertices that hold of the intended pages, drawn at random, as shape says.
func growTree(r *rand.Rand, c *memcorpus.Corpus, shape []int) infoseek.Tree {
	root := infoseek.PageNum(r.IntN(c.Info().Pages))
	tree := infoseek.Tree{Vertices: []infoseek.Vertex{entityVertex(0, root)}}
	pages := []infoseek.PageNum{root}
	hang := func(parent int) {
		near, _ := c.Related(context.Background(), pages[parent])
		id := len(pages)
		for {
			p := near[r.IntN(len(near))]
			if !containsPage(pages, p) {
				pages = append(pages, p)
				break
			}
		}
		tree.Vertices[parent].Hidden = true
		tree.Vertices = append(tree.Vertices, entityVertex(id, pages[id]))
		tree.Edges = append(tree.Edges, infoseek.Edge{Parent: parent, Child: id, Kind: infoseek.EdgeRelated})
	}
	for _, parent := range shape {
		hang(parent)
	}
	return tree
}

func containsPage(pages []infoseek.PageNum, p infoseek.PageNum) bool {
	for _, q := range pages {
		if p == q {
			return true
		}
	}
	return false
}

func BenchmarkCertify(b *testing.B) {
	for _, size := range benchSizes {
		for name, shape := range map[string][]int{"bushy": bushy, "spare": spare} {
			b.Run(fmt.Sprintf("pages=%d/%s", size, name), func(b *testing.B) { benchCertify(b, size, shape) })
		}
	}
}

func benchCertify(b *testing.B, size int, shape []int) {
	c := benchCorpus(size)
	s := NewSolver(c)
	r := rand.New(rand.NewPCG(3, 4))
	trees := make([]infoseek.Tree, 64)
	for i := range trees {
		trees[i] = growTree(r, c, shape)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := s.Certify(context.Background(), trees[i%len(trees)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkTryAdd tries a named leaf at a vertex below the root and at the root of a tree of nine vertices.
func BenchmarkTryAdd(b *testing.B) {
	for _, size := range benchSizes {
		for _, parent := range []int{0, 1, 3} {
			b.Run(fmt.Sprintf("pages=%d/parent=%d", size, parent), func(b *testing.B) {
				c := benchCorpus(size)
				s := NewSolver(c)
				r := rand.New(rand.NewPCG(3, 4))
				n, err := s.Load(context.Background(), prefix(growTree(r, c, bushy), 7))
				if err != nil {
					b.Fatal(err)
				}
				near, _ := c.Related(context.Background(), n.nodes[parent].page)
				var leaves []Leaf
				for _, p := range near {
					if leaf, err := s.EntityLeaf(context.Background(), p); err == nil && n.fits(parent, leaf) == nil {
						leaves = append(leaves, leaf)
					}
				}
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					if _, err := n.TryAdd(context.Background(), parent, leaves[i%len(leaves)]); err != nil {
						b.Fatal(err)
					}
					i++
				}
			})
		}
	}
}

func BenchmarkIntersect(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	draw := func(size int) []infoseek.PageNum {
		set := make([]infoseek.PageNum, 0, size)
		for p := range infoseek.PageNum(50_000) {
			if r.IntN(50_000) < size {
				set = append(set, p)
			}
		}
		return set
	}
	for _, sizes := range [][2]int{{200, 200}, {20, 200}, {20, 400}, {20, 5000}} {
		x, y := draw(sizes[0]), draw(sizes[1])
		var dst []infoseek.PageNum
		b.Run(fmt.Sprintf("%dx%d", sizes[0], sizes[1]), func(b *testing.B) {
			for b.Loop() {
				dst = Intersect(dst, x, y)
			}
		})
	}
}
