package text

import (
	"slices"
	"strings"
	"testing"

	"infoseek"
)

func cut(s string, spans []infoseek.Span) []string {
	out := []string{}
	for _, p := range spans {
		out = append(out, s[p.Start:p.End])
	}
	return out
}

func TestWords(t *testing.T) {
	for s, want := range map[string]string{
		"":                                 "",
		"O'Brien's well-known dog, 3.5 km": "O'Brien's|well|known|dog|3|5|km",
		"the dogs' tails ’tis Qur’an":      "the|dogs|tails|tis|Qur’an",
		"Áedán mac Gabráin (574–609)":      "Áedán|mac|Gabráin|574|609",
		"A\u0301eda\u0301n CO₂ 5×3":        "A\u0301eda\u0301n|CO₂|5|3",
		"東京 は":                             "東|京|は",
		"bad \xff\xfe bytes":               "bad|bytes",
		"1960's 5'11":                      "1960's|5|11",
		"snake_case e-mail U.S.":           "snake|case|e|mail|U|S",
	} {
		got := strings.Join(cut(s, Words(nil, s)), "|")
		if got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func TestNorm(t *testing.T) {
	for _, group := range []string{
		"king King king's KINGS kings kings'", "box boxes", "axe axes", "cache caches", "horse horses horse’s", "city cities", "movie movies", "church churches", "virus viruses",
		"Áedán aedan AEDÁN A\u0301edán", "Straße strasse", "Æthelred aethelred", "Øresund oresund", "O'Brien OBrien O’Brien", "Łódź lodz", "shoe shoes", "potato potatoes",
		"Gödel godel", "glass glasses", "CO₂ co2", "Ἀθῆναι αθηναι", "Ёлка елка", "ﬁsh fish", "bus buses", "747s 747",
	} {
		words := strings.Fields(group)
		for _, w := range words {
			if Norm(w) != Norm(words[0]) {
				t.Errorf("%q and %q: %q and %q", words[0], w, Norm(words[0]), Norm(w))
			}
		}
	}
	for _, pair := range []string{"Paris par", "house hour", "glass gla", "東 京", "was wa", "Mary Marx"} {
		a, b, _ := strings.Cut(pair, " ")
		if Norm(a) == Norm(b) {
			t.Errorf("%q and %q both become %q", a, b, Norm(a))
		}
	}
}

func TestNoAllocations(t *testing.T) {
	s := strings.Repeat("The king's well-known boxes, in Łódź and elsewhere. ", 20)
	spans := Words(nil, s)
	buf := make([]byte, 0, 64)
	allocs := testing.AllocsPerRun(20, func() {
		spans = Words(spans[:0], s)
		for _, w := range spans {
			buf = AppendNorm(buf[:0], s[w.Start:w.End])
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestStem(t *testing.T) {
	for word, want := range map[string]string{"running": "run", "nationally": "nation", "dogs": "dog", "": ""} {
		if got := Stem(word); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("O'Brien's 東京 \xff́ 12.5")
	f.Fuzz(func(t *testing.T, s string) { checkSpans(t, s, Words(nil, s)) })
}

// checkSpans checks that spans are in order, apart, inside s, not empty, and on rune boundaries.
func checkSpans(t *testing.T, s string, spans []infoseek.Span) {
	t.Helper()
	last := 0
	for _, p := range spans {
		if p.Start < last || p.End <= p.Start || p.End > len(s) {
			t.Fatalf("%q: span %v after %d", s, p, last)
		}
		onBoundaries(t, s, p)
		last = p.End
	}
}

func onBoundaries(t *testing.T, s string, p infoseek.Span) {
	t.Helper()
	bounds := []int{}
	for i := range s {
		bounds = append(bounds, i)
	}
	bounds = append(bounds, len(s))
	if !slices.Contains(bounds, p.Start) || !slices.Contains(bounds, p.End) {
		t.Fatalf("%q: span %v is not on rune boundaries", s, p)
	}
}

func BenchmarkWords(b *testing.B) {
	s := strings.Repeat("The river rises in the hills above the town and flows for some 120 miles to the sea; O'Brien's map of 1850 shows it. ", 1000)
	spans := Words(nil, s)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		spans = Words(spans[:0], s)
	}
}

func BenchmarkNorm(b *testing.B) {
	buf := make([]byte, 0, 64)
	for b.Loop() {
		for _, w := range [...]string{"The", "king's", "boxes", "Łódź", "elsewhere"} {
			buf = AppendNorm(buf[:0], w)
		}
	}
}
