package hcsp

import (
	"context"
	"math/bits"
	"slices"

	"infoseek"
)

// Evidence co-coverage. A page counts as stating the claim between two entities if it is the page of one of them, or is related to both; and a claim of an attribute if it
// is the entity's page, or is related to the entity and states the attribute itself. That over-counts what pages really say, so Pages is a lower bound and Most an upper bound.

// claims calls state for each page that states any claim, with the set of edges whose claims it states: bit i for edge i.
func (n *Network) claims(ctx context.Context, state func(p infoseek.PageNum, edges uint64)) error {
	s := n.s
	if s.near == nil {
		s.near = make([]uint64, s.size)
	}
	var met []infoseek.PageNum
	defer func() {
		for _, p := range met {
			s.near[p] = 0
		}
	}()
	mark := func(p infoseek.PageNum, v int) {
		if s.near[p] == 0 {
			met = append(met, p)
		}
		s.near[p] |= 1 << v // is vertex v's page, or related to it
	}
	for v := range n.nodes {
		nd := &n.nodes[v]
		if !nd.entity {
			continue
		}
		set, err := s.related(ctx, nd.page)
		if err != nil {
			return err
		}
		mark(nd.page, v)
		for _, p := range set {
			mark(p, v)
		}
	}
	for _, p := range met {
		if edges := n.claimsOf(p, s.near[p]); edges != 0 {
			state(p, edges)
		}
	}
	return nil
}

func (n *Network) claimsOf(p infoseek.PageNum, near uint64) (edges uint64) {
	for c := 1; c < len(n.nodes); c++ {
		child, parent := &n.nodes[c], &n.nodes[n.nodes[c].parent]
		if near&(1<<child.parent) == 0 && !(child.entity && child.page == p) {
			continue
		}
		states := parent.page == p
		if child.entity {
			states = states || child.page == p || near&(1<<c) != 0
		} else {
			states = states || contains(child.set, p)
		}
		if states {
			edges |= 1 << (c - 1)
		}
	}
	return edges
}

func (n *Network) cover(ctx context.Context) (infoseek.Cover, error) {
	most := 0
	var sets []uint64
	err := n.claims(ctx, func(p infoseek.PageNum, edges uint64) {
		if !slices.ContainsFunc(sets, func(k uint64) bool { return edges&^k == 0 }) {
			sets = append(sets, edges)
		}
		if p != n.nodes[0].page {
			most = max(most, bits.OnesCount64(edges))
		}
	})
	if err != nil {
		return infoseek.Cover{}, err
	}
	all := uint64(1)<<(len(n.nodes)-1) - 1
	return infoseek.Cover{Pages: fewest(all, maximal(sets)), Most: most}, nil
}

// maximal keeps the sets that no other contains, largest first.
func maximal(sets []uint64) []uint64 {
	slices.SortFunc(sets, func(a, b uint64) int {
		if d := bits.OnesCount64(b) - bits.OnesCount64(a); d != 0 {
			return d
		}
		return int(int64(a) - int64(b))
	})
	kept := sets[:0]
	for _, s := range sets {
		if !slices.ContainsFunc(kept, func(k uint64) bool { return s&^k == 0 }) {
			kept = append(kept, s)
		}
	}
	return kept
}

// fewest returns the least number of sets whose union is all; the union of all sets is.
func fewest(all uint64, sets []uint64) int {
	for k := 1; ; k++ {
		if covers(all, sets, k) {
			return k
		}
	}
}

// covers says whether k of the sets make up all. Every solution has one that holds the lowest element still missing.
func covers(missing uint64, sets []uint64, k int) bool {
	if missing == 0 {
		return true
	}
	if k == 0 || bits.OnesCount64(missing) > k*bits.OnesCount64(sets[0]) {
		return false
	}
	lowest := missing & -missing
	for _, s := range sets {
		if s&lowest != 0 && covers(missing&^s, sets, k-1) {
			return true
		}
	}
	return false
}
