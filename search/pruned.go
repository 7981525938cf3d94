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
// no passage left out can be among the k best; one that merely ties is never left out, since only bounds strictly below that score are. Of a dense list the bounds are stored, of a sparse one they are the scores of its
// postings, which are all unpacked. The bounds are single-precision sums, rounded at each step; slack makes up for that. A block that
// comes up is bounded once more, by its eighths (eighths.go), before its postings are read. (Block-max pruning: Mallia, Suel and Tonellotto, SIGIR 2024.)

// scan offers x.top every passage that may belong there for x.query.
func (s *searcher) scan(x *scratch) {
	highest := s.boundBlocks(x)
	slack := 1 + float32(len(x.query)+4)*0x1p-22
	x.scale = scaleTo(highest, slack, len(x.query))
	for i := range x.query {
		x.query[i].scaled = float32(x.query[i].weight) * x.scale.bound
	}
	// Few blocks have a bound near the highest; what is found in them mostly rules out nearly all others.
	low := highest * 0.6
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
		if most := float64(x.bounds[block] * slack); most >= x.top.floor && s.reaches(x, block) {
			s.score(x, block, most)
		}
	}
}

// boundBlocks sets x.bounds and x.crowds, unpacks the sparse lists, and returns the highest bound.
func (s *searcher) boundBlocks(x *scratch) float32 {
	n := blocksOf(s.ix.meta.Passages)
	x.bounds = resized(x.bounds, (n+inCrowd-1)/inCrowd*inCrowd)
	x.unsorted, x.order = resized(x.unsorted, len(x.bounds)), resized(x.order, len(x.bounds))
	x.share(s.ix, n)
	clear(x.bounds)
	for i := range x.query {
		if t := &x.query[i]; t.dense.bounds != nil {
			s.boundDense(x.bounds, t)
		} else {
			s.boundSparse(x.bounds, t)
		}
	}
	return x.boundCrowds()
}

// inCrowd is how many blocks share a bound of their own, so that those whose blocks are all too low are passed over at once.
const inCrowd = 8

// boundCrowds sets x.crowds and returns the highest bound. Bounds are not negative, so that their bits are in the same order, and compared faster.
func (x *scratch) boundCrowds() float32 {
	x.crowds = resized(x.crowds, len(x.bounds)/inCrowd)
	highest := uint32(0)
	for i := range x.crowds {
		b := (*[inCrowd]float32)(x.bounds[i*inCrowd:])
		crowd := max(
			max(max(math.Float32bits(b[0]), math.Float32bits(b[1])), max(math.Float32bits(b[2]), math.Float32bits(b[3]))),
			max(max(math.Float32bits(b[4]), math.Float32bits(b[5])), max(math.Float32bits(b[6]), math.Float32bits(b[7]))))
		x.crowds[i] = crowd
		highest = max(highest, crowd)
	}
	return math.Float32frombits(highest)
}

// share gives each sparse list the memory that it needs, and unpacks it.
func (x *scratch) share(ix *Index, blocks int) {
	n, lists := 0, 0
	for i := range x.query {
		if x.query[i].dense.bounds == nil {
			n += x.query[i].frequency
			lists++
		}
	}
	x.passages, x.counts = resized(x.passages, n), resized(x.counts, n)
	n = blocks * lists
	x.places, x.bests, x.eighths = resized(x.places, n), resized(x.bests, n), resized(x.eighths, n)
	clear(x.eighths)
	passages, counts, list := x.passages, x.counts, 0
	for i := range x.query {
		t := &x.query[i]
		if t.dense.bounds != nil {
			continue
		}
		t.passages, t.counts = passages[:t.frequency:t.frequency], counts[:t.frequency:t.frequency]
		passages, counts = passages[t.frequency:], counts[t.frequency:]
		t.places, t.bests, t.eighths = x.places[list:list+blocks], x.bests[list:list+blocks], x.eighths[list:list+blocks]
		list += blocks
		if t.frequency == 1 {
			t.passages[0], t.counts[0] = t.passage, t.count
		} else {
			readSparse(ix.postings[t.start:], t.passages, t.counts)
		}
	}
}

