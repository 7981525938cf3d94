package text

import (
	"slices"
	"strings"
	"testing"
)

func TestStems(t *testing.T) {
	const s = "The rivers of the North were flowing; a River flows."
	if got, want := Stems(s), []string{"river", "north", "flow", "river", "flow"}; !slices.Equal(got, want) {
		t.Errorf("stems %q, want %q", got, want)
	}
	if set := StemSet(s); len(set) != 3 || !set["river"] || !set["north"] || !set["flow"] {
		t.Errorf("set %v", set)
	}
}

func TestHasRun(t *testing.T) {
	words := strings.Fields("a long way from a house")
	for run, want := range map[string]bool{"": true, "a house": true, "long way": true, "way house": false, "house a": false, "a long way from a house boat": false} {
		if HasRun(words, strings.Fields(run)) != want {
			t.Errorf("%q in %q: want %v", run, words, want)
		}
	}
}
