package hcsp

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"infoseek"
)

// smallTree is valid: a root told by a hidden entity, which is told by a named one and a year, and by a category.
func smallTree() infoseek.Tree {
	low, high := 1850.0, 1859.0
	t := infoseek.Tree{Vertices: []infoseek.Vertex{
		entityVertex(0, 0), entityVertex(1, 1), entityVertex(2, 2),
		attributeVertex(3, infoseek.Attribute{Kind: infoseek.AttrYear, Low: &low, High: &high}),
		attributeVertex(4, infoseek.Attribute{Kind: infoseek.AttrCategory, Value: "c0"}),
	}}
	t.Vertices[0].Hidden, t.Vertices[1].Hidden = true, true
	for child, parent := range []int{0, 1, 1, 0} {
		kind := infoseek.EdgeRelated
		if child >= 2 {
			kind = infoseek.EdgeAttribute
		}
		t.Edges = append(t.Edges, infoseek.Edge{Parent: parent, Child: child + 1, Kind: kind, Claim: "a claim"})
	}
	return t
}

func TestValidate(t *testing.T) {
	empty, nan := "", math.NaN()
	for name, c := range map[string]struct {
		spoil func(t *infoseek.Tree)
		want  string // "" for valid
	}{
		"valid":               {func(*infoseek.Tree) {}, ""},
		"no clue":             {func(t *infoseek.Tree) { t.Vertices, t.Edges = t.Vertices[:1], nil }, "tree of 1 vertices"},
		"edge missing":        {func(t *infoseek.Tree) { t.Edges = t.Edges[:3] }, "5 vertices with 3 edges"},
		"edges out of order":  {func(t *infoseek.Tree) { t.Edges[0].Child = 2 }, "edge to vertex 1: out of order"},
		"parent after child":  {func(t *infoseek.Tree) { t.Edges[0].Parent = 1 }, "parent 1 is not before it"},
		"parent below 0":      {func(t *infoseek.Tree) { t.Edges[0].Parent = -1 }, "parent -1"},
		"attribute as parent": {func(t *infoseek.Tree) { t.Edges[3].Parent = 3 }, "parent 3 is no entity"},
		"edge kind":           {func(t *infoseek.Tree) { t.Edges[2].Kind = infoseek.EdgeRelated }, `asks for "attribute"`},
		"evidence":            {func(t *infoseek.Tree) { t.Edges[1].Evidence.Start = 3 }, "evidence at bytes 3..0"},
		"id":                  {func(t *infoseek.Tree) { t.Vertices[2].ID = 7 }, "vertex 2: has id 7"},
		"kind":                {func(t *infoseek.Tree) { t.Vertices[2].Kind = "thing" }, `vertex 2: kind "thing"`},
		"no title":            {func(t *infoseek.Tree) { t.Vertices[2].Entity = nil }, "needs a title and a page"},
		"empty page":          {func(t *infoseek.Tree) { t.Vertices[2].Page = &empty }, "needs a title and a page"},
		"entity with fact":    {func(t *infoseek.Tree) { t.Vertices[2].Attribute = t.Vertices[3].Attribute }, "entity with an attribute"},
		"root not hidden":     {func(t *infoseek.Tree) { t.Vertices[0].Hidden = false }, "vertex 0: hidden is false"},
		"leaf hidden":         {func(t *infoseek.Tree) { t.Vertices[2].Hidden = true }, "vertex 2: hidden is true"},
		"inner not hidden":    {func(t *infoseek.Tree) { t.Vertices[1].Hidden = false }, "vertex 1: hidden is false"},
		"page twice":          {func(t *infoseek.Tree) { t.Vertices[2].Page = t.Vertices[0].Page }, `page "p0" is vertex 0 already`},
		"attribute hidden":    {func(t *infoseek.Tree) { t.Vertices[3].Hidden = true }, "attribute with an entity"},
		"attribute missing":   {func(t *infoseek.Tree) { t.Vertices[3].Attribute = nil }, "no attribute"},
		"no bounds":           {func(t *infoseek.Tree) { t.Vertices[3].Attribute.Low, t.Vertices[3].Attribute.High = nil, nil }, "year without bounds"},
		"bounds reversed":     {func(t *infoseek.Tree) { *t.Vertices[3].Attribute.Low = 1900 }, "wrong way round"},
		"half a year":         {func(t *infoseek.Tree) { *t.Vertices[3].Attribute.Low = 1850.5 }, "whole number"},
		"not a number":        {func(t *infoseek.Tree) { t.Vertices[3].Attribute.Low = &nan }, "no number"},
		"year with unit":      {func(t *infoseek.Tree) { t.Vertices[3].Attribute.Unit = "s" }, "has a unit"},
		"open range":          {func(t *infoseek.Tree) { t.Vertices[3].Attribute.Low = nil }, ""},
		"empty category":      {func(t *infoseek.Tree) { t.Vertices[4].Attribute.Value = "" }, "category without value"},
		"category with bound": {func(t *infoseek.Tree) { t.Vertices[4].Attribute.Low = t.Vertices[3].Attribute.Low }, "with bounds"},
		"unknown class":       {func(t *infoseek.Tree) { t.Vertices[4].Attribute.Kind = infoseek.AttrType }, "no type"},
		"unknown attribute":   {func(t *infoseek.Tree) { t.Vertices[4].Attribute.Kind = "mood" }, `attribute of kind "mood"`},
	} {
		t.Run(name, func(t *testing.T) {
			tree := smallTree()
			c.spoil(&tree)
			err := Validate(tree)
			switch {
			case c.want == "" && err != nil:
				t.Fatalf("valid tree refused: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Fatalf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestDecode(t *testing.T) {
	want := smallTree()
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("written and read back:\n%s", diff)
	}
	for _, bad := range []string{"", "null", "[]", "{}", string(data) + "{}", string(data[:len(data)-1])} {
		if _, err := Decode([]byte(bad)); err == nil {
			t.Errorf("%q read as a tree", bad)
		}
	}
}

func FuzzDecode(f *testing.F) {
	data, err := json.Marshal(smallTree())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"vertices":[{"id":0,"kind":"entity"}],"edges":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		tree, err := Decode(data)
		if err != nil {
			return
		}
		if err := Validate(tree); err != nil {
			t.Fatalf("read but not valid: %v", err)
		}
		again, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(again)
		if err != nil {
			t.Fatalf("written and not read back: %v\n%s", err, again)
		}
		if diff := cmp.Diff(tree, back); diff != "" {
			t.Fatal(diff)
		}
	})
}
