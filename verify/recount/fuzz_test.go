package recount

import (
	"slices"
	"testing"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

var readings = []string{
	"(12 February 1809 – c. 1882), 59–17 BC, 18th to 20th centuries, 1850s and 60s, July 4, 1776", "−12 °C, US$3.5m, two hundred and five, 3–5 × 10^6 km², half a dozen, 1,200,000 people in 2000",
	"O'Brien's 東京 Łódź boxes, the UFOs' U.S. CO₂ 1960's", "from 555 to 560, in 64, twenty-first century BC, third millennium, 1914/15, 10,000 BC, 1776-07-04 04.07.1776", "twenty-three feet by 5 ft, 27 miles an hour, 3½ years, a hundred nautical miles",
}

// FuzzReadings compares this package's readings of a text with those of package text.
func FuzzReadings(f *testing.F) {
	for _, s := range readings {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		var words []string
		splitWords(s, func(w string) {
			words = append(words, w)
			if m, n := normal(w), text.Norm(w); m != n && !slices.ContainsFunc([]rune(w), func(r rune) bool { return r > 0x1100 }) {
				t.Errorf("%q: normal form %q, text has %q", w, m, n)
			}
		})
		var theirs []string
		for _, p := range text.Words([]infoseek.Span{}, s) {
			theirs = append(theirs, s[p.Start:p.End])
		}
		if !slices.Equal(words, theirs) {
			t.Errorf("%q: words %q, text has %q", s, words, theirs)
		}
		times := statedYears(s)
		if m, n := bare(times), bare(theirYears(s)); !slices.Equal(m, n) {
			t.Errorf("%q: times %v, text has %v", s, m, n)
		}
		if m, n := once(statedNumbers(s, times)), once(theirNumbers(s)); !slices.Equal(m, n) {
			t.Errorf("%q: numbers %v, text has %v", s, m, n)
		}
	})
}
