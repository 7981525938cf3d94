package recount

import "infoseek"

// set is a set of pages, as a flag for each page of the corpus.
type set []bool

func (x *Index) set() set { return make(set, len(x.pages)) }

func (x *Index) only(p infoseek.PageNum) set {
	s := x.set()
	s[p] = true
	return s
}

// where returns the entities of which is is true.
func (x *Index) where(is func(infoseek.Page) bool) set {
	s := x.set()
	for n, p := range x.pages {
		s[n] = p.Entity && is(p)
	}
	return s
}

func (x *Index) entities() set { return x.where(func(infoseek.Page) bool { return true }) }

// near returns the entities related to some entity of s.
func (x *Index) near(s set) set {
	out := x.set()
	for p, in := range s {
		if !in {
			continue
		}
		for _, q := range x.related[p] {
			out[q] = true
		}
	}
	return out
}

func (s set) and(other set) set {
	out := make(set, len(s))
	for p := range s {
		out[p] = s[p] && other[p]
	}
	return out
}

func (s set) without(other set) set {
	out := make(set, len(s))
	for p := range s {
		out[p] = s[p] && !other[p]
	}
	return out
}

func (s set) size() int { return len(s.pages()) }

// pages lists the set in ascending order.
func (s set) pages() []infoseek.PageNum {
	var out []infoseek.PageNum
	for p, in := range s {
		if in {
			out = append(out, infoseek.PageNum(p))
		}
	}
	return out
}

func (s set) equals(p infoseek.PageNum) bool { return s[p] && s.size() == 1 }
