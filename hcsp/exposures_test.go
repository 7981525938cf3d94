package hcsp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"infoseek"
)

// exposureTree asks for a hidden person by a hidden town near the named river, the 1850s, a height and a category.
func exposureTree() infoseek.Tree {
	t := smallTree()
	low, high := 900.0, 1100.0
	t.Vertices[4].Attribute.Value = "German composers"
	t.Vertices = append(t.Vertices, attributeVertex(5, infoseek.Attribute{Kind: infoseek.AttrNumber, Low: &low, High: &high, Unit: "m"}))
	t.Edges = append(t.Edges, infoseek.Edge{Parent: 1, Child: 5, Kind: infoseek.EdgeAttribute})
	return t
}

func exposureNames(page string) []infoseek.Name {
	return map[string][]infoseek.Name{
		"p0": {{Text: "Ada Wood", Kind: infoseek.NameTitle}, {Text: "Wood", Kind: infoseek.NameSurname}},
		"p1": {{Text: "Spring (town)", Kind: infoseek.NameTitle}, {Text: "Spring", Kind: infoseek.NameBase}, {Text: "the place", Kind: infoseek.NameAnchor}},
		"p2": {{Text: "River Spring", Kind: infoseek.NameTitle}, {Text: "Blackwater", Kind: infoseek.NameRedirect}},
	}[page]
}

func TestExposures(t *testing.T) {
	for name, c := range map[string]struct {
		question string
		want     []string
	}{
		"nothing":                  {"Which composer was born in a town by a lake?", []string{}},
		"named leaf":               {"Who lived by the Blackwater?", []string{"name Blackwater allowed"}},
		"in lower case":            {"Who lived by the blackwater?", []string{"name blackwater allowed"}},
		"possessive":               {"Who lived at the Blackwater's mouth?", []string{"name Blackwater's allowed"}},
		"hidden title":             {"Did Ada Wood live there?", []string{"name Ada Wood"}},
		"hidden surname":           {"Where did Wood live?", []string{"name Wood"}},
		"a word like a surname":    {"Who lived in a house of wood?", []string{}},
		"a base name as a word":    {"Who was born in spring?", []string{"name spring"}},
		"a hidden anchor":          {"Who left the place?", []string{"name the place"}},
		"hidden within allowed":    {"Who lived by the River Spring?", []string{"name River Spring allowed", "name Spring"}},
		"another name":             {"Who met Clara Novak, Bruno and others?", []string{"name Clara Novak", "name Bruno"}},
		"sentence starts":          {"It is a town. Composers lived there. Who?", []string{}},
		"after a sentence start":   {"Old Bruno lived there. Who?", []string{"name Bruno"}},
		"spelled in an attribute":  {"Which German painter lived there?", []string{"name German allowed"}},
		"a whole category":         {"Who belongs to the category “German composers”?", []string{"name German composers allowed"}},
		"not spelled there":        {"Which French composer lived there?", []string{"name French"}},
		"year in range":            {"Who was born in 1853?", []string{"date 1853 allowed"}},
		"decade":                   {"Who was born in the 1850s?", []string{"date 1850s allowed"}},
		"just outside, as a bound": {"Who was born after 1849 and before 1860?", []string{"date 1849 allowed", "date 1860 allowed"}},
		"year out of range":        {"Who was born in 1912?", []string{"date 1912"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := []string{}
			for _, e := range Exposures(c.question, exposureTree(), exposureNames) {
				if c.question[e.Start:e.End] != e.Text {
					t.Errorf("bytes %d..%d are not %q", e.Start, e.End, e.Text)
				}
				s := e.Kind + " " + e.Text
				if e.Allowed {
					s += " allowed"
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExposuresOfNumbers(t *testing.T) {
	type exposed = infoseek.Exposed
	ranged := infoseek.Tree{Vertices: []infoseek.Vertex{exposureTree().Vertices[0], {ID: 1, Kind: infoseek.AttributeVertex, Attribute: &infoseek.Attribute{Kind: infoseek.AttrNumber, Low: new(600.0), High: new(800.0)}}}}
	for name, c := range map[string]struct {
		question string
		tree     infoseek.Tree
		want     []exposed
	}{
		"one stated, one not": {"Which town at 1,000 m had 40,000 people?", exposureTree(), []exposed{
			{Kind: "number", Text: "1,000 m", Start: 14, End: 21, Allowed: true},
			{Kind: "number", Text: "40,000", Start: 26, End: 32},
		}},
		"a range by its ends":       {"Which town has between 600 and 800 houses?", ranged, []exposed{{Kind: "number", Text: "600 and 800", Start: 23, End: 34, Allowed: true}}},
		"one end is not stated":     {"Which town has between 600 and 900 houses?", ranged, []exposed{{Kind: "number", Text: "600 and 900", Start: 23, End: 34}}},
		"numbers like years":        {"Which has between 600 and 800 and is old?", ranged, []exposed{{Kind: "number", Text: "600 and 800", Start: 18, End: 29, Allowed: true}}},
		"years like numbers":        {"Which has between 600 and 950 and is old?", ranged, []exposed{{Kind: "date", Text: "600 and 950", Start: 18, End: 29}}},
		"another number not stated": {"Which town has 950 houses?", ranged, []exposed{{Kind: "number", Text: "950", Start: 15, End: 18}}},
	} {
		if diff := cmp.Diff(c.want, Exposures(c.question, c.tree, exposureNames)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestNoNameEscapes puts a name of a vertex anywhere in a text: it is always listed, and allowed only if it is a leaf's.
func TestNoNameEscapes(t *testing.T) {
	fill := rapid.SliceOfN(rapid.SampledFrom([]string{"who", "lived", "by", "the", "River", "Old", "in", "1850", "town.", "Which", "spring", "Ada"}), 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		page := rapid.SampledFrom([]string{"p0", "p1", "p2"}).Draw(t, "page")
		names := exposureNames(page)
		name := names[rapid.IntRange(0, len(names)-1).Draw(t, "name")].Text
		before, after := fill.Draw(t, "before"), fill.Draw(t, "after")
		question := fmt.Sprintln(append(append(anys(before), name), anys(after)...)...)
		start := len(strings.TrimPrefix(fmt.Sprintln(anys(before)...), "\n"))
		for _, e := range Exposures(question, exposureTree(), exposureNames) {
			if e.Start <= start && start+len(name) <= e.End+1 && (e.Allowed == (page == "p2")) {
				return
			}
		}
		t.Fatalf("%q in %q is not listed", name, question)
	})
}

func anys(words []string) []any {
	a := make([]any, len(words))
	for i, w := range words {
		a[i] = w
	}
	return a
}
