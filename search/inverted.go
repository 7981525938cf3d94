package search

import (
	"cmp"
	"slices"
)

// inverted is a part turned round.
type inverted struct {
	terms    []partTerm
	order    []uint32 // the terms by their bytes
	ends     []uint32 // where in the following each one's postings end
	passages []uint32
	counts   []uint8
	i        int
	now      postings
}

func (p *part) invert() *inverted {
	v := &inverted{terms: p.terms, ends: make([]uint32, len(p.terms)), passages: make([]uint32, len(p.forward)), counts: make([]uint8, len(p.forward))}
	for i := range p.terms {
		if p.terms[i].frequency > 0 {
			v.order = append(v.order, uint32(i))
		}
	}
	slices.SortFunc(v.order, func(a, b uint32) int { return cmp.Compare(p.terms[a].text, p.terms[b].text) })
	sum := uint32(0)
	for id := range p.terms {
		v.ends[id] = sum
		sum += p.terms[id].frequency
	}
	rest := p.forward
	for i, n := range p.distinct {
		for _, f := range rest[:n] {
			at := &v.ends[f>>8]
			v.passages[*at], v.counts[*at] = p.first+uint32(i), uint8(f)
			*at++
		}
		rest = rest[n:]
	}
	return v
}

func (v *inverted) next() (bool, error) {
	if v.i == len(v.order) {
		return false, nil
	}
	id := v.order[v.i]
	from, to := v.ends[id]-v.terms[id].frequency, v.ends[id]
	v.now = postings{append(v.now.term[:0], v.terms[id].text...), v.passages[from:to], v.counts[from:to]}
	v.i++
	return true, nil
}

func (v *inverted) at() *postings { return &v.now }
