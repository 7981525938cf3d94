package memcorpus

import (
	"fmt"
	"strconv"

	"infoseek"
)

// Page is what a test states of a page. The zero value of every field but Title is fine.
type Page struct {
	ID         string // default: "p" and the page's number
	Title      string
	URL        string
	Revision   string
	Text       string
	NotEntity  bool // a list, disambiguation, year or date page
	Classes    infoseek.Classes
	Kinds      infoseek.Kinds
	Noun       string
	Categories []string
	Names      []infoseek.Name // beside the title
	Years      []Range         // stated years and spans
	Numbers    []Number
	Facts      []infoseek.Fact
	// Links are titles of pages it links to. The anchor is the first place in Text where the title stands, if any.
	Links []string
}

// Range is a stated stretch of years, both ends included.
type Range struct{ Low, High int }

// Number is a stated number with the bounds that its rounding leaves.
type Number struct {
	Low, High float64
	Unit      string
}

// Builder gathers pages. The zero value is ready to use.
type Builder struct {
	pages   []Page
	related [][2]infoseek.PageNum
}

// Add appends a page and returns its number.
func (b *Builder) Add(p Page) infoseek.PageNum {
	n := infoseek.PageNum(len(b.pages))
	if p.ID == "" {
		p.ID = "p" + strconv.Itoa(int(n))
	}
	b.pages = append(b.pages, p)
	return n
}

// Relate puts p and q into relation R without a link or a name in either's text.
func (b *Builder) Relate(p, q infoseek.PageNum) {
	if p == q {
		panic(fmt.Sprintf("memcorpus: page %d related to itself", p))
	}
	b.related = append(b.related, [2]infoseek.PageNum{p, q})
}
