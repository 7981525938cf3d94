package report

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"infoseek"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSegmentsOfClausesAndConstants(t *testing.T) {
	want := []segment{
		{Text: "Which "}, {Text: "brewer", Edges: []int{4}}, {Text: " "}, {Text: "discovered", Edges: []int{1}}, {Text: ", "},
		{Text: "between ", Edges: []int{3}}, {Text: "1840", Edges: []int{3}, Exposed: "date"}, {Text: " and ", Edges: []int{3}}, {Text: "1849", Edges: []int{3}, Exposed: "date"},
		{Text: ", "}, {Text: "a moon of ", Edges: []int{2}}, {Text: "Neptune", Edges: []int{2}, Exposed: "name", Barred: true}, {Text: "?"},
	}
	if diff := cmp.Diff(want, segments(question())); diff != "" {
		t.Error(diff)
	}
}

func TestSegmentsAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := infoseek.Question{Question: rapid.StringMatching(`[a-zäß ]{0,30}`).Draw(t, "text")}
		at := rapid.IntRange(-3, len(q.Question)+3)
		for range rapid.IntRange(0, 5).Draw(t, "clauses") {
			q.Clauses = append(q.Clauses, infoseek.Clause{Edges: []int{1}, Start: at.Draw(t, "start"), End: at.Draw(t, "end")})
			q.Certificate.Exposed = append(q.Certificate.Exposed, infoseek.Exposed{Kind: "name", Start: at.Draw(t, "from"), End: at.Draw(t, "to")})
		}
		var b strings.Builder
		for _, s := range segments(q) {
			if !utf8.ValidString(s.Text) {
				t.Fatalf("segment %q cuts a character", s.Text)
			}
			b.WriteString(s.Text)
		}
		if b.String() != q.Question {
			t.Fatalf("segments make %q of %q", b.String(), q.Question)
		}
	})
}

func TestQuoteTroubles(t *testing.T) {
	good := evidence("2", triton, "William Lassell discovered it in 1846.")
	changed, long, absent := good, good, good
	changed.SHA256 = "00"
	long.End = len(triton) + 1
	absent.Page = "99"
	for trouble, e := range map[string]infoseek.Evidence{"": good, otherText: changed, noSpan: long, noPage: absent} {
		q, err := (&quoter{pages: corpus()}).quote(context.Background(), e)
		if err != nil || q.Trouble != trouble {
			t.Errorf("trouble %q, error %v; want %q", q.Trouble, err, trouble)
		}
	}
	if q, err := (&quoter{}).quote(context.Background(), good); err != nil || q.Trouble != noCorpus || q.Text != "" {
		t.Errorf("without a corpus: %+v, %v", q, err)
	}
}

func TestSurroundingsAreCutAtWords(t *testing.T) {
	words := strings.Repeat("Größe ", 100)
	b, a := before("other paragraph\n"+words), after(words+"\nother paragraph")
	for _, s := range []string{b, a} {
		if !utf8.ValidString(s) || len(s) > surrounding+5 || strings.Contains(s, "other") || !strings.Contains(s, "…") {
			t.Errorf("surroundings %q", s)
		}
	}
	for _, w := range append(strings.Fields(b), strings.Fields(a)...) {
		if w != "Größe" && w != "…" {
			t.Errorf("a piece of a word: %q", w)
		}
	}
	if before("short") != "short" || after("short\nmore") != "short" {
		t.Error("what is short was cut")
	}
}

func TestBinsCountEachValueOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, rapid.SampledFrom([]int{3, 30, 100_000}).Draw(t, "most")), 1, 50).Draw(t, "values")
		total := 0
		for _, b := range binned(values) {
			total += b.n
		}
		if total != len(values) {
			t.Fatalf("%d values counted of %d: %v", total, len(values), binned(values))
		}
	})
}

func TestBins(t *testing.T) {
	labels := func(bins []bin) (out []string) {
		for _, b := range bins {
			out = append(out, b.label)
		}
		return out
	}
	for name, c := range map[string]struct {
		got  []bin
		want []string
	}{
		"few":      {binned([]int{5, 7, 5}), []string{"5", "6", "7"}},
		"many":     {binned([]int{0, 4, 60}), []string{"0", "1", "2–4", "5–9", "10–19", "20–49", "50–99"}},
		"from ten": {binned([]int{12, 120}), []string{"10–19", "20–49", "50–99", "100–199"}},
		"ranks":    {ranked([]int{1, deeper, 20}, 15), []string{"1", "2–5", "6–10", "11–15", "deeper"}},
		"none":     {binned(nil), nil},
	} {
		if got := labels(c.got); !slices.Equal(got, c.want) {
			t.Errorf("%s: bins %q, want %q", name, got, c.want)
		}
	}
}

// TestLayoutKeepsBoxesApart draws random trees: no two boxes touch, all lie inside, children to the right of their parents.
func TestLayoutKeepsBoxesApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tree infoseek.Tree
		for id := range rapid.IntRange(1, 12).Draw(t, "vertices") {
			v := infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex, Entity: ref(rapid.StringMatching(`[A-Za-z ]{1,60}`).Draw(t, "name"))}
			if id > 0 {
				p := rapid.IntRange(0, id-1).Draw(t, "parent")
				tree.Edges = append(tree.Edges, infoseek.Edge{Parent: p, Child: id, Claim: *v.Entity})
			}
			tree.Vertices = append(tree.Vertices, v)
		}
		d := layout(tree)
		for i, a := range d.Nodes {
			if a.X < 0 || a.X+a.W > d.Width || a.Y-a.H/2 < 0 || a.Y+a.H/2 > d.Height {
				t.Fatalf("box %d %+v outside of %d × %d", i, a, d.Width, d.Height)
			}
			for j, b := range d.Nodes[:i] {
				if a.X == b.X && max(a.Y-b.Y, b.Y-a.Y) < (a.H+b.H)/2 {
					t.Fatalf("boxes %d and %d overlap: %+v %+v", i, j, a, b)
				}
			}
		}
		if len(d.Arcs) != len(tree.Edges) {
			t.Fatalf("%d arcs for %d edges", len(d.Arcs), len(tree.Edges))
		}
		for _, e := range tree.Edges {
			if d.Nodes[e.Child].X <= d.Nodes[e.Parent].X {
				t.Fatalf("child %d is not to the right of %d", e.Child, e.Parent)
			}
		}
	})
}

