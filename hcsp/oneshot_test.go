package hcsp

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// scripted answers each query with a fixed ranking of pages.
type scripted struct {
	hash  string
	ranks map[string][]infoseek.PageNum
	asked []infoseek.Query
}

func (s *scripted) Info() infoseek.SearcherInfo {
	return infoseek.SearcherInfo{Corpus: s.hash, Retriever: infoseek.Retriever{Analysis: "english", K1: 0.9, B: 0.4}}
}

func (s *scripted) Search(_ context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	s.asked = append(s.asked, queries...)
	results := make([][]infoseek.Hit, len(queries))
	for i, q := range queries {
		for _, p := range s.ranks[q.Text] {
			results[i] = append(results[i], infoseek.Hit{Page: p})
		}
	}
	return results, nil
}

// smallCorpus has the pages that smallTree needs, and some more.
func smallCorpus() *memcorpus.Corpus {
	var b memcorpus.Builder
	b.Add(memcorpus.Page{Title: "P0", Revision: "r0", Text: "P0 stands by P1. It is old.", Categories: []string{"c0"}})
	b.Add(memcorpus.Page{Title: "P1", Text: "P1 knew P2 well. That was in 1855.", Years: []memcorpus.Range{{Low: 1855, High: 1855}}})
	b.Add(memcorpus.Page{Title: "P2"})
	b.Add(memcorpus.Page{Title: "P3", Text: "P3 is near P1 too."})
	b.Add(memcorpus.Page{Title: "P4", Text: "P4 is like P0.", Categories: []string{"c0"}})
	b.Add(memcorpus.Page{Title: "P5", Text: "P5 met P2 and P4.", Years: []memcorpus.Range{{Low: 1900, High: 1900}}})
	b.Add(memcorpus.Page{Title: "P6", Text: "P6 is beside P4.", Years: []memcorpus.Range{{Low: 1850, High: 1859}}})
	return b.Build()
}

func ptr[T any](v T) *T { return &v }

func TestProbeOneShot(t *testing.T) {
	q := infoseek.Question{
		Question: "Who stood by one. It was old?", Tree: smallTree(),
		Clauses: []infoseek.Clause{{Edges: []int{1, 2, 3}, Start: 0, End: 17}, {Edges: []int{4}, Start: 18, End: 29}},
	}
	s := &scripted{ranks: map[string][]infoseek.PageNum{
		q.Question:                      {3, 1, 0},
		"Who stood by one.":             {4, 3, 1},
		"It was old?":                   {3, 4, 1, 0},
		"Who stood by one. It was old?": {3, 1, 0},
		"Who stood by one." + "x":       {},
	}}
	got, err := ProbeOneShot(context.Background(), s, smallCorpus(), q, 50, true)
	if err != nil {
		t.Fatal(err)
	}
	ranks := func(answer, hidden *int) infoseek.Ranks {
		return infoseek.Ranks{Answer: answer, Hidden: []infoseek.HiddenRank{{ID: 1, Rank: hidden}}}
	}
	pair := ranks(ptr(3), ptr(2))
	want := infoseek.OneShot{Question: ranks(ptr(3), ptr(2)), Clause: ranks(ptr(4), ptr(3)), Pair: &pair}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(s.asked) != 4 {
		t.Errorf("%d queries: the question, two clauses and one pair make 4", len(s.asked))
	}
	for _, asked := range s.asked {
		if asked.K != 50 || asked.Unit != infoseek.UnitPage {
			t.Errorf("query %+v: not for 50 pages", asked)
		}
	}
}

func TestProbeOneShotWithoutPairsAndWithoutHits(t *testing.T) {
	q := infoseek.Question{Question: "What?", Tree: smallTree(), Clauses: []infoseek.Clause{{Start: 0, End: 4}}}
	got, err := ProbeOneShot(context.Background(), &scripted{}, smallCorpus(), q, 10, false)
	if err != nil {
		t.Fatal(err)
	}
	nowhere := infoseek.Ranks{Hidden: []infoseek.HiddenRank{{ID: 1}}}
	if diff := cmp.Diff(infoseek.OneShot{Question: nowhere, Clause: nowhere}, got); diff != "" {
		t.Error(diff)
	}
}

func TestProbeOneShotRefusesClausesOutsideTheQuestion(t *testing.T) {
	q := infoseek.Question{Question: "What?", Tree: smallTree(), Clauses: []infoseek.Clause{{Start: 2, End: 6}}}
	_, err := ProbeOneShot(context.Background(), &scripted{}, smallCorpus(), q, 10, false)
	if err == nil || !strings.Contains(err.Error(), "clause 0: bytes 2..6 of a question of 5") {
		t.Errorf("error %v", err)
	}
}
