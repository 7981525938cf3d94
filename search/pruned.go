package search

import (
	"math"
	"math/bits"
)

// A search need not score every passage. For each block of passages in document order, the sum over the query's terms of the most each can count there is an upper bound of
// the score of every passage in it. Blocks are scored best bound first, until no bound left reaches the score of the k-th best unit found. Because
//
//	bound(block) ≥ score(passage) for every passage of the block, and
//	the k-th best score found so far only grows,
//
// no passage left out can be among the k best; one that merely ties is never left out, since only bounds strictly below that score are. The bounds are single-precision sums, rounded at
// each step; slack makes up for that. (Block-max pruning: Mallia, Suel and Tonellotto, SIGIR 2024.)

// scan offers x.top every passage that may belong there for x.query.
func (s *searcher) scan(x *scratch) {
	highest := s.boundBlocks(x)
	slack := 1 + float32(len(x.query)+4)*0x1p-22
	// Few blocks have a bound near the highest; what is found in them mostly rules out nearly all others.
	low := highest * 0.75
	s.scoreBlocks(x, low, highest, slack)
	s.scoreBlocks(x, float32(x.top.floor)/(slack*slack), low, slack)
}

// scoreBlocks scores the blocks with a bound in (low, high], about highest first.
func (s *searcher) scoreBlocks(x *scratch, low, high, slack float32) {
	if low >= high {
		return
	}
	x.sortBlocks(low, high)
	for _, block := range x.order {
		if most := float64(x.bounds[block] * slack); most >= x.top.floor {
			s.score(x, block, most)
		}
	}
}

// boundBlocks sets x.bounds and x.places and returns the highest bound.
func (s *searcher) boundBlocks(x *scratch) float32 {
	n := (s.ix.meta.Passages + blockSize - 1) / blockSize
	x.bounds = resized(x.bounds, n)
	x.unsorted, x.order = resized(x.unsorted, n), resized(x.order, n)
	x.places = resized(x.places, n*len(x.query))
	clear(x.bounds)
	bounds := x.bounds
	for i := range x.query {
		weight := float32(x.query[i].weight)
		places := x.places[i*n:][:len(bounds)]
		for j, e := range x.query[i].entries {
			block := e.block()
			bounds[block] += weight * s.most[e.bound()]
			places[block] = uint32(j)
		}
	}
	highest := float32(0)
	for _, b := range bounds {
		if b > highest {
			highest = b
		}
	}
	return highest
}

func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// buckets is into how many classes blocks are sorted by their bounds.
const buckets = 64

// sortBlocks sets x.order to the blocks with a bound in (low, high], sorted into buckets, highest first.
func (x *scratch) sortBlocks(low, high float32) {
	// Bounds are not negative, so their bits are in the same order. Which blocks are taken can't be foreseen: the loop has no branch to mispredict.
	above, upTo := math.Float32bits(low), math.Float32bits(high)
	n := 0
	for block, b := range x.bounds {
		x.unsorted[n] = uint32(block)
		if bits := math.Float32bits(b); bits-above-1 < upTo-above {
			n++
		}
	}
	scale := buckets / (high - low)
	var ends [buckets]uint32
	for _, block := range x.unsorted[:n] {
		ends[bucketOf(x.bounds[block]-low, scale)]++
	}
	sum := uint32(0)
	for i, n := range ends {
		ends[i] = sum
		sum += n
	}
	x.order = x.order[:n]
	for _, block := range x.unsorted[:n] {
		i := bucketOf(x.bounds[block]-low, scale)
		x.order[ends[i]] = block
		ends[i]++
	}
}

// bucketOf returns 0 for the highest bounds.
func bucketOf(bound, scale float32) int {
	return buckets - 1 - min(int(bound*scale), buckets-1)
}

// score offers x.top the passages of a block, none of which scores more than most, unless after some of the terms it is plain that none belongs there.
func (s *searcher) score(x *scratch, block uint32, most float64) {
	var scores [blockSize]float64
	touched, best := uint64(0), 0.0
	base := block * blockSize
	lengths := s.ix.lengths[base:min(int(base)+blockSize, len(s.ix.lengths))]
	for i := range x.query {
		t := &x.query[i]
		place := x.places[i*len(x.bounds)+int(block)]
		if uint(place) >= uint(len(t.entries)) {
			continue
		}
		e := t.entries[place]
		if e.block() != block {
			continue
		}
		p, next := e.only(), 0
		if e.several() {
			next = e.postings() + 1
			p = s.ix.postings[next-1]
		}
		for {
			passage, count := p.passage(), float64(p.count())
			score := scores[passage] + float64(t.weight*(count/(count+s.norm(lengths[passage]))))
			scores[passage] = score
			touched |= 1 << passage
			if score > best {
				best = score
			}
			if p.last() {
				break
			}
			p = s.ix.postings[next]
			next++
		}
		most -= t.weight * float64(s.most[e.bound()])
		if best+most < x.top.floor {
			return
		}
	}
	for ; touched != 0; touched &= touched - 1 {
		p := uint32(bits.TrailingZeros64(touched))
		if scores[p] >= x.top.floor {
			x.top.add(scores[p], base+p)
		}
	}
}
