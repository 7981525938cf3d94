package main

import (
	"testing"

	"infoseek/bench/contexts"
	"infoseek/text"
)

func TestKept(t *testing.T) {
	const sentence = "Ida Brandt, a surveyor born in Hollby, mapped Lake Orum and the Stone Sea in 1831."
	for name, c := range map[string]struct {
		evidence string
		want     bool
	}{
		"as it stands":      {"(Lake Orum) It is deep. " + sentence + " It has no outlet.", true},
		"in other order":    {"The surveyor Ida Brandt mapped the Stone Sea and Lake Orum in 1831; she was born in Hollby.", true},
		"a part":            {"Ida Brandt was a surveyor born in Hollby.", false},
		"words far between": {"Ida Brandt was a surveyor. She was born in Hollby, a town with one church, two mills, three inns, four wells and a school for girls. She mapped Lake Orum and the Stone Sea in 1831.", false},
		"nothing":           {"", false},
	} {
		if got := kept(sentence, text.Stems(c.evidence)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTally(t *testing.T) {
	q := contexts.Question{Answers: []string{"the Stone Sea", "Boulder Plain"}, Gold: []contexts.Gold{{Sentences: []string{"Bells ring.", "She mapped a plain of boulders."}}, {Sentences: []string{"Nobody saw the grave."}}}}
	var got tally
	got.add(q, "She mapped a plain of boulders. Boulder plain was its name.", 12)
	if want := (tally{questions: 1, gold: 2, kept: 1, answers: 1, shown: 1, tokens: 12}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