func TestLayoutOfBrokenTrees(t *testing.T) {
	v := func(id int) infoseek.Vertex { return infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex} }
	for name, tree := range map[string]infoseek.Tree{
		"empty":    {},
		"loop":     {Vertices: []infoseek.Vertex{v(0), v(1)}, Edges: []infoseek.Edge{{Parent: 1, Child: 0}, {Parent: 1, Child: 1}}},
		"nowhere":  {Vertices: []infoseek.Vertex{v(0)}, Edges: []infoseek.Edge{{Parent: 0, Child: 9}, {Parent: -1, Child: 0}}},
		"two ways": {Vertices: []infoseek.Vertex{v(0), v(1)}, Edges: []infoseek.Edge{{Parent: 0, Child: 1}, {Parent: 0, Child: 1}}},
	} {
		if d := layout(tree); len(d.Nodes) != len(tree.Vertices) {
			t.Errorf("%s: %d boxes for %d vertices", name, len(d.Nodes), len(tree.Vertices))
		}
	}
}

func TestFittedText(t *testing.T) {
	for _, c := range []struct {
		in          string
		width, most int
		want        []string
	}{
		{"a moon", 10, 2, []string{"a moon"}},
		{"the largest moon of Neptune", 12, 2, []string{"the largest", "moon of Nep…"}},
		{"Donaudampfschifffahrt", 10, 2, []string{"Donaudamp…"}},
		{"größer als alles", 6, 3, []string{"größer", "als", "alles"}},
		{"", 5, 1, []string{""}},
	} {
		if got := fitted(c.in, c.width, c.most); !slices.Equal(got, c.want) {
			t.Errorf("fitted(%q, %d, %d) = %q, want %q", c.in, c.width, c.most, got, c.want)
		}
	}
}

func TestAttributeLabels(t *testing.T) {
	for want, a := range map[string]infoseek.Attribute{
		"1840–1849":         {Kind: infoseek.AttrYear, Low: ref(1840.0), High: ref(1849.0)},
		"44 BC":             {Kind: infoseek.AttrYear, Low: ref(-44.0), High: ref(-44.0)},
		"up to 1800":        {Kind: infoseek.AttrYear, High: ref(1800.0)},
		"from 2.5 m":        {Kind: infoseek.AttrNumber, Low: ref(2.5), Unit: "m"},
		"3–4":               {Kind: infoseek.AttrNumber, Low: ref(3.0), High: ref(4.0)},
		"is a person":       {Kind: infoseek.AttrType, Value: "person"},
		"in: Moons":         {Kind: infoseek.AttrCategory, Value: "Moons"},
		"“the red planet”":  {Kind: infoseek.AttrPhrase, Value: "the red planet"},
		"any":               {Kind: infoseek.AttrYear},
		"colour dark brown": {Kind: "colour", Value: "dark brown"},
	} {
		if got := attributeLabel(a); got != want {
			t.Errorf("label %q, want %q", got, want)
		}
	}
}

func TestLongCategoriesKeepTheirEnd(t *testing.T) {
	for value, want := range map[string]string{"Moons": "in: Moons", "subject.Geography.Geography of Asia": "in: …Geography of Asia"} {
		if got := attributeLine(infoseek.Attribute{Kind: infoseek.AttrCategory, Value: value}, 22); got != want {
			t.Errorf("line %q, want %q", got, want)
		}
	}
}

func TestNumbersForPeople(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234"} {
		if got := count(n); got != want {
			t.Errorf("count(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1k", 1999: "2k", 15_500: "15.5k", 999_499: "999.5k", 999_999: "1M", 2_540_000: "2.5M"} {
		if got := compact(n); got != want {
			t.Errorf("compact(%d) = %q, want %q", n, got, want)
		}
	}
	for want, p := range map[string][2]int{"–": {0, 0}, "0%": {0, 9}, "100%": {9, 9}, "1.2%": {12, 1000}, "33%": {1, 3}} {
		if got := percent(p[0], p[1]); got != want {
			t.Errorf("percent(%v) = %q, want %q", p, got, want)
		}
	}
	if got := median([]int{9, 1, 5, 7}); got != "5" {
		t.Errorf("median = %s, want 5", got)
	}
}

func TestOptionsAreFlat(t *testing.T) {
	want := []fact{{Name: "n", Value: "50"}, {Name: "exclude", Value: "–"}, {Name: "grade", Value: "relational"}, {Name: "root_class", Value: "–"}, {Name: "size.max", Value: "10"}, {Name: "size.min", Value: "5"}}
	if diff := cmp.Diff(want, options(input().Manifest)); diff != "" {
		t.Error(diff)
	}
}

func TestYieldIsSorted(t *testing.T) {
	c := yield(input().Questions, input().Drops)
	var got []string
	for _, b := range c.Bars {
		got = append(got, b.Label+" "+b.Value)
	}
	want := []string{"certified questions 1 · 25%", "not unique 2 · 50%", "leak 1 · 25%"}
	if !slices.Equal(got, want) {
		t.Errorf("yield %q, want %q", got, want)
	}
}
