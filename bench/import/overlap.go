package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek/corpus/source"
	"infoseek/text"
)

// bag counts things.
type bag map[string]int

// overlap sums how many things two sides have in common, and each has.
type overlap struct{ common, ours, theirs int }

func (o *overlap) add(ours, theirs bag) {
	for thing, n := range ours {
		o.ours += n
		o.common += min(n, theirs[thing])
	}
	for _, n := range theirs {
		o.theirs += n
	}
}

// recall is the share of theirs that ours has.
func (o overlap) recall() float64 { return float64(o.common) / float64(max(o.theirs, 1)) }

func (o overlap) f1() float64 { return 2 * float64(o.common) / float64(max(o.ours+o.theirs, 1)) }

// wordsOf counts the words of a text, in lower case.
func wordsOf(s string) bag {
	b := bag{}
	for _, w := range text.Words(nil, s) {
		b[strings.ToLower(s[w.Start:w.End])]++
	}
	return b
}

// targetsOf are the titles that a page's text links to, each once, with a capital.
func targetsOf(rec source.Record) bag {
	b := bag{}
	for _, l := range rec.Links {
		b[capital(l.Target)] = 1
	}
	return b
}

// capital writes a title's first letter as most wikis do.
func capital(title string) string {
	c, n := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(c)) + title[n:]
}
