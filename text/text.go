// Package text reads plain text: words, sentences, years and numbers, stems and overlaps. It knows nothing of pages, corpora or models.
package text

import "infoseek"

// Words appends the spans of s's words to dst: maximal runs of Unicode letters, digits and marks, with inner apostrophes, per UAX #29. Punctuation is no word.
func Words(dst []infoseek.Span, s string) []infoseek.Span { panic("being written") }

// Norm returns the form under which a word of a name is compared with a word of a text: lower case, diacritics folded, without possessive or plural ending.
func Norm(word string) string { panic("being written") }

// Sentences appends the spans of s's sentences. A line break ends a sentence; an abbreviation ("Dr.", "cf.", "et al.", an initial) does not.
func Sentences(dst []infoseek.Span, s string) []infoseek.Span { panic("being written") }

// Year is a time stated in a text.
type Year struct {
	Low, High int  // years, BC negative, both included: a decade or span has Low < High
	Century   bool // stated as a bare century: counts only against ranges of a century or more
	Date      bool // stated with month or day
	Span      infoseek.Span
}

// Years appends every year, decade ("1850s"), span ("1848-71"), date and century stated in s, in order of position.
func Years(dst []Year, s string) []Year { panic("being written") }

// Number is a number stated in a text, in digits or words, that is no year or date.
type Number struct {
	Value     float64 // in Unit
	Low, High float64 // what Value may have been before it was rounded to the digits shown; in Unit
	Unit      string  // canonical: m, m2, m3, kg, s, K, m/s, W, USD..., %; "" for a bare count
	Shown     string  // the unit as written
	Span      infoseek.Span
}

// Numbers appends every number stated in s, in order of position, units converted to the canonical one of their dimension.
func Numbers(dst []Number, s string) []Number { panic("being written") }

// Stem returns the Snowball English stem of a lower-case word.
func Stem(word string) string { panic("being written") }
