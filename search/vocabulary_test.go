package search

import (
	"testing"

	"pgregory.net/rapid"
)

// TestVocabularyIsAMap numbers words as they come, short and long, few and many, also such as differ only in length or by zeros.
func TestVocabularyIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom([]string{"a", "ab", "ab\x00", "abcdefghijklmnopqrstuvwxyz0123456789äß"}).Draw(t, "letters")
		words := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune(letters)), 0, 20, -1), 0, 6000).Draw(t, "words")
		v, want := newVocabulary(), map[string]uint32{}
		for _, word := range words {
			n, known := want[word]
			if !known {
				n = uint32(len(want))
				want[word] = n
			}
			next := func() uint32 {
				if known {
					t.Fatalf("%q is new", word)
				}
				return n
			}
			if got := v.number(word, next); got != n {
				t.Fatalf("%q: %d, want %d", word, got, n)
			}
		}
	})
}

// TestVocabularyGrows past its first size.
func TestVocabularyGrows(t *testing.T) {
	v := newVocabulary()
	before := len(v.entries)
	word := func(i int) string { return string([]byte{byte(i), byte(i >> 8), byte(i >> 16), 'x'}) }
	for i := range before * 3 {
		v.number(word(i), func() uint32 { return uint32(i) })
	}
	for i := range before * 3 {
		if got := v.number(word(i), func() uint32 { t.Fatalf("word %d was forgotten", i); return 0 }); got != uint32(i) {
			t.Fatalf("word %d: %d", i, got)
		}
	}
	if len(v.entries) <= before*3 {
		t.Fatalf("%d entries for %d words", len(v.entries), before*3)
	}
}
