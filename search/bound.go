package search

// blockSize is how many passages, in document order, share one bound for each term.
const blockSize = 32

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
