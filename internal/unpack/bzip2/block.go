package bzip2

import (
	"errors"
	"sync"
)

// maxBlock is the most bytes of a block before its runs are spread.
const maxBlock = 900_000

var (
	errShort      = errors.New("bzip2: a block ends early")
	errRandom     = errors.New("bzip2: randomised block, of bzip2 before 0.9.5")
	errTables     = errors.New("bzip2: impossible tables")
	errBlockSize  = errors.New("bzip2: block over its stream's size")
	errBlockStart = errors.New("bzip2: block begins outside itself")
)

// block is a block decoded.
type block struct {
	end    int    // bit behind it
	crc    uint32 // as stated
	size   int    // bytes before its runs are spread
	spread expander
	out    []byte // the first bytes of its content, maybe all
	err    error
}

// tables is what decoding a block needs beside its result.
type tables struct {
	codes     [6]huffman
	selectors [1 << 15]uint8
	counts    [256]uint32
}

var freeTables = sync.Pool{New: func() any { return new(tables) }}

// decode reads the block whose sign is at bit skip of data. It reads no bit from end on.
func decode(data []byte, skip, end int) *block {
	t := freeTables.Get().(*tables)
	defer freeTables.Put(t)
	in := newBits(data, skip, end)
	in.read(signBits)
	b := &block{crc: uint32(in.read(32))}
	b.err = b.read(&in, t)
	if in.over() {
		b.err = errShort
	}
	b.end = in.at()
	if b.err != nil {
		b.free()
		return b
	}
	b.out = b.spread.fill(newBuffer())
	if b.spread.ended() {
		b.free()
	}
	return b
}

// free gives back what the block holds, but for out.
func (b *block) free() {
	if b.spread.walk != nil {
		freeWalks.Put(b.spread.walk)
		b.spread.walk = nil
	}
}

func (b *block) read(in *bits, t *tables) error {
	b.spread.walk = freeWalks.Get().(*walk)
	if in.read(1) != 0 {
		return errRandom
	}
	start := uint32(in.read(24))
	symbols, n := usedBytes(in)
	if n == 0 {
		return errTables
	}
	groups, choices, err := t.readCodes(in, n+2)
	if err != nil {
		return err
	}
	m := moveToFront{walk: b.spread.walk, counts: &t.counts, order: symbols}
	clear(m.counts[:])
	if err := m.decode(in, t.codes[:groups], choices, uint16(n+1)); err != nil {
		return err
	}
	b.size = m.size
	return b.spread.begin(start, m.size, &t.counts)
}

// usedBytes reads which bytes the block has, in order.
func usedBytes(in *bits) (symbols [256]byte, n int) {
	rows := in.read(16)
	for row := range 16 {
		if rows>>(15-row)&1 == 0 {
			continue
		}
		columns := in.read(16)
		for column := range 16 {
			if columns>>(15-column)&1 != 0 {
				symbols[n] = byte(16*row + column)
				n++
			}
		}
	}
	return symbols, n
}

// readCodes reads the tables of codes for a number of symbols, and which is for which 50 symbols.
func (t *tables) readCodes(in *bits, symbols int) (groups int, choices []uint8, err error) {
	groups, n := int(in.read(3)), int(in.read(15))
	if groups < 2 || groups > len(t.codes) || n == 0 {
		return 0, nil, errTables
	}
	front := [6]uint8{0, 1, 2, 3, 4, 5}
	choices = t.selectors[:n]
	for i := range choices {
		k := 0
		for in.read(1) != 0 {
			if k++; k >= groups {
				return 0, nil, errTables
			}
		}
		chosen := front[k]
		copy(front[1:k+1], front[:k])
		front[0], choices[i] = chosen, chosen
	}
	var lengths [maxSymbols]uint8
	for g := range groups {
		if err := readLengths(in, lengths[:symbols]); err != nil {
			return 0, nil, err
		}
		if err := t.codes[g].set(lengths[:symbols]); err != nil {
			return 0, nil, err
		}
	}
	return groups, choices, nil
}

// readLengths reads the lengths of codes, each as its difference from the one before.
func readLengths(in *bits, lengths []uint8) error {
	n := int(in.read(5))
	for i := range lengths {
		for {
			if n < 1 || n > maxLength {
				return errLengths
			}
			if in.read(1) == 0 {
				break
			}
			n += 1 - 2*int(in.read(1))
		}
		lengths[i] = uint8(n)
	}
	return nil
}
