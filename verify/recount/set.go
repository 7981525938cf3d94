package recount

import "infoseek"

// set is a set of entities.
type set map[infoseek.PageNum]bool

func (s set) and(other set) set {
	out := set{}
	for p := range s {
		if other[p] {
			out[p] = true
		}
	}
	return out
}

func (s set) without(other set) set {
	out := set{}
	for p := range s {
		if !other[p] {
			out[p] = true
		}
	}
	return out
}

func (s set) equals(p infoseek.PageNum) bool { return len(s) == 1 && s[p] }

// near returns the entities related to some entity of s.
func (x *Index) near(s set) set {
	out := set{}
	for p := range s {
		for _, q := range x.related[p] {
			out[q] = true
		}
	}
	return out
}

func (x *Index) entities() set { return x.where(func(infoseek.Page) bool { return true }) }
