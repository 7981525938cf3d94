package main

import (
	"math"
	"strings"
	"testing"

	"infoseek"
	"infoseek/corpus/source"
)

func TestOverlap(t *testing.T) {
	var o overlap
	o.add(wordsOf("The cat, the dog."), wordsOf("the cat sat"))
	o.add(wordsOf("One"), wordsOf("two"))
	if o != (overlap{common: 2, ours: 5, theirs: 4}) {
		t.Errorf("%+v", o)
	}
	if o.recall() != 0.5 || math.Abs(o.f1()-4.0/9) > 1e-12 {
		t.Errorf("recall %v, F1 %v", o.recall(), o.f1())
	}
	if none := (overlap{}); none.recall() != 0 || none.f1() != 0 {
		t.Errorf("of nothing: recall %v, F1 %v", none.recall(), none.f1())
	}
}

func TestTargets(t *testing.T) {
	got := targetsOf(source.Record{Links: []source.Link{{Target: "élan"}, {Target: "Élan"}, {Target: "A b"}}})
	if len(got) != 2 || got["Élan"] != 1 || got["A b"] != 1 {
		t.Errorf("%v", got)
	}
}

func TestTheirBody(t *testing.T) {
	p := theirPage{Text: "Lead of <a href=\"X\">X</a>'s &amp;c.\n<h2>Life</h2>\nLife.\n<ul>\n<li>one</li>\n</ul>\n<h2>See also and notes</h2>\nkept\n<h2>External links</h2>\ngone\n<h3>More</h3>\ngone\n<h2>After</h2>\nlast"}
	if got := wordsOf(p.body()).most(20); got != "c 1, kept 1, last 1, lead 1, life 1, of 1, one 1, x's 1" {
		t.Errorf("%s", got)
	}
}

func TestTheirTargets(t *testing.T) {
	p := theirPage{Text: `<a href="b%20c%23d">x</a> <a href="AT%26amp%3BT">y</a> <a href="http%3A//x.org">z</a> <a href="wikt%3Aa">w</a> <a href="%23here">v</a>`}
	if got := p.targets().most(9); got != "AT&T 1, B c 1" {
		t.Errorf("%s", got)
	}
}

func TestDifferences(t *testing.T) {
	c := newComparison()
	rec := source.Record{Title: "T", Text: "Head\n\none two two\n\na; b", Rows: []infoseek.Span{{Start: 19, End: 23}}, Headings: []infoseek.Span{{Start: 0, End: 4}}, Links: []source.Link{{Target: "A"}}}
	c.add(rec, theirPage{Text: "one three"}, bag{"A": 1, "B": 1})
	if c.words != (overlap{common: 1, ours: 3, theirs: 2}) || c.targets != (overlap{common: 1, ours: 1, theirs: 2}) {
		t.Errorf("words %+v, targets %+v", c.words, c.targets)
	}
	var b strings.Builder
	c.describe(&b, "name")
	for _, want := range []string{"theirs alone: three 1\n", "ours alone: two 2\n", "T: 1 words of theirs alone, 2 of ours", "  T: B\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in %q", want, b.String())
		}
	}
}
