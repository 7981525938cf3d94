package source

import (
	"fmt"
	"iter"
	"strings"

	"infoseek/text"
)

// twins finds pages that say nearly the same as an earlier one, by MinHash signatures of their shingles, of which eight bits a place are kept (Li and König 2010).
type twins struct {
	bands map[uint64]int32 // of a signature -> the first page that has it
	pages []twin
}

type twin struct {
	title  string
	sketch [64]uint8
}

// single leaves out the pages that say the same as an earlier one; their titles become redirects to it.
func (w *web) single(in iter.Seq2[Record, error], path string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for rec, err := range in {
			first := ""
			if err == nil && rec.Redirect == "" {
				first = w.seen.add(rec.Title, rec.Text)
			}
			if first != "" {
				told := &RecordError{File: path, Line: rec.Line, Title: rec.Title, Problem: ProblemCopy, Err: fmt.Errorf("it says the same as %q", first)}
				rec = Record{Title: rec.Title, Redirect: first, Line: rec.Line, Source: rec.Source}
				if !yield(Record{}, told) {
					return
				}
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

const (
	shingle     = 5  // words
	leastWords  = 24 // pages of fewer are not compared
	bandPlaces  = 8
	equalPlaces = 61 // of 64: a Jaccard index of .95
)

func newTwins() twins { return twins{bands: map[uint64]int32{}} }

// add enters a page, and returns the title of an earlier one that says the same.
func (t *twins) add(title, s string) (twinOf string) {
	shingles := shinglesOf(s)
	if len(shingles) < leastWords {
		return ""
	}
	signature := text.Sign(shingles)
	page := twin{title: title}
	for i, v := range signature {
		page.sketch[i] = uint8(v)
	}
	n := int32(len(t.pages))
	for band := 0; band < len(signature); band += bandPlaces {
		k := uint64(band)
		for _, v := range signature[band : band+bandPlaces] {
			k = k*0x9E3779B97F4A7C15 ^ v
		}
		first, taken := t.bands[k]
		if taken && page.like(t.pages[first]) {
			return t.pages[first].title
		}
		if !taken {
			t.bands[k] = n
		}
	}
	t.pages = append(t.pages, page)
	return ""
}

func (a twin) like(b twin) bool {
	equal := 0
	for i := range a.sketch {
		if a.sketch[i] == b.sketch[i] {
			equal++
		}
	}
	return equal >= equalPlaces
}

// shinglesOf are the runs of words of a text, in lower case.
func shinglesOf(s string) []string {
	words := text.Words(nil, s)
	var all []string
	for i := 0; i+shingle <= len(words); i++ {
		all = append(all, strings.ToLower(s[words[i].Start:words[i+shingle-1].End]))
	}
	return all
}
