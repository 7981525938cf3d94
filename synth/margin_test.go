package synth

import (
	"slices"
	"testing"

	"infoseek"
)

func TestExpected(t *testing.T) {
	edges := func(e ...infoseek.EdgeCert) infoseek.Certificate { return infoseek.Certificate{Edges: e} }
	for name, c := range map[string]struct {
		cert infoseek.Certificate
		want float64
	}{
		"no near misses":         {edges(infoseek.EdgeCert{Child: 1, Alone: 50, Without: 1}), 0},
		"ten, stopped by a half": {edges(infoseek.EdgeCert{Child: 1, Alone: 50, Without: 11}), 5},
		"sum over the clues":     {edges(infoseek.EdgeCert{Child: 1, Alone: 50, Without: 3}, infoseek.EdgeCert{Child: 2, Alone: 10, Without: 6}), 1.5},
	} {
		if got := expected(c.cert, 100); got != c.want {
			t.Errorf("%s: %g, want %g", name, got, c.want)
		}
	}
}

func TestLeastRiskFirst(t *testing.T) {
	set := func(p ...infoseek.PageNum) option { return option{set: p} }
	// Entity 0 is the root. Options 0 and 1 leave it alone with one near miss each, 0 and 2 with three of the rarer option.
	options := []option{set(0, 1), set(0, 2), set(0, 3, 4, 5)}
	found := []uint64{0b101, 0b011}
	leastRisk(options, found)
	if want := []uint64{0b011, 0b101}; !slices.Equal(found, want) {
		t.Errorf("%b, want %b", found, want)
	}
}

func TestAcceptBest(t *testing.T) {
	clues := func(page infoseek.PageNum) []clue { return []clue{{child: page}} }
	kept := []*candidate{{key: "a", expected: 0.3, clues: clues(1)}, {key: "b", expected: 0.1, clues: clues(1)}, {key: "c", expected: 0.2, clues: clues(2)}, {key: "d", expected: 0.4, clues: clues(3)}}
	for _, k := range kept {
		k.q.Question = k.key
	}
	var out outcome
	w := &worker{checks: &checks{o: Options{PerRoot: 2}}}
	w.acceptBest(&out, kept, map[clue]bool{})
	var got []string
	for _, q := range out.Questions {
		got = append(got, q.Question)
	}
	if want := []string{"b", "c"}; !slices.Equal(got, want) {
		t.Errorf("took %v, want %v", got, want)
	}
}
