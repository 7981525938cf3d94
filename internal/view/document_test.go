package view

import (
	"strings"
	"testing"
	"unicode/utf8"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/text"

	"pgregory.net/rapid"
)

func opened(t testing.TB, whole string) Document {
	t.Helper()
	var b memcorpus.Builder
	b.Add(memcorpus.Page{ID: "8", Title: "Long Strait", Text: whole})
	pages := b.Build()
	n, err := ByID(t.Context(), pages, "8#3")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Open(t.Context(), pages, n)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAround(t *testing.T) {
	d := opened(t, strings.Repeat("The strait parts two islands. ", 30)+"A lighthouse of blue granite stands at its mouth. Ships wait.")
	for name, c := range map[string]struct {
		match       string
		start, size int
		shows       string
		found       string
	}{
		"any case, any blanks":    {"BLUE  granite", 0, 100, "A lighthouse of blue granite stands at its mouth.", "blue granite"},
		"words spread":            {"mouth of the lighthouses", 0, 100, "A lighthouse of blue granite stands", "A lighthouse of blue granite stands at its mouth."},
		"without a match":         {"", 30, 60, "The strait parts two islands.", ""},
		"nothing like it":         {"zebra", 0, 40, "The strait parts", ""},
		"a match before start":    {"blue granite", 940, 60, "", ""},
		"a size beyond the end":   {"Ships", 0, 1 << 20, "The strait", "Ships"},
		"a pattern's own letters": {"two islands(.)", 0, 40, "The strait", "The strait parts two islands."},
	} {
		part, found := d.Around(c.match, c.start, c.size)
		shown := d.Text[part.Start:part.End]
		if !strings.Contains(shown, c.shows) || len(shown) > c.size {
			t.Errorf("%s: %q", name, shown)
		}
		if c.found == "" != (found == nil) || found != nil && (d.Text[found.Start:found.End] != c.found || found.Start < part.Start || found.End > part.End) {
			t.Errorf("%s: found %v", name, found)
		}
	}
}

// TestAroundHolds: the part lies in the text, cuts no character, is no longer than asked and holds the match if that is short enough.
func TestAroundHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"Tarn ", "東京", "é", ". ", "The lake lies high. ", "\n\n", "a"}), 0, 60)
		whole := strings.Join(words.Draw(t, "text"), "")
		d := Document{Text: whole, Sentences: text.Sentences(nil, whole)}
		size, start := rapid.IntRange(1, 80).Draw(t, "size"), rapid.IntRange(0, len(whole)).Draw(t, "start")
		match := rapid.SampledFrom([]string{"", "tarn", "京", "lakes high", "nowhere"}).Draw(t, "match")
		part, found := d.Around(match, start, size)
		if part.Start < 0 || part.Start > part.End || part.End > len(whole) || part.End-part.Start > size+utf8.UTFMax {
			t.Fatalf("%v of %d bytes", part, len(whole))
		}
		if !utf8.ValidString(whole[part.Start:part.End]) {
			t.Fatalf("cut inside a character: %q", whole[part.Start:part.End])
		}
		if found != nil && 3*(found.End-found.Start) < size && (found.Start < part.Start || found.End > part.End) {
			t.Fatalf("%v is not in %v", *found, part)
		}
	})
}

func TestPlaces(t *testing.T) {
	d := opened(t, "The Tarn is a river. It leaves Lake Orum. Lake Orum feeds the tarn and its mills.")
	places := d.Places("tarn", 0, 50)
	if len(places) != 2 || d.Text[places[1].Start:places[1].End] != "tarn" {
		t.Fatalf("%v", places)
	}
	if around := d.SentencesOf(places[1]); d.Text[around.Start:around.End] != "Lake Orum feeds the tarn and its mills." {
		t.Errorf("%q", d.Text[around.Start:around.End])
	}
	if around := d.SentencesOf(infoseek.Span{Start: 15, End: 24}); d.Text[around.Start:around.End] != "The Tarn is a river. It leaves Lake Orum." {
		t.Errorf("%q", d.Text[around.Start:around.End])
	}
	if got := d.Places("tarn", 0, 1); len(got) != 1 {
		t.Errorf("%v", got)
	}
	if got := d.Places(" \n", 0, 5); got != nil {
		t.Errorf("%v", got)
	}
}
