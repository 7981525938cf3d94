package search

import "math"

// blockSize is how many passages, in document order, share one bound for each term.
const blockSize = 32

// maxPassages is what the 24 bits for a block's number allow.
const maxPassages = blockSize << 24

// entry says that passages of a block have a term. From the high bits down: the number of the block (24 bits), the bound of the term there (8), and either that there is more
// than one posting (1) and where they begin (31), or the only posting (16, below zeros).
type entry uint64

// posting is a passage that has a term. From the high bits down: how often (8; 255: at least), whether it is the last of its term and block (1), and which of the block's passages
// it is (7).
type posting uint16

const (
	several     entry   = 1 << 31
	lastPosting posting = 1 << 7
	maxShared           = math.MaxInt32
)

func newEntry(block uint32, bound uint8, p posting) entry {
	return entry(block)<<40 | entry(bound)<<32 | entry(p)
}

func (e entry) block() uint32   { return uint32(e >> 40) }
func (e entry) bound() uint8    { return uint8(e >> 32) }
func (e entry) several() bool   { return e&several != 0 }
func (e entry) only() posting   { return posting(e) }
func (e entry) postings() int   { return int(e & (several - 1)) }
func (p posting) passage() uint { return uint(p) % blockSize }
func (p posting) last() bool    { return p&lastPosting != 0 }
func (p posting) count() uint8  { return uint8(p >> 8) }

// A bound says in one byte how much a term can count in a block, whatever the constants of the formula: in the high half the largest count there (15 stands for any from 15 on), in
// the low half the level of the shortest length there (the number of the highest floor that is not above it).

func boundOf(count, level uint8) uint8 { return min(count, 15)<<4 | level }

// widen returns the bound of two sets of passages together.
func widen(a, b uint8) uint8 { return max(a&0xf0, b&0xf0) | min(a&0x0f, b&0x0f) }

func lengthLevel(floors *[16]uint32, length uint32) uint8 {
	level := uint8(0)
	for i, f := range floors {
		if f <= length {
			level = uint8(i)
		}
	}
	return level
}