func (s *searcher) boundDense(bounds []float32, t *queryTerm) {
	var most [256]float32
	for b := range most {
		most[b] = float32(t.weight) * s.most[b]
	}
	codes := t.dense.bounds
	bounds = bounds[:len(codes)]
	for block, code := range codes {
		bounds[block] += most[code]
	}
}

// boundSparse also notes where in the list each block ends. Whether a posting is in the block of the one before, and counts more, can't be foreseen: the loop has no branch to mispredict.
func (s *searcher) boundSparse(bounds []float32, t *queryTerm) {
	weight, lengths, impacts := float32(t.weight), s.ix.lengths, s.impacts32
	counts, places := t.counts[:len(t.passages)], t.places
	bests, eighths := t.bests[:len(places)], t.eighths[:len(places)]
	last := uint32(math.MaxUint32)
	before, best := uint32(0), uint32(0) // the bits of the block's bound without the term, and of the highest score of the term
	for i, p := range t.passages {
		score := math.Float32bits(weight * impacts[int(lengths[p])*inImpacts+int(min(counts[i], inImpacts-1))])
		block := p / blockSize
		bound := math.Float32bits(bounds[block])
		if block != last {
			before, best = bound, 0
		}
		last = block
		best = max(best, score)
		bounds[block] = math.Float32frombits(before) + math.Float32frombits(best)
		places[block] = uint32(i)
		bests[block] = math.Float32frombits(best)
		eighths[block] |= eighthOf(p)
	}
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
	for crowd, highest := range x.crowds {
		if highest <= above {
			continue
		}
		first := uint32(crowd) * inCrowd
		unsorted := (*[inCrowd]uint32)(x.unsorted[n:])
		k := 0
		for i, b := range (*[inCrowd]float32)(x.bounds[first:]) {
			unsorted[k%inCrowd] = first + uint32(i)
			if bits := math.Float32bits(b); bits-above-1 < upTo-above {
				k++
			}
		}
		n += k
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

// blockScores are the scores of a block's passages so far.
type blockScores struct {
	scores  [blockSize]float64
	touched uint32
	best    float64
}

func (b *blockScores) add(passage uint32, score float64) {
	passage %= blockSize
	score += b.scores[passage]
	b.scores[passage] = score
	b.touched |= 1 << passage
	if score > b.best {
		b.best = score
	}
}

// score offers x.top the passages of a block, none of which scores more than most, unless after some of the terms it is plain that none belongs there.
func (s *searcher) score(x *scratch, block uint32, most float64) {
	var b blockScores
	for i := range x.query {
		t := &x.query[i]
		if t.dense.bounds != nil {
			bound := t.dense.bounds[block]
			if bound == 0 {
				continue
			}
			s.scoreDense(&b, t, block)
			most -= t.weight * float64(s.most[bound])
		} else {
			if t.eighths[block] == 0 {
				continue
			}
			s.scoreSparse(&b, t, block)
			most -= float64(t.bests[block])
		}
		if b.best+most < x.top.floor {
			return
		}
	}
	base := block * blockSize
	for touched := b.touched; touched != 0; touched &= touched - 1 {
		p := uint32(bits.TrailingZeros32(touched))
		if b.scores[p] >= x.top.floor {
			x.top.add(b.scores[p], base+p)
		}
	}
}

func (s *searcher) scoreSparse(b *blockScores, t *queryTerm, block uint32) {
	for i := int(t.places[block]); i >= 0 && t.passages[i]/blockSize == block; i-- {
		p := t.passages[i]
		b.add(p, float64(t.weight*s.impact(t.counts[i], s.ix.lengths[p])))
	}
}

func (s *searcher) scoreDense(b *blockScores, t *queryTerm, block uint32) {
	lengths := s.ix.lengths[block*blockSize:]
	at := t.dense.place(block)
	for {
		p := t.dense.postings[at]
		at++
		count := p >> countShift
		if count == 0 {
			count = t.dense.postings[at]
			at++
		}
		passage := uint32(p & passageBits)
		b.add(passage, float64(t.weight*s.impact(count, lengths[passage])))
		if p&lastPosting != 0 {
			return
		}
	}
}
