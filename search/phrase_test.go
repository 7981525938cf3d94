package search

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"infoseek"
)

func TestPhrases(t *testing.T) {
	c := plain(
		"Lake Orum", "A lake in Vesland. Ida Brandt mapped it.",
		"Vesland", "Its lake is called Orum. Brandt, Ida, was born there.",
		"Otter", "Otters live in Lake Orum and at sea.",
	)
	ix := build(t, c, Options{})
	for _, q := range []struct {
		query   string
		phrases []string
		want    []infoseek.PageNum
	}{
		{"otter", []string{"Lake Orum"}, []infoseek.PageNum{2, 0}},
		{"", []string{"lakes of Orum"}, []infoseek.PageNum{0, 2}},
		{"Vesland", []string{"lake orum", "Ida Brandt"}, []infoseek.PageNum{0}},
		{"lake", []string{"Orum Lake"}, nil},
	} {
		s, err := ix.WithPhrases(newSearcher(t, ix, Settings{}), c, q.phrases)
		if err != nil {
			t.Fatal(err)
		}
		var got []infoseek.PageNum
		for _, h := range search(t, s, infoseek.Query{Text: q.query, K: 5, Unit: infoseek.UnitPage}) {
			got = append(got, h.Page)
		}
		if !slices.Equal(got, q.want) {
			t.Errorf("%q with %q finds %v, not %v", q.query, q.phrases, got, q.want)
		}
	}
	if _, err := ix.WithPhrases(newSearcher(t, ix, Settings{}), c, []string{"of the"}); err == nil {
		t.Error("a phrase without terms is taken")
	}
	s, _ := ix.WithPhrases(newSearcher(t, ix, Settings{}), c, []string{"lake"})
	if _, err := s.Search(context.Background(), []infoseek.Query{{Text: "lake"}}); err == nil {
		t.Error("none are asked for, and none is refused")
	}
}

// TestPhrasesAreAllThatHaveThem: what is found is what the plain searcher finds, without the passages that lack the phrase.
func TestPhrasesAreAllThatHaveThem(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var c texts
		for range rapid.IntRange(1, 150).Draw(r, "pages") {
			c.pages = append(c.pages, textPage{"", "", drawText(r, 2)})
		}
		ix := build(t, c, Options{Analysis: Neutral})
		plain := newSearcher(t, ix, Settings{})
		phrase := drawWord(r) + " " + drawWord(r)
		s, err := ix.WithPhrases(plain, c, []string{phrase})
		if err != nil {
			r.Fatal(err)
		}
		query, k := drawWord(r), rapid.IntRange(1, 30).Draw(r, "k")
		var want []infoseek.Hit
		for _, h := range search(t, plain, infoseek.Query{Text: query + " " + phrase, K: 1000}) {
			have := " " + strings.Join(words(c.pages[h.Page].Text[h.Span.Start:h.Span.End]), " ") + " "
			if strings.Contains(have, " "+phrase+" ") && len(want) < k {
				want = append(want, h)
			}
		}
		if got := search(t, s, infoseek.Query{Text: query, K: k}); !slices.Equal(got, want) {
			r.Fatalf("%q with %q:\n got %v\nwant %v", query, phrase, got, want)
		}
	})
}
