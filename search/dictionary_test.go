package search

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestDictionary: every term is found with what was said of it, and no other.
func TestDictionary(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		words := rapid.MapOf(rapid.StringOfN(rapid.RuneFrom([]rune("abé東")), 1, 9, -1), rapid.IntRange(1, 5)).Draw(r, "terms")
		terms := slices.Sorted(maps.Keys(words))
		var d dictionary
		place := uint64(0)
		for i, term := range terms {
			d.add([]byte(term), words[term], place)
			if words[term] == 1 {
				d.only(uint32(i), 3)
			} else {
				d.several(uint64(10 + i))
				place += uint64(10 + i)
			}
		}
		c := columns{meta: meta{Terms: len(terms), Passages: 1 << 20}, termText: d.text, termPlaces: d.places, postings: make([]byte, place+slackBytes)}
		if err := c.checkTerms(func([]byte, lexeme) error { return nil }); err != nil {
			r.Fatal(err)
		}
		start := uint64(0)
		for i, term := range terms {
			l, ok := c.find(term)
			want := lexeme{id: uint64(i), frequency: words[term], passage: uint32(i), count: 3}
			if words[term] > 1 {
				want = lexeme{id: uint64(i), frequency: words[term], start: start, size: uint64(10 + i)}
				start += want.size
			}
			if !ok || l != want {
				r.Fatalf("%q: %+v, %t; want %+v", term, l, ok, want)
			}
		}
		other := rapid.StringOfN(rapid.RuneFrom([]rune("abé東")), 0, 9, -1).Draw(r, "other")
		if _, ok := c.find(other); ok != (words[other] > 0) {
			r.Fatalf("%q: found %t", other, ok)
		}
	})
}
