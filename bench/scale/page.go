package main

import (
	"bytes"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strings"

	"infoseek"
	"infoseek/corpus/source"
)

/*
A wiki that is made up: page i is a function of the seed, of i and of the number of pages, so it is streamed and never held, and any part can be made alone. Its distributions are like
those of the English Wikipedia: lengths of texts are log-normal (median 1.9 kB, mean 3.5 kB), a text has a link every 140 bytes or so, the degrees of pages that are linked to follow a power law
(exponent 2.3), a third of the links stay in the neighbourhood; three redirects on five pages, four categories a page, out of N^0.8, an infobox on two of five; words follow Zipf's law, and three in a hundred are of a tail in which there are always new ones;
surnames are shared, the commoner the more so.
*/
type wiki struct {
	seed  uint64
	pages int
}

// records yields the pages and redirects in order.
func (w wiki) records() iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		for i := range w.pages {
			p := w.page(i)
			if !yield(p.Record, nil) {
				return
			}
			if p.draw.Float64() < 0.6 && !yield(source.Record{ID: fmt.Sprint("r", i), Title: p.Title + " the Elder", Redirect: p.Title}, nil) {
				return
			}
		}
	}
}

// page is a page being written.
type page struct {
	source.Record
	w    wiki
	i    int
	draw *rand.Rand
	text []byte
}

func (w wiki) page(i int) *page {
	p := &page{w: w, i: i, draw: rand.New(rand.NewPCG(w.seed, uint64(i)+1))}
	title := w.title(i)
	p.Record = source.Record{
		ID: fmt.Sprint(i + 1), Title: title, URL: "https://wiki.example/wiki/" + strings.ReplaceAll(title, " ", "_"), Revision: fmt.Sprint(1e9 + i),
		Source: "generated", Timestamp: "2024-05-06T07:08:09Z", Licence: "CC0-1.0", Lead: []string{title},
	}
	size := int(min(2e5, 1900*math.Exp(1.1*p.draw.NormFloat64())))
	p.define()
	for len(p.text) < size {
		p.sentence()
	}
	p.Text = string(bytes.TrimSpace(p.text))
	p.infobox()
	for range 2 + p.draw.IntN(5) {
		p.Categories = append(p.Categories, "Category of "+word(p.skewed(int(math.Pow(float64(w.pages), 0.8))+10)))
	}
	return p
}

// kind is what a page is about.
type kind int

const (
	person kind = iota // whose surname others have
	place
	thing
	bracketed // whose title is told from another by a noun in brackets
)

// kind of the i-th page is the first that its title draws.
func (w wiki) kind(i int) kind { return kind(rand.New(rand.NewPCG(w.seed^0x5eed, uint64(i))).IntN(4)) }

// title is of the i-th page; no two are the same.
func (w wiki) title(i int) string {
	draw := rand.New(rand.NewPCG(w.seed^0x5eed, uint64(i)))
	own := capital(word(20000 + i))
	switch kind(draw.IntN(4)) {
	case person:
		names := int(30 * math.Pow(float64(i+10), 0.75))
		return own + " " + capital(word(int(float64(names)*math.Pow(draw.Float64(), 2)))) + "son"
	case place:
		return own
	case thing:
		return own + " " + capital(nouns[draw.IntN(len(nouns))])
	}
	return own + " (" + nouns[draw.IntN(len(nouns))] + ")"
}

var nouns = strings.Fields("river town film song album village novel school company station island mountain bridge newspaper battle castle journal lake")

var jobs = strings.Fields("composer painter novelist footballer politician physicist actor singer")

func (p *page) define() {
	p.write(p.Title)
	if p.w.kind(p.i) == person {
		p.text = fmt.Appendf(p.text, " (born %d May %d) was a %s from ", 1+p.draw.IntN(28), 1700+p.draw.IntN(320), jobs[p.draw.IntN(len(jobs))])
	} else {
		p.text = fmt.Appendf(p.text, " is a %s in ", nouns[p.draw.IntN(len(nouns))])
	}
	p.link()
	p.write(". ")
}

// sentence writes one of 8 to 30 words.
func (p *page) sentence() {
	for n := range 8 + p.draw.IntN(23) {
		switch r := p.draw.Float64(); {
		case n == 0:
			p.write(capital(p.anyWord()))
		case r < 0.042:
			p.link()
		case r < 0.052:
			p.text = fmt.Appendf(p.text, "in %d", 1600+p.draw.IntN(424))
		case r < 0.058:
			p.text = fmt.Appendf(p.text, "%d metres", 1+p.draw.IntN(9000))
		default:
			p.write(p.anyWord())
		}
		p.write(" ")
	}
	p.text = p.text[:len(p.text)-1]
	if p.draw.IntN(5) == 0 {
		p.write(".\n\n")
	} else {
		p.write(". ")
	}
}

func (p *page) write(s string) { p.text = append(p.text, s...) }

var common = strings.Fields("the of and in to a was is for as on with by he that at from his it an were which are this also be had first one their its new after but who not they have her she two been other when there all during into school time may")

// anyWord is a common one of English in two of five cases, else one made up by Zipf's law.
func (p *page) anyWord() string {
	if p.draw.IntN(5) < 2 {
		return common[p.skewed(len(common))]
	}
	most := 4e4
	if p.draw.IntN(33) == 0 {
		most = 1e8
	}
	n := int(math.Exp(p.draw.Float64() * math.Log(most)))
	if n%10 < 3 {
		return word(n) // which may be a page's title
	}
	return word(n) + "og"
}

// skewed draws below n, low numbers more often.
func (p *page) skewed(n int) int { return int(float64(n) * math.Pow(p.draw.Float64(), 3)) }

// link writes a link to a page near this one or, more often, to one that many link to.
func (p *page) link() {
	to := int(float64(p.w.pages) * math.Pow(p.draw.Float64(), 4))
	if p.draw.IntN(3) == 0 {
		to = max(0, min(p.w.pages-1, p.i+p.draw.IntN(101)-50))
	}
	target := p.w.title(to)
	anchor := target
	switch {
	case p.draw.IntN(25) == 0:
		target = "Missing " + target
	case p.draw.IntN(4) == 0:
		anchor, _, _ = strings.Cut(anchor, " ")
	}
	start := len(p.text)
	p.write(anchor)
	p.Links = append(p.Links, source.Link{Target: target, Anchor: infoseek.Span{Start: start, End: len(p.text)}})
}

func (p *page) infobox() {
	if p.draw.IntN(5) >= 2 {
		return
	}
	place := p.w.title(p.skewed(p.w.pages))
	p.Facts = []source.Fact{
		{Field: "founded", Value: fmt.Sprint(1600 + p.draw.IntN(424))},
		{Field: "length", Value: fmt.Sprintf("%d km", 1+p.draw.IntN(3000))},
		{Field: "place", Value: place, Links: []string{place}},
	}
}

var syllables = strings.Fields("ba ke li mo nu ra se ti vo wy da fe gi ho ju ka le mi no pu sa te vi zo ar el in or un al")

// word is the n-th word of a language in which each number has its own.
func word(n int) string {
	var b strings.Builder
	for n += len(syllables); n > 0; n /= len(syllables) {
		b.WriteString(syllables[n%len(syllables)])
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
