package bzip2

import "errors"

const (
	maxLength  = 20 // bits of a code
	maxSymbols = 258
	rootBits   = 10
)

var (
	errCode    = errors.New("bzip2: code of no symbol")
	errLengths = errors.New("bzip2: lengths of codes that can't be")
)

// huffman decodes the symbols of one table.
type huffman struct {
	root [1 << rootBits]uint16 // symbol<<5 | length, by the next bits; 0 where the code is longer, or none
	// Codes of n bits are those below limit[n] (as 20 bits); the first is symbol number base[n] of the order.
	limit [maxLength + 2]uint32
	base  [maxLength + 2]int32
	order [maxSymbols]uint16
}

// set makes the table of the codes with the given lengths, 1 to 20 each.
func (h *huffman) set(lengths []uint8) error {
	var count [maxLength + 1]int
	for _, n := range lengths {
		count[n]++
	}
	var at [maxLength + 1]int
	code, total := uint32(0), 0
	for n := 1; n <= maxLength; n++ {
		first := code << (maxLength - n)
		h.base[n] = int32(total) - int32(code)
		at[n] = total
		code += uint32(count[n])
		total += count[n]
		if code > 1<<n {
			return errLengths
		}
		h.limit[n] = first + uint32(count[n])<<(maxLength-n)
		code <<= 1
	}
	for s, n := range lengths {
		h.order[at[n]] = uint16(s)
		at[n]++
	}
	h.setRoot()
	return nil
}

// setRoot fills the table of short codes, which follow one another.
func (h *huffman) setRoot() {
	slot := 0
	for n := 1; n <= rootBits; n++ {
		for ; slot < int(h.limit[n]>>(maxLength-rootBits)); slot++ {
			code := slot >> (rootBits - n)
			h.root[slot] = h.order[int32(code)+h.base[n]]<<5 | uint16(n)
		}
	}
	clear(h.root[slot:])
}

// long decodes a code that root does not have.
func (h *huffman) long(b *bits) (uint16, error) {
	next := uint32(b.word >> (64 - maxLength))
	for n := rootBits + 1; n <= maxLength; n++ {
		if next < h.limit[n] {
			b.drop(uint(n))
			return h.order[int32(next>>(maxLength-n))+h.base[n]], nil
		}
	}
	return 0, errCode
}
