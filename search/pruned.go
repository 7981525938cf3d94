package search

import "math/bits"

// A search need not score every passage. For each block of passages in document order, the sum over the query's terms of the most each can count there is an upper bound of
// the score of every passage in it. Blocks are scored best bound first, until no bound left reaches the score of the k-th best unit found. Because
//
//	bound(block) ≥ score(passage) for every passage of the block, and
//	the k-th best score found so far only grows,
//
// no passage left out can be among the k best; one that merely ties is never left out, since only bounds strictly below that score are. The bounds are single-precision sums, rounded at
// each step; slack makes up for that. (Block-max pruning: Mallia, Suel and Tonellotto, SIGIR 2024.)

// buckets is into how many classes blocks are sorted by their bounds.
const buckets = 256

// scan offers x.top every passage that may belong there for x.query.
func (s *searcher) scan(x *scratch) {
	highest := s.boundBlocks(x)
	if highest == 0 {
		return
	}
	slack := 1 + float32(len(x.query)+4)*0x1p-22
	ends := x.sortBlocks(highest)
	start := uint32(0)
	for bucket, end := range ends {
		if upper := highest * float32(buckets-bucket) / buckets; upper*slack < float32(x.top.floor) {
			return
		}
		for _, block := range x.order[start:end] {
			if float64(x.bounds[block]*slack) >= x.top.floor {
				s.score(x, block)
			}
		}
		start = end
	}
}

// boundBlocks sets x.bounds and returns the highest.
func (s *searcher) boundBlocks(x *scratch) float32 {
	n := (s.ix.meta.Passages + blockSize - 1) / blockSize
	if cap(x.bounds) < n {
		x.bounds, x.order = make([]float32, n), make([]uint32, n)
	}
	x.bounds = x.bounds[:n]
	clear(x.bounds)
	bounds := x.bounds
	for _, t := range x.query {
		weight := float32(t.weight)
		of := s.ix.bounds[t.first:t.last]
		for i, block := range s.ix.blocks[t.first:t.last] {
			bounds[block] += weight * s.most[of[i]]
		}
	}
	highest := float32(0)
	for _, b := range bounds {
		highest = max(highest, b)
	}
	return highest
}

// sortBlocks sets x.order to the blocks that have a bound, by buckets, highest first, and returns where each bucket ends.
func (x *scratch) sortBlocks(highest float32) (ends [buckets]uint32) {
	scale := buckets / highest
	for _, b := range x.bounds {
		if b > 0 {
			ends[bucketOf(b, scale)]++
		}
	}
	sum := uint32(0)
	for i, n := range ends {
		ends[i] = sum
		sum += n
	}
	x.order = x.order[:cap(x.order)]
	for block, b := range x.bounds {
		if b > 0 {
			i := bucketOf(b, scale)
			x.order[ends[i]] = uint32(block)
			ends[i]++
		}
	}
	return ends
}

// bucketOf returns 0 for the highest bounds.
func bucketOf(bound, scale float32) int {
	return buckets - 1 - min(int(bound*scale), buckets-1)
}

// score offers x.top the passages of a block.
func (s *searcher) score(x *scratch, block uint32) {
	var scores [blockSize]float64
	touched := uint64(0)
	ix := s.ix
	base := block * blockSize
	lengths := ix.lengths[base:min(int(base)+blockSize, len(ix.lengths))]
	for i := range x.query {
		t := &x.query[i]
		e, ok := entry(ix.blocks[t.first:t.last], block, len(x.bounds))
		if !ok {
			continue
		}
		first, last := ix.firstPosting[t.first+uint32(e)], ix.firstPosting[t.first+uint32(e)+1]
		counts := ix.counts[first:last]
		for j, p := range ix.passages[first:last] {
			count := float64(counts[j])
			scores[p%blockSize] += float64(t.weight * (count / (count + s.norm(lengths[p]))))
			touched |= 1 << (p % blockSize)
		}
	}
	for ; touched != 0; touched &= touched - 1 {
		p := uint32(bits.TrailingZeros64(touched))
		x.top.offer(scores[p], base+p)
	}
}

// entry finds block in blocks, which are ascending and below n.
func entry(blocks []uint32, block uint32, n int) (int, bool) {
	// Since all differ, block can't be more places to the left of its own number than blocks are missing.
	low, high := max(0, int(block)-(n-len(blocks))), min(int(block)+1, len(blocks))
	for low < high {
		mid := int(uint(low+high) / 2)
		if blocks[mid] < block {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < len(blocks) && blocks[low] == block
}
