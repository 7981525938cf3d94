package agent

import (
	"testing"

	"infoseek"
)

// TestEmbeddedReads: answers that are no page's title are read out of the sentences found.
func TestEmbeddedReads(t *testing.T) {
	pages := library()
	a, err := New(Embedded{pages}, Tools{Searcher: matcher{pages: pages}, Pages: pages, Refiner: Extract{}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ question, want string }{
		{"When was the surveyor Ida Brandt born?", "1804"},
		{"In what year did the bell founder Jon Falk die?", "1880"},
		{"Who was born first, Jon Falk or Ida Brandt?", "Ida Brandt"},
		{"Was Ida Brandt a surveyor?", "yes"},
		{"Was Jon Falk a surveyor?", "no"},
		{"Lake Orum is a lake in which country?", "Vesland"},
		{"Where does the river Tarn leave Lake Orum?", "Hollby"},
	} {
		tr, err := a.Ask(t.Context(), c.question, nil)
		if err != nil || tr.Answer != c.want || tr.Ended != infoseek.EndAnswer || len(tr.Faults) > 0 {
			t.Errorf("%s: %q, want %q; %v %v", c.question, tr.Answer, c.want, tr.Faults, err)
		}
		if r := ReadRollout(tr.Rollout()); len(r.Problems) > 0 {
			t.Errorf("%s: %v", c.question, r.Problems)
		}
	}
}
