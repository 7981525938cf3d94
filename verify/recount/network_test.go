package recount

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/corpus"
	"infoseek/hcsp"
	"infoseek/internal/memcorpus"
)

// rivers is a corpus of four rivers, two towns and a lake.
func rivers() *memcorpus.Corpus {
	var b memcorpus.Builder
	b.Add(memcorpus.Page{ID: "0", Title: "Arle", Text: "The Arle is a river.", Links: []string{"Bexley", "Mirror Lake"}})
	b.Add(memcorpus.Page{ID: "1", Title: "Brend", Text: "The Brend flows past Bexley.", Categories: []string{"Rivers"}})
	b.Add(memcorpus.Page{ID: "2", Title: "Corse", Text: "The Corse flows past Dunwell.", Categories: []string{"Rivers"}})
	b.Add(memcorpus.Page{ID: "3", Title: "Bexley", Text: "Bexley is a town."})
	b.Add(memcorpus.Page{ID: "4", Title: "Dunwell", Text: "Dunwell is a town on Mirror Lake."})
	b.Add(memcorpus.Page{ID: "5", Title: "Mirror Lake", Text: "A lake."})
	b.Add(memcorpus.Page{ID: "6", Title: "List of rivers", NotEntity: true, Links: []string{"Arle", "Brend", "Corse", "Bexley"}})
	return b.Build()
}

func entityVertex(id int, page, title string, hidden bool) infoseek.Vertex {
	return infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex, Entity: &title, Page: &page, Hidden: hidden}
}

func TestQuestion(t *testing.T) {
	// A river (Arle) by a town on nothing else told (Bexley, hidden, which the Brend flows past), and by Mirror Lake.
	tree := infoseek.Tree{
		Vertices: []infoseek.Vertex{entityVertex(0, "0", "Arle", true), entityVertex(1, "3", "Bexley", true), entityVertex(2, "1", "Brend", false), entityVertex(3, "5", "Mirror Lake", false)},
		Edges:    []infoseek.Edge{{Parent: 0, Child: 1, Kind: infoseek.EdgeRelated}, {Parent: 1, Child: 2, Kind: infoseek.EdgeRelated}, {Parent: 0, Child: 3, Kind: infoseek.EdgeRelated}},
	}
	x, err := New(t.Context(), rivers())
	if err != nil {
		t.Fatal(err)
	}
	c, err := x.Question(t.Context(), infoseek.Question{Tree: tree})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(c.Root, " "); got != "Arle" || !c.Unique || c.Grade != infoseek.Relational || c.Determined != infoseek.DeterminedOwn {
		t.Errorf("%+v", c)
	}
	want := []infoseek.EdgeCert{{Child: 1, Alone: 2, Without: 2}, {Child: 2, Alone: 1, Without: 2}, {Child: 3, Alone: 2, Without: 1}}
	if !slices.Equal(c.Edges, want) {
		t.Errorf("edges %+v, want %+v", c.Edges, want)
	}
}

func TestQuestionRefuses(t *testing.T) {
	good := infoseek.Tree{Vertices: []infoseek.Vertex{entityVertex(0, "0", "Arle", true), entityVertex(1, "3", "Bexley", false)}, Edges: []infoseek.Edge{{Parent: 0, Child: 1}}}
	missing, list, loose, phrase := good, good, good, good
	missing.Vertices = []infoseek.Vertex{good.Vertices[0], entityVertex(1, "99", "Nowhere", false)}
	list.Vertices = []infoseek.Vertex{good.Vertices[0], entityVertex(1, "6", "List of rivers", false)}
	loose.Edges = []infoseek.Edge{{Parent: 1, Child: 1}}
	phrase.Vertices = []infoseek.Vertex{good.Vertices[0], {ID: 1, Kind: infoseek.AttributeVertex, Attribute: &infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "of the"}}}
	x, err := New(t.Context(), rivers())
	if err != nil {
		t.Fatal(err)
	}
	for name, tree := range map[string]infoseek.Tree{"no such page": missing, "no entity": list, "no tree": loose, "stop words": phrase, "empty": {}} {
		if c, err := x.Question(t.Context(), infoseek.Question{Tree: tree}); err == nil {
			t.Errorf("%s: counted %+v", name, c)
		}
	}
}

func TestCompare(t *testing.T) {
	q := infoseek.Question{Certificate: infoseek.Certificate{Unique: true, Minimal: true, Selectivity: 3, Grade: infoseek.Relational, Determined: infoseek.DeterminedOwn,
		Vertices: []infoseek.VertexCert{{ID: 0, Up: 1, Both: 1}}, Edges: []infoseek.EdgeCert{{Child: 1, Alone: 3, Without: 9}}}}
	c := Count{Root: []string{"A"}, Unique: true, Minimal: true, Selectivity: 3, Grade: infoseek.Relational, Determined: infoseek.DeterminedOwn,
		Vertices: slices.Clone(q.Certificate.Vertices), Edges: slices.Clone(q.Certificate.Edges)}
	if d := Compare(q, c); len(d) != 0 {
		t.Errorf("no difference expected: %v", d)
	}
	c.Unique, c.Root, c.Vertices[0].Up, c.Edges[0].Without = false, []string{"A", "B"}, 2, 8
	q.Certificate.Alternatives = []infoseek.Alternative{{Child: 1, Pages: []string{"Z"}}}
	want := []string{"unique: certificate true, recount false", "candidates of the root: A, B", "vertex 0: candidates upward: certificate 1, recount 2",
		"edge 1: root's candidates without it: certificate 9, recount 8", `edge 1: alternative "Z" is no candidate without it`}
	if d := Compare(q, c); !slices.Equal(d, want) {
		t.Errorf("got %q, want %q", d, want)
	}
}

