package dense

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
)

// How a search is exact. Let x be a row's vector and y the query's, x = s·p + d and y = t·q + e with p and q in whole numbers, |d| and |e| known (quantise.go). Then
//
//	x·y = s·t·(p·q) + s·p·e + d·y,   |s·p·e + d·y| <= (|x|+|d|)·|e| + |d|·|y|
//
// so that the product of whole numbers, which the kernels give for every row, bounds x·y from both sides; what f32 rounds off, there and in the score itself, is in slack. The k-th highest lower bound seen so far is a score that the k-th best
// reaches: a row whose upper bound is below is none of the best. The others, some hundreds, are multiplied in f32.

// tile is how many blocks are multiplied with all queries before the next: few enough to stay in the processor's cache.
const tile = 16

// wanted is one query of a scan.
type wanted struct {
	quantised
	vector []float32
	k      int
	byPage bool

	bounds     bounds
	lowest     lowest
	candidates []candidate
	room       int // how many candidates there may be before some are dropped
}

// candidate is a row with its upper bound, and later its score.
type candidate struct {
	score float32
	row   uint32
}

// before is the order of ranks: by score, ties by document order.
func (a candidate) before(b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.row, b.row))
}

func newWanted(vector []float32, k int, byPage bool) *wanted {
	w := &wanted{vector: vector, k: k, byPage: byPage, lowest: lowest{k: k}}
	quantise(vector, &w.quantised)
	rounding := float32(len(vector)/lanes+16) * 0x1p-23
	w.bounds = bounds{scale: w.scale, perOff: (roundUp(norm(vector)) + w.off) * (1 + 0x1p-20), slack: w.off*maxNorm*(1+0x1p-20) + rounding}
	return w
}

// scan finds the candidates of all queries.
func (ix *Index) scan(ctx context.Context, k *kernel, queries []*wanted) error {
	groups, blocks := groupsOf(ix.meta.Dims), blocksOf(ix.meta.Rows)
	panels := panelsOf(queries, groups)
	sums := make([]int32, panelWidth*tile*blockRows)
	for b := 0; b < blocks; b += tile {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(tile, blocks-b)
		rows := ix.packed[b*groups*groupBytes:][:n*groups*groupBytes]
		for _, p := range panels {
			p.multiply(k, rows, groups, n, sums)
			for j, w := range p.queries {
				w.take(&ix.columns, k, b*blockRows, sums[j*n*blockRows:][:n*blockRows])
			}
		}
	}
	return nil
}

// panelled are queries that are multiplied at once.
type panelled struct {
	queries []*wanted
	panel
}

// panelsOf groups queries. A panel that would be mostly empty is done one by one.
func panelsOf(queries []*wanted, groups int) (panels []panelled) {
	for len(queries) > 2 {
		n := min(panelWidth, len(queries))
		var numbers [][]int8
		for _, w := range queries[:n] {
			numbers = append(numbers, w.numbers)
		}
		panels = append(panels, panelled{queries[:n], newPanel(numbers, groups)})
		queries = queries[n:]
	}
	for i, w := range queries {
		panels = append(panels, panelled{queries[i : i+1], newPanel([][]int8{w.numbers}, groups)})
	}
	return panels
}

func (p panelled) multiply(k *kernel, rows []byte, groups, blocks int, sums []int32) {
	if len(p.queries) == 1 {
		k.one(rows, groups, blocks, p.panel, sums)
	} else {
		k.wide(rows, groups, blocks, p.panel, sums)
	}
}

// take looks at the products of whole blocks of rows from first on.
func (w *wanted) take(c *columns, k *kernel, first int, sums []int32) {
	var masks [tile]uint16
	scales, offs := c.scales[first:][:len(sums)], c.offs[first:][:len(sums)]
	w.bounds.lowest = w.lowest.bound
	k.mask(masks[:len(sums)/blockRows], sums, scales, offs, w.bounds)
	for b, mask := range masks[:len(sums)/blockRows] {
		for ; mask != 0; mask &= mask - 1 {
			i := b*blockRows + bits.TrailingZeros16(mask)
			if first+i < c.meta.Rows {
				w.add(c, uint32(first+i), w.bounds.upper(sums[i], scales[i], offs[i]), w.bounds.margin(offs[i]))
			}
		}
	}
}

// add takes a row whose product is at most upper, and at least that less twice the margin.
func (w *wanted) add(c *columns, row uint32, upper, margin float32) {
	if upper <= 0 || upper < w.lowest.bound {
		return
	}
	w.candidates = append(w.candidates, candidate{upper, row})
	unit := row
	if w.byPage {
		unit = c.places[row].page
	}
	w.lowest.offer(upper-2*margin, unit)
	if len(w.candidates) >= w.room {
		w.prune()
		w.room = max(1024, 2*len(w.candidates))
	}
}

// prune drops the candidates that can't be among the best any more.
func (w *wanted) prune() {
	w.candidates = slices.DeleteFunc(w.candidates, func(c candidate) bool { return c.score < w.lowest.bound })
}

// best multiplies the candidates in f32 and returns the k best units, best first.
func (w *wanted) best(c *columns, k *kernel) []candidate {
	w.lowest.end()
	w.prune()
	for i := range w.candidates {
		one := &w.candidates[i]
		one.score = k.dot(w.vector, c.vector(one.row))
	}
	found := slices.DeleteFunc(w.candidates, func(c candidate) bool { return c.score <= 0 })
	slices.SortFunc(found, candidate.before)
	if w.byPage {
		seen := map[uint32]bool{}
		found = slices.DeleteFunc(found, func(one candidate) bool {
			page := c.places[one.row].page
			again := seen[page]
			seen[page] = true
			return again
		})
	}
	return found[:min(w.k, len(found))]
}

// lowest keeps the k highest lower bounds of units, whose rows come one behind the other.
type lowest struct {
	k     int
	bound float32 // the k-th highest, 0 as long as there are fewer
	heap  []float32
	// The unit at hand, with its highest bound so far.
	unit   uint32
	best   float32
	pended bool
}

func (l *lowest) offer(v float32, unit uint32) {
	if l.pended && unit == l.unit {
		l.best = max(l.best, v)
		return
	}
	l.end()
	l.unit, l.best, l.pended = unit, v, true
}

// end takes in the unit at hand.
func (l *lowest) end() {
	if !l.pended {
		return
	}
	l.pended = false
	if l.best <= l.bound {
		return
	}
	if len(l.heap) < l.k {
		l.heap = append(l.heap, l.best)
		l.up(len(l.heap) - 1)
	} else {
		l.heap[0] = l.best
		l.down()
	}
	if len(l.heap) == l.k {
		l.bound = max(0, l.heap[0])
	}
}

func (l *lowest) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if l.heap[parent] <= l.heap[i] {
			return
		}
		l.heap[parent], l.heap[i] = l.heap[i], l.heap[parent]
		i = parent
	}
}

func (l *lowest) down() {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(l.heap) {
			return
		}
		if child+1 < len(l.heap) && l.heap[child+1] < l.heap[child] {
			child++
		}
		if l.heap[i] <= l.heap[child] {
			return
		}
		l.heap[i], l.heap[child] = l.heap[child], l.heap[i]
		i = child
	}
}
