package text

import "infoseek"

// Year is a time stated in a text.
type Year struct {
	Low, High int  // years, BC negative, both included: a decade or span has Low < High
	Century   bool // stated as a bare century: counts only against ranges of a century or more
	Date      bool // stated with month or day
	Span      infoseek.Span
}

// Years appends every year, decade ("1850s"), span ("1848-71"), date and century stated in s, in order of position.
func Years(dst []Year, s string) []Year { panic("being written") }