// testTrees compares counts with the solver's certificates of random trees.
func testTrees(t *testing.T, c *corpus.Corpus, x *Index) {
	solver := hcsp.NewSolver(c)
	r := rand.New(rand.NewPCG(1, 2))
	unique := 0
	for i := range 400 {
		tree, ok := x.randomTree(r)
		if !ok {
			continue
		}
		cert, err := solver.Certify(t.Context(), tree)
		if err != nil {
			t.Fatal(err)
		}
		count, err := x.Question(t.Context(), infoseek.Question{Tree: tree})
		if err != nil {
			t.Fatal(err)
		}
		if count.Unique {
			unique++
		}
		if d := Compare(infoseek.Question{Certificate: cert}, count); len(d) > 0 {
			t.Errorf("tree %d (%s): %s", i, describe(tree), strings.Join(d, "; "))
		}
	}
	if unique == 0 {
		t.Error("no tree has a unique answer")
	}
}

func describe(t infoseek.Tree) string {
	parts := []string{}
	for i, v := range t.Vertices {
		if v.Attribute != nil {
			parts = append(parts, fmt.Sprintf("%d %s", i, v.Attribute))
		} else {
			parts = append(parts, fmt.Sprintf("%d %s", i, *v.Entity))
		}
	}
	return strings.Join(parts, ", ")
}

// randomTree grows a tree of true clues about random entities.
func (x *Index) randomTree(r *rand.Rand) (infoseek.Tree, bool) {
	var t infoseek.Tree
	used := map[infoseek.PageNum]bool{}
	var at []infoseek.PageNum // by vertex; of entities
	add := func(parent int, p infoseek.PageNum) {
		used[p] = true
		at = append(at, p)
		t.Vertices = append(t.Vertices, entityVertex(len(t.Vertices), x.pages[p].ID, x.pages[p].Title, false))
		if parent >= 0 {
			t.Vertices[parent].Hidden = true
			t.Edges = append(t.Edges, infoseek.Edge{Parent: parent, Child: len(t.Vertices) - 1, Kind: infoseek.EdgeRelated})
		}
	}
	add(-1, infoseek.PageNum(r.IntN(len(x.pages))))
	if !x.pages[at[0]].Entity || len(x.related[at[0]]) == 0 {
		return t, false
	}
	for range 3 + r.IntN(5) {
		parent := r.IntN(len(t.Vertices))
		if t.Vertices[parent].Kind != infoseek.EntityVertex {
			continue
		}
		p := at[parent]
		if a, ok := x.randomAttribute(r, p); ok && parent%2 == 0 && r.IntN(3) > 0 {
			at = append(at, 0)
			t.Vertices = append(t.Vertices, infoseek.Vertex{ID: len(t.Vertices), Kind: infoseek.AttributeVertex, Attribute: &a})
			t.Vertices[parent].Hidden = true
			t.Edges = append(t.Edges, infoseek.Edge{Parent: parent, Child: len(t.Vertices) - 1, Kind: infoseek.EdgeAttribute})
			continue
		}
		if near := x.related[p]; len(near) > 0 {
			if q := near[r.IntN(len(near))]; !used[q] {
				add(parent, q)
			}
		}
	}
	return t, len(t.Vertices) > 1
}

func (x *Index) randomAttribute(r *rand.Rand, p infoseek.PageNum) (a infoseek.Attribute, ok bool) {
	page := x.pages[p]
	switch r.IntN(5) {
	case 0:
		if len(page.Categories) == 0 {
			return a, false
		}
		return infoseek.Attribute{Kind: infoseek.AttrCategory, Value: page.Categories[r.IntN(len(page.Categories))]}, true
	case 1:
		if len(x.years[p]) == 0 {
			return a, false
		}
		y := x.years[p][r.IntN(len(x.years[p]))]
		low, high := y.low-float64(r.IntN(4)), y.high+float64(r.IntN(4))
		return infoseek.Attribute{Kind: infoseek.AttrYear, Low: &low, High: &high}, !y.century
	case 2:
		if len(x.numbers[p]) == 0 {
			return a, false
		}
		q := x.numbers[p][r.IntN(len(x.numbers[p]))]
		return infoseek.Attribute{Kind: infoseek.AttrNumber, Low: &q.low, High: &q.high, Unit: q.unit}, true
	case 3:
		if page.Classes == 0 {
			return a, false
		}
		return infoseek.Attribute{Kind: infoseek.AttrType, Value: page.Classes.Names()[0]}, true
	}
	words := strings.Fields(page.Title)
	word := words[r.IntN(len(words))]
	return infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: word}, len(word) > 4 && !stopWords[strings.ToLower(word)]
}
