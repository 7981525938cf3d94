package split

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"infoseek"

	"pgregory.net/rapid"
)

// drawItems draws questions that share things: keys are drawn with a few that many have.
func drawItems(t *rapid.T) []Item {
	n := rapid.IntRange(2, 60).Draw(t, "questions")
	rare := rapid.IntRange(1, 120).Draw(t, "keys")
	common := rapid.IntRange(0, 3).Draw(t, "common keys")
	items := make([]Item, n)
	for i := range items {
		items[i].ID = fmt.Sprintf("q-%03d", i)
		for range rapid.IntRange(0, 5).Draw(t, "of it") {
			k := rapid.IntRange(0, rare+common).Draw(t, "key")
			items[i].Keys = append(items[i].Keys, fmt.Sprint("key ", min(k, rare)))
		}
	}
	return items
}

func drawOptions(t *rapid.T, n int) Options {
	return Options{Test: float64(rapid.IntRange(1, n-1).Draw(t, "test")), Tries: rapid.IntRange(1, 3).Draw(t, "tries"), Seed: rapid.Uint64().Draw(t, "seed")}
}

// TestNothingIsOnBothSides is the promise of the package: for any questions and options.
func TestNothingIsOnBothSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := drawItems(t)
		o := drawOptions(t, len(items))
		p, err := Partition(items, o)
		if err != nil {
			t.Fatal(err)
		}
		trained, count := map[string]bool{}, map[Side]int{}
		for i, s := range p.Sides {
			count[s]++
			if s == Train {
				for _, k := range items[i].Keys {
					trained[k] = true
				}
			}
		}
		tested := map[string]bool{}
		for i, s := range p.Sides {
			if s != Test {
				continue
			}
			for _, k := range items[i].Keys {
				tested[k] = true
				if trained[k] {
					t.Errorf("%q is on both sides", k)
				}
			}
		}
		for i, s := range p.Sides {
			if s == Straddles != (p.Shared[i] != "") || p.Shared[i] != "" && (!tested[p.Shared[i]] || !slices.Contains(items[i].Keys, p.Shared[i])) {
				t.Errorf("%s is on side %d and said to share %q", items[i].ID, s, p.Shared[i])
			}
		}
		if count[Train] == 0 || count[Test] > o.Wanted(len(items)) {
			t.Errorf("%d to train on, %d to test by, wanted %d", count[Train], count[Test], o.Wanted(len(items)))
		}
		if !p.Cut && count[Straddles] > 0 {
			t.Errorf("%d straddle whole components", count[Straddles])
		}
	})
}

// TestOrderDoesNotMatter: the same questions in another order are split the same.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := drawItems(t)
		o := drawOptions(t, len(items))
		sides := func(items []Item) map[string]Side {
			p, err := Partition(items, o)
			if err != nil {
				t.Fatal(err)
			}
			of := map[string]Side{}
			for i, s := range p.Sides {
				of[items[i].ID] = s
			}
			return of
		}
		before := sides(items)
		shuffled := rapid.Permutation(items).Draw(t, "shuffled")
		for id, s := range sides(shuffled) {
			if before[id] != s {
				t.Errorf("%s is on side %d, in another order %d", id, before[id], s)
			}
		}
	})
}

