package text

import "infoseek"

// Number is a number stated in a text, in digits or words, that is no year or date.
type Number struct {
	Value     float64 // in Unit
	Low, High float64 // what Value may have been before it was rounded to the digits shown; in Unit
	Unit      string  // canonical: m, m2, m3, kg, s, K, m/s, W, USD..., %; "" for a bare count
	Shown     string  // the unit as written
	Span      infoseek.Span
}

// Numbers appends every number stated in s, in order of position, units converted to the canonical one of their dimension.
func Numbers(dst []Number, s string) []Number { return dst }
