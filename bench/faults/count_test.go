package main

import (
	"strings"
	"testing"

	"infoseek"
	"infoseek/bench/faults/plant"
)

func TestCount(t *testing.T) {
	planted := []plant.Planted{
		{Question: infoseek.Question{ID: "a"}, Kind: plant.SecondAnswer, Way: "a clue is dropped"},
		{Question: infoseek.Question{ID: "b"}, Kind: plant.SecondAnswer, Way: "a range is widened"},
		{Question: infoseek.Question{ID: "c"}, Kind: plant.Unsupported, Way: "cites another sentence"},
		{Question: infoseek.Question{ID: "d"}, Kind: plant.Unsupported, Way: plant.OtherRelation},
		{Question: infoseek.Question{ID: "e"}}, {Question: infoseek.Question{ID: "f"}},
	}
	against := map[string]map[string]bool{"a": {"certificate": true}, "c": {"claim-support": true, "check": true}, "e": {"co-coverage": true}}
	figures := func(read bool) map[string]float64 {
		of := map[string]float64{}
		for _, r := range count(planted, against, read) {
			if r.Ours != nil {
				of[r.What] = *r.Ours
			}
		}
		return of
	}
	want := map[string]float64{
		"2 sound questions: spoken against (co-coverage 1)":                                .5,
		"second answer, a clue is dropped (1): found by certificate 1":                     1,
		"second answer, a range is widened (1): found by no check":                         0,
		"second answer (2): recall":                                                        .5,
		"second answer: precision":                                                         .5, // one of two found, one of two controls spoken against
		"unsupported claim, cites another sentence (1): found by check 1, claim-support 1": 1,
		"unsupported claim, tells another relation (1): found by no check":                 0,
		"unsupported claim (1): recall":                                                    1,
		"unsupported claim: precision":                                                     1 / 1.5,
	}
	got := figures(false)
	for what, v := range want {
		if g, ok := got[what]; !ok || g != v {
			t.Errorf("%s: %v, want %v", what, g, v)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d figures, want %d: %v", len(got), len(want), got)
	}
	if v := figures(true)["unsupported claim (2): recall"]; v != .5 {
		t.Errorf("with a reader: recall %v", v)
	}
	for _, r := range count(planted, against, false) {
		if strings.Contains(r.What, "with a verifier") && r.Skipped == nil {
			t.Errorf("%+v", r)
		}
	}
}
