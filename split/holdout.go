package split

import (
	"container/heap"
	"math/rand/v2"
)

// held is a set of questions to test by, as it grows.
type held struct {
	g     *graph
	sides []Side
	// cost is how many questions would be lost if this one were taken too: those on the train side that share something with it, and less by one where it is lost itself, for then it is won back.
	cost        []int32
	chance      []uint64 // decides between equal costs
	test, lost  int
	mark        []int32
	stamp       int32
	next        candidates
	neighboured []int32 // reused
}

// holdOut takes want questions: whole components while they do, in an order by chance and the largest never; then it cuts.
func (g *graph) holdOut(want int, o Options) (*held, Parts) {
	parts := g.components()
	largest := 0
	for i, c := range parts {
		if len(c) > len(parts[largest]) {
			largest = i
		}
	}
	p := Parts{Components: len(parts), Largest: len(parts[largest])}
	whole := g.wholeComponents(parts, largest, want, rand.New(rand.NewPCG(o.Seed, 0)))
	if p.Cut = len(whole) < want; !p.Cut {
		return g.grow(whole, want, nil), p
	}
	var best *held
	for try := range o.Tries {
		h := g.grow(whole, want, rand.New(rand.NewPCG(o.Seed, uint64(try+1))))
		if best == nil || h.test > best.test || h.test == best.test && h.lost < best.lost {
			best = h
		}
	}
	return best, p
}

// wholeComponents picks components but the largest, while they fit.
func (g *graph) wholeComponents(parts [][]int32, largest, want int, r *rand.Rand) []int32 {
	var taken []int32
	for _, i := range r.Perm(len(parts)) {
		if i != largest && len(taken)+len(parts[i]) <= want {
			taken = append(taken, parts[i]...)
		}
	}
	return taken
}

// grow takes first, then always the question that costs least, until there are want, or none is left that leaves the train side any.
func (g *graph) grow(first []int32, want int, r *rand.Rand) *held {
	h := &held{g: g, sides: make([]Side, len(g.keys)), cost: make([]int32, len(g.keys)), chance: make([]uint64, len(g.keys)), mark: make([]int32, len(g.keys))}
	for _, n := range first {
		h.sides[n] = Test
		h.test++
	}
	if r == nil || h.test >= want {
		return h
	}
	for n := range g.keys {
		h.chance[n] = r.Uint64()
		g.neighbours(int32(n), h.mark, h.visit(), func(m int32) {
			if h.sides[m] == Train {
				h.cost[n]++
			}
		})
		if h.sides[n] == Train {
			h.next = append(h.next, candidate{h.cost[n], h.chance[n], int32(n)})
		}
	}
	heap.Init(&h.next)
	for h.test < want && len(h.next) > 0 {
		c := heap.Pop(&h.next).(candidate)
		if h.sides[c.n] == Test || c.cost != h.cost[c.n] {
			continue // it costs less by now, and stands in the heap with that
		}
		if h.trained()-int(c.cost)-1 < 1 {
			break // costs only fall while others are lost too, so nothing else fits
		}
		h.take(c.n)
	}
	return h
}

func (h *held) visit() int32 {
	h.stamp++
	return h.stamp
}

// trained counts the questions left to train on.
func (h *held) trained() int { return len(h.sides) - h.test - h.lost }

// take moves a question to the test side, and what it shares something with out of the train side.
func (h *held) take(n int32) {
	leaving := h.neighboured[:0]
	h.g.neighbours(n, h.mark, h.visit(), func(m int32) {
		if h.sides[m] == Train {
			leaving = append(leaving, m)
		}
	})
	h.neighboured = leaving
	if h.sides[n] == Straddles {
		h.lost--
	} else {
		h.gone(n)
	}
	h.sides[n] = Test
	h.test++
	for _, m := range leaving {
		h.sides[m] = Straddles
		h.lost++
		h.cost[m]--
		h.gone(m)
		h.offer(m)
	}
}

// gone tells the neighbours of a question that left the train side that they cost less by now.
func (h *held) gone(n int32) {
	h.g.neighbours(n, h.mark, h.visit(), func(m int32) {
		h.cost[m]--
		h.offer(m)
	})
}

func (h *held) offer(n int32) {
	if h.sides[n] != Test {
		heap.Push(&h.next, candidate{h.cost[n], h.chance[n], n})
	}
}

// candidate is a question that could be taken, with what that cost when it was put there.
type candidate struct {
	cost   int32
	chance uint64
	n      int32
}

// candidates is a heap, the cheapest first.
type candidates []candidate

func (c candidates) Len() int { return len(c) }
func (c candidates) Less(i, j int) bool {
	if c[i].cost != c[j].cost {
		return c[i].cost < c[j].cost
	}
	return c[i].chance < c[j].chance || c[i].chance == c[j].chance && c[i].n < c[j].n
}
func (c candidates) Swap(i, j int) { c[i], c[j] = c[j], c[i] }

// Push is for heap.
func (c *candidates) Push(x any) { *c = append(*c, x.(candidate)) }

// Pop is for heap.
func (c *candidates) Pop() any {
	last := len(*c) - 1
	x := (*c)[last]
	*c = (*c)[:last]
	return x
}
