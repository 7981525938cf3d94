package search

import (
	"strings"

	"infoseek"
)

// noTerm marks words without an index term in part.known.
const noTerm = 1<<24 - 1

// partPostings bounds a part: how many postings are held in memory, at about 10 bytes each.
const partPostings = 8 << 20

// part is what is known of a range of passages until it is inverted. Of each passage it has the number of its distinct terms, and of each of those in 32 bits the number (24) and the count.
type part struct {
	analysis string
	known    *vocabulary // words as they stand in texts -> term, so that each is stemmed once
	ids      map[string]uint32
	terms    []partTerm
	first    uint32 // the first passage
	distinct []uint32
	forward  []uint32
}

type partTerm struct {
	text      string
	frequency uint32
	passage   uint32 // the last that has it, plus 1
	count     uint32 // in that passage
}

func newPart(analysis string, first uint32) *part {
	return &part{analysis: analysis, known: newVocabulary(), ids: map[string]uint32{}, first: first}
}

// keepTerms bounds the terms that are handed on from part to part, at about 100 bytes each with their words.
const keepTerms = 1 << 20

// next is the part that begins with the passage first. It knows the words of p, which must not be used any more, unless there are too many.
func (p *part) next(first uint32) *part {
	if len(p.terms) > keepTerms {
		return newPart(p.analysis, first)
	}
	for i := range p.terms {
		p.terms[i] = partTerm{text: p.terms[i].text}
	}
	p.first, p.distinct, p.forward = first, p.distinct[:0], p.forward[:0]
	return p
}

// full says that the part must end: there is no room for another passage's terms, or their numbers.
func (p *part) full(limit int) bool { return len(p.forward) >= limit || len(p.terms) > noTerm/2 }

// appendTerms appends the terms of words of s, numbering new ones.
func (p *part) appendTerms(dst []uint32, s string, words []infoseek.Span) []uint32 {
	for i, w := range words {
		if id := p.number(s[w.Start:w.End]); id != noTerm {
			dst = append(dst, id)
		}
		if p.analysis == Neutral && pair(s, words, i) {
			dst = append(dst, p.number(s[w.Start:words[i+1].End]))
		}
	}
	return dst
}

// number returns the number of a word's term, noTerm where it has none.
func (p *part) number(word string) uint32 {
	return p.known.number(word, func() uint32 {
		if t := term(p.analysis, word); t != "" {
			return p.numberTerm(t)
		}
		return noTerm
	})
}

func (p *part) numberTerm(t string) uint32 {
	id, ok := p.ids[t]
	if !ok {
		id = uint32(len(p.terms))
		t = strings.Clone(t)
		p.ids[t] = id
		p.terms = append(p.terms, partTerm{text: t})
	}
	return id
}

// add takes the next passage, whose words have the terms found, in any order; it uses found's memory.
func (p *part) add(found []uint32) {
	number := uint32(len(p.distinct)) + 1
	distinct := found[:0]
	for _, id := range found {
		t := &p.terms[id]
		if t.passage == number {
			t.count++
			continue
		}
		t.passage, t.count = number, 1
		t.frequency++
		distinct = append(distinct, id)
	}
	p.distinct = append(p.distinct, uint32(len(distinct)))
	for _, id := range distinct {
		p.forward = append(p.forward, id<<8|min(p.terms[id].count, 255))
	}
}
