package hcsp

import (
	"math/bits"

	"infoseek"
)

// bitset holds page numbers below a fixed bound. A summary (one bit for each of its words) makes emptying and listing it cost what it holds, not how large the corpus is, until a
// whole row has been joined to it.
type bitset struct {
	words   []uint64
	summary []uint64
	dense   bool // a row was joined: the summary says nothing
}

func newBitset(n int) bitset {
	words := (n + 63) / 64
	return bitset{words: make([]uint64, words), summary: make([]uint64, (words+63)/64)}
}

func (b *bitset) add(set []infoseek.PageNum) {
	for _, p := range set {
		w := p >> 6
		b.words[w] |= 1 << (p & 63)
		b.summary[w>>6] |= 1 << (w & 63)
	}
}

// join adds all of a row as long as b.words.
func (b *bitset) join(row []uint64) {
	b.dense = true
	words := b.words[:len(row)]
	for i, w := range row {
		words[i] |= w
	}
}

func (b *bitset) has(p infoseek.PageNum) bool { return b.words[p>>6]&(1<<(p&63)) != 0 }

func (b *bitset) hasAny(set []infoseek.PageNum) bool {
	for _, p := range set {
		if b.has(p) {
			return true
		}
	}
	return false
}

// drain appends what b holds to dst, ascending, and empties b.
func (b *bitset) drain(dst []infoseek.PageNum) []infoseek.PageNum {
	if b.dense {
		for w := range b.words {
			dst = b.drainWord(dst, w)
		}
	}
	for i, s := range b.summary {
		for ; s != 0 && !b.dense; s &= s - 1 {
			dst = b.drainWord(dst, i<<6|bits.TrailingZeros64(s))
		}
		b.summary[i] = 0
	}
	b.dense = false
	return dst
}

func (b *bitset) drainWord(dst []infoseek.PageNum, w int) []infoseek.PageNum {
	for word := b.words[w]; word != 0; word &= word - 1 {
		dst = append(dst, infoseek.PageNum(w<<6|bits.TrailingZeros64(word)))
	}
	b.words[w] = 0
	return dst
}

func (b *bitset) clear() {
	if b.dense {
		clear(b.words)
	}
	for i, s := range b.summary {
		for ; s != 0 && !b.dense; s &= s - 1 {
			b.words[i<<6|bits.TrailingZeros64(s)] = 0
		}
		b.summary[i] = 0
	}
	b.dense = false
}
