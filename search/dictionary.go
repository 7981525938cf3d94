package search

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// termsInBlock is how many terms, in order of their bytes, share a place in termPlaces. Each is a record: how many bytes it has in common with the one before in the block (uvarint; 0 for the first), how many others follow
// (uvarint), those, how many passages have it (uvarint); then, of a term of one passage, that (uvarint) and how often it has it (a byte); of others, the size of their list of postings (uvarint).
const termsInBlock = 16

// lexeme is what the dictionary says of a term.
type lexeme struct {
	id        uint64 // which of the terms, in order, from 0
	frequency int    // passages that have it
	passage   uint32 // the only one, with count
	count     uint8
	start     uint64 // of several, where in the postings their list is
	size      uint64
}

// dictionary is written term after term.
type dictionary struct {
	text   []byte
	places []uint64 // of each block, where it begins in text, and where its lists begin in the postings
	terms  int
	before []byte
}

func (d *dictionary) add(term []byte, frequency int, place uint64) {
	shared := 0
	if d.terms%termsInBlock == 0 {
		d.places = append(d.places, uint64(len(d.text)), place)
	} else {
		for shared < min(len(term), len(d.before)) && term[shared] == d.before[shared] {
			shared++
		}
	}
	d.text = binary.AppendUvarint(d.text, uint64(shared))
	d.text = binary.AppendUvarint(d.text, uint64(len(term)-shared))
	d.text = append(d.text, term[shared:]...)
	d.text = binary.AppendUvarint(d.text, uint64(frequency))
	d.before = append(d.before[:0], term...)
	d.terms++
}

// only ends the record of a term of one passage, several that of another.
func (d *dictionary) only(passage uint32, count uint8) {
	d.text = append(binary.AppendUvarint(d.text, uint64(passage)), count)
}

func (d *dictionary) several(size uint64) { d.text = binary.AppendUvarint(d.text, size) }

// record reads the record at *at and moves on behind it; term holds the term before, and comes to hold this one.
func (c *columns) record(at, place *uint64, term *[]byte) lexeme {
	shared := c.varint(at)
	rest := c.varint(at)
	*term = append((*term)[:shared], c.termText[*at:*at+rest]...)
	*at += rest
	l := lexeme{frequency: int(c.varint(at))}
	if l.frequency == 1 {
		l.passage = uint32(c.varint(at))
		l.count = c.termText[*at]
		*at++
		return l
	}
	l.start, l.size = *place, c.varint(at)
	*place += l.size
	return l
}

func (c *columns) varint(at *uint64) uint64 {
	v, n := binary.Uvarint(c.termText[*at:])
	*at += uint64(n)
	return v
}

// find looks a term up.
func (c *columns) find(term string) (lexeme, bool) {
	low, high := 0, len(c.termPlaces)/2 // the block is below high, and not below low if any is
	for high-low > 1 {
		if middle := (low + high) / 2; c.firstTerm(middle) <= term {
			low = middle
		} else {
			high = middle
		}
	}
	if low == high {
		return lexeme{}, false
	}
	var buf [64]byte
	word := buf[:0]
	at, place := c.termPlaces[2*low], c.termPlaces[2*low+1]
	for i := low * termsInBlock; i < min((low+1)*termsInBlock, c.meta.Terms); i++ {
		l := c.record(&at, &place, &word)
		if string(word) == term {
			l.id = uint64(i)
			return l, true
		}
	}
	return lexeme{}, false
}

func (c *columns) firstTerm(block int) string {
	at := c.termPlaces[2*block]
	c.varint(&at)
	n := c.varint(&at)
	return viewOf(c.termText[at : at+n])
}

var errDictionary = errors.New("dictionary is out of order")

// checkTerms reads the whole dictionary and hands each term on.
func (c *columns) checkTerms(use func(term []byte, l lexeme) error) error {
	if len(c.termPlaces) != 2*((c.meta.Terms+termsInBlock-1)/termsInBlock) {
		return errDictionary
	}
	var again dictionary
	var term, before []byte
	place, at := uint64(0), uint64(0)
	for i := range c.meta.Terms {
		if i%termsInBlock == 0 {
			if c.termPlaces[i/termsInBlock*2] != at || c.termPlaces[i/termsInBlock*2+1] != place {
				return errDictionary
			}
			term = term[:0]
		}
		if !c.recordFits(at, len(term)) {
			return errDictionary
		}
		l := c.record(&at, &place, &term)
		if i > 0 && string(term) <= string(before) || l.frequency < 1 || l.frequency > c.meta.Passages || place > uint64(len(c.postings)) {
			return errDictionary
		}
		before = append(before[:0], term...)
		again.add(term, l.frequency, 0)
		if l.frequency == 1 {
			again.only(l.passage, l.count)
		} else {
			again.several(l.size)
		}
		if err := use(term, l); err != nil {
			return fmt.Errorf("term %q: %w", term, err)
		}
	}
	if string(again.text) != string(c.termText) || place+slackBytes != uint64(len(c.postings)) {
		return errDictionary
	}
	return nil
}

// recordFits says whether a record at that place can be read, behind a term of so many bytes.
func (c *columns) recordFits(at uint64, before int) bool {
	rest := c.termText[min(at, uint64(len(c.termText))):]
	next := func() (uint64, bool) {
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			return 0, false
		}
		rest = rest[n:]
		return v, true
	}
	shared, ok := next()
	if !ok || shared > uint64(before) {
		return false
	}
	n, ok := next()
	if !ok || n > uint64(len(rest)) {
		return false
	}
	rest = rest[n:]
	frequency, ok := next()
	if !ok || frequency > maxPassages {
		return false
	}
	v, ok := next()
	if frequency == 1 {
		return ok && v < uint64(c.meta.Passages) && len(rest) > 0 && rest[0] > 0
	}
	return ok && v <= uint64(len(c.postings))
}