// TestComponentsAreKeptWhole: where the graph falls apart there is no need to lose anything.
func TestComponentsAreKeptWhole(t *testing.T) {
	var items []Item
	for i := range 100 {
		items = append(items, Item{ID: fmt.Sprint("q", i), Keys: []string{fmt.Sprint("pair ", i/2)}})
	}
	for seed := range uint64(20) {
		p, err := Partition(items, Options{Test: .2, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		if got := count(p, Test); got != 20 || p.Cut || p.Components != 50 || p.Largest != 2 || count(p, Straddles) != 0 {
			t.Errorf("seed %d: %d to test by, cut %v, %d components, the largest of %d", seed, got, p.Cut, p.Components, p.Largest)
		}
	}
}

// TestGiantComponentIsCut: two crowds that one question joins are parted there.
func TestGiantComponentIsCut(t *testing.T) {
	items := []Item{{ID: "bridge", Keys: []string{"a", "b"}}}
	for i := range 30 {
		items = append(items, Item{ID: fmt.Sprint("a", i), Keys: []string{"a"}})
	}
	for i := range 10 {
		items = append(items, Item{ID: fmt.Sprint("b", i), Keys: []string{"b"}})
	}
	p, err := Partition(items, Options{Test: 10})
	if err != nil {
		t.Fatal(err)
	}
	if !p.Cut || p.Components != 1 || count(p, Test) != 10 || count(p, Straddles) != 1 || p.Sides[0] != Straddles || p.Shared[0] != "b" {
		t.Errorf("%+v", p)
	}
}

// TestCostsAreExact compares the costs that are kept up to date with those counted anew, after every step.
func TestCostsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := drawItems(t)
		g := newGraph(items, byID(items))
		want := rapid.IntRange(1, len(items)-1).Draw(t, "want")
		h := g.grow(nil, want, rand.New(rand.NewPCG(1, 1)))
		mark := make([]int32, len(items))
		lost := 0
		for n, s := range h.sides {
			if s == Straddles {
				lost++
			}
			if s == Test {
				continue
			}
			cost := int32(0)
			g.neighbours(int32(n), mark, int32(n+1), func(m int32) {
				if h.sides[m] == Train {
					cost++
				}
			})
			if s == Straddles {
				cost--
			}
			if h.cost[n] != cost {
				t.Errorf("question %d is said to cost %d, it costs %d", n, h.cost[n], cost)
			}
		}
		if lost != h.lost {
			t.Errorf("%d are said to be lost, %d are", h.lost, lost)
		}
	})
}

func TestOptions(t *testing.T) {
	items := []Item{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	for name, c := range map[string]struct {
		items []Item
		o     Options
	}{
		"none":           {nil, Options{}},
		"all to test":    {items, Options{Test: 3}},
		"share too low":  {items, Options{Test: .1}},
		"half a one":     {items, Options{Test: 1.5}},
		"negative":       {items, Options{Test: -1}},
		"negative tries": {items, Options{Test: 1, Tries: -1}},
		"twice":          {append(items, items[0]), Options{Test: 1}},
	} {
		if p, err := Partition(c.items, c.o); err == nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestOf(t *testing.T) {
	page, leaf, title, capital := "7", "9", "Mercury (planet)", "Olympus Mons"
	q := infoseek.Question{ID: "q", Answer: "Mercury", Aliases: []string{"mercury", "Hermes"}, Tree: infoseek.Tree{
		Vertices: []infoseek.Vertex{{Entity: &title, Page: &page}, {ID: 1, Entity: &capital, Page: &leaf}, {ID: 2, Kind: infoseek.AttributeVertex}},
		Edges:    []infoseek.Edge{{Evidence: infoseek.Evidence{Page: "7"}}, {Evidence: infoseek.Evidence{Page: "11"}}},
	}}
	want := []string{"name:herme", "name:mercury", "name:mercury planet", "name:olympus mon", "page:11", "page:7", "page:9"}
	got := Of(q)
	slices.Sort(got.Keys)
	if got.ID != "q" || !slices.Equal(got.Keys, want) {
		t.Errorf("%q", got)
	}
}

func count(p Parts, s Side) int {
	n := 0
	for _, side := range p.Sides {
		if side == s {
			n++
		}
	}
	return n
}

// BenchmarkGiant splits as many questions as the public InfoSeek data set has, of a crowd of entities where few have many.
func BenchmarkGiant(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	items := make([]Item, 52_000)
	for i := range items {
		items[i].ID = fmt.Sprint(i)
		for range 4 {
			items[i].Keys = append(items[i].Keys, fmt.Sprint(int(200_000*r.Float64()*r.Float64()*r.Float64())))
		}
	}
	for b.Loop() {
		p, err := Partition(items, Options{Tries: 1, Test: 1000})
		if err != nil || count(p, Test) != 1000 {
			b.Fatal(err, count(p, Test))
		}
	}
}
