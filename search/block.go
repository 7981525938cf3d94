package search

// blockSize is how many passages, in document order, share one bound for each term.
const blockSize = 32

// maxPassages is what their numbers allow.
const maxPassages = 1<<32 - blockSize

func blocksOf(passages int) int { return (passages + blockSize - 1) / blockSize }

// A bound says in one byte how much a term can count in a block, whatever the constants of the formula: in the high half the largest count there (15 stands for any from 15 on), in
// the low half the level of the shortest length there (the number of the highest floor that is not above it). 0 stands for a block without the term.

func boundOf(count, level uint8) uint8 { return min(count, 15)<<4 | level }

// widen returns the bound of two sets of passages together.
func widen(a, b uint8) uint8 { return max(a&0xf0, b&0xf0) | min(a&0x0f, b&0x0f) }

// levels says of each length which level it has.
func levels(floors [16]uint32, longest uint32) []uint8 {
	all := make([]uint8, longest+1)
	level := 0
	for length := range all {
		for level+1 < len(floors) && floors[level+1] <= uint32(length) {
			level++
		}
		all[length] = uint8(level)
	}
	return all
}
