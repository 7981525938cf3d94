package search

import (
	"math/bits"
	"math/rand/v2"
	"strings"
)

// vocabulary maps words to numbers. It is a hash table whose entries hold short words themselves, so that a look-up of a rare word waits for memory once, where a map of strings waits for its group, its
// entry and the string's bytes. Longer words are in a map. Nothing is ever removed.
type vocabulary struct {
	entries []entry // a power of two of them; linear probing
	shift   int     // of a hash, that leaves the number of an entry
	used    int
	seeds   [2]uint64 // drawn, so that no text can be made whose words all fall on one place; nothing that is written depends on them
	long    map[string]uint32
}

// entry is a word and its number.
type entry struct {
	shortWord
	number uint32
}

// shortWord is a word of 1 to 16 bytes: its first and its last eight, which overlap where it is shorter than 16. Shorter than eight, it is all in low.
type shortWord struct {
	low, high uint64
	length    uint32 // 0: there is none
}

func newVocabulary() *vocabulary {
	v := &vocabulary{long: map[string]uint32{}, seeds: [2]uint64{rand.Uint64(), rand.Uint64()}}
	v.resize(1 << 12)
	return v
}

func (v *vocabulary) resize(n int) {
	old := v.entries
	v.entries, v.shift = make([]entry, n), 64-bits.TrailingZeros(uint(n))
	for _, e := range old {
		if e.length > 0 {
			*v.place(e.shortWord) = e
		}
	}
}

// place is the entry that has the word, or the empty one where it belongs. The hash is a folded product, as in wyhash.
func (v *vocabulary) place(w shortWord) *entry {
	high, low := bits.Mul64(w.low^v.seeds[0], w.high^v.seeds[1]^uint64(w.length))
	for i := int((high ^ low) * 0x9e3779b97f4a7c15 >> v.shift); ; i = (i + 1) & (len(v.entries) - 1) {
		e := &v.entries[i]
		if e.shortWord == w || e.length == 0 {
			return e
		}
	}
}

// number returns the number of a word. One that is new gets what next says, which may not use v.
func (v *vocabulary) number(word string, next func() uint32) uint32 {
	w, ok := shorten(word)
	if !ok {
		return v.longNumber(word, next)
	}
	e := v.place(w)
	if e.length == 0 {
		*e = entry{w, next()}
		n := e.number
		if v.used++; v.used > len(v.entries)/2 {
			v.resize(2 * len(v.entries))
		}
		return n
	}
	return e.number
}

func (v *vocabulary) longNumber(word string, next func() uint32) uint32 {
	n, ok := v.long[word]
	if !ok {
		n = next()
		v.long[strings.Clone(word)] = n
	}
	return n
}

func shorten(word string) (shortWord, bool) {
	n := len(word)
	switch {
	case n == 0 || n > 16:
		return shortWord{}, false
	case n >= 8:
		return shortWord{eight(word), eight(word[n-8:]), uint32(n)}, true
	}
	low := uint64(0)
	for i := range n {
		low |= uint64(word[i]) << (8 * i)
	}
	return shortWord{low, 0, uint32(n)}, true
}

func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
