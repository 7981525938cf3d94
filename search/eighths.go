package search

// eighths are sums of what the terms of a query can count in each eighth of a block, at most mostSum each, in lanes of 16 bits.
//
// A block's bound takes the best of each term, though they may stand in different passages. Before a block is scored it is therefore bounded again by its eighths, from nothing but which of them have each term: of nine blocks
// whose bound reaches the score that is needed, about one has an eighth that does.
type eighths struct{ low, high uint64 }

const (
	inEighth = blockSize / 8
	lanes    = 1<<48 | 1<<32 | 1<<16 | 1 // 1 in each
	mostSum  = 1<<15 - 1
)

// eighthOf returns the bit of a passage's eighth.
func eighthOf(passage uint32) uint8 { return 1 << (passage % blockSize / inEighth) }

// spread has 1 in the lanes whose bits are set.
var spread = func() (all [16]uint64) {
	for bits := range all {
		for i := range 4 {
			all[bits] |= uint64(bits>>i&1) << (16 * i)
		}
	}
	return all
}()

// add counts most in the eighths that are in set.
func (e *eighths) add(set uint8, most uint64) {
	e.low += spread[set&15] * most
	e.high += spread[set>>4] * most
}

// reach says whether a sum is floor or more; floor is at most mostSum.
func (e *eighths) reach(floor uint64) bool {
	above := (mostSum + 1 - floor) * lanes
	return ((e.low+above)|(e.high+above))&(lanes<<15) != 0
}

// eighthScale is what sums of eighths are measured in: of a bound, and, smaller by as much as bounds may be rounded, of a score that must be reached. Zero: the sums are not to be used.
type eighthScale struct {
	bound float32
	floor float64
}

// scaleTo keeps the sums of so many terms, each of which is rounded up, within mostSum if no bound is above highest.
func scaleTo(highest, slack float32, terms int) (s eighthScale) {
	if highest < 0x1p-64 || terms > mostSum/2 { // beyond floating point, or a question of thousands of terms
		return s
	}
	s.floor = float64(mostSum-terms) / (float64(highest) * float64(slack) * float64(slack))
	s.bound = float32(s.floor * float64(slack))
	return s
}

// reaches says whether a passage of the block may score x.top.floor, by the sums of its eighths.
func (s *searcher) reaches(x *scratch, block uint32) bool {
	if x.scale.bound == 0 {
		return true
	}
	var sums eighths
	for i := range x.query {
		t := &x.query[i]
		if t.dense.bounds != nil {
			sums.add(t.dense.eighths[block], 1+uint64(int(t.scaled*s.most[t.dense.bounds[block]])))
		} else {
			sums.add(t.eighths[block], 1+uint64(int(x.scale.bound*t.bests[block])))
		}
	}
	return sums.reach(uint64(int(x.scale.floor * x.top.floor)))
}
