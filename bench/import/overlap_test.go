package main

import (
	"math"
	"testing"

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
