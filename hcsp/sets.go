package hcsp

import (
	"slices"

	"infoseek"
)

// Sets of entities are ascending slices of page numbers without repetition.

// lopsided is the ratio of lengths from which galloping through the longer set beats merging (measured: BenchmarkIntersect).
const lopsided = 4

// Intersect overwrites dst, from its start, with the entities in both a and b, and returns it. dst may share its memory with a or b.
func Intersect(dst, a, b []infoseek.PageNum) []infoseek.PageNum {
	dst = dst[:0]
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return dst
	}
	if len(b) >= lopsided*len(a) {
		for _, p := range a {
			i := gallop(b, p)
			b = b[i:]
			if len(b) == 0 {
				break
			}
			if b[0] == p {
				dst = append(dst, p)
			}
		}
		return dst
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		p, q := a[i], b[j]
		if p == q {
			dst = append(dst, p)
		}
		if p <= q {
			i++
		}
		if q <= p {
			j++
		}
	}
	return dst
}

// Intersects says whether a and b have an entity in common.
func Intersects(a, b []infoseek.PageNum) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) >= lopsided*len(a) {
		for _, p := range a {
			b = b[gallop(b, p):]
			if len(b) == 0 {
				return false
			}
			if b[0] == p {
				return true
			}
		}
		return false
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch p, q := a[i], b[j]; {
		case p < q:
			i++
		case p > q:
			j++
		default:
			return true
		}
	}
	return false
}

// gallop returns the number of entities of set below p.
func gallop(set []infoseek.PageNum, p infoseek.PageNum) int {
	hi := 1
	for hi < len(set) && set[hi] < p {
		hi *= 2
	}
	lo := hi / 2
	hi = min(hi+1, len(set))
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if set[mid] < p {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func contains(set []infoseek.PageNum, p infoseek.PageNum) bool {
	_, ok := slices.BinarySearch(set, p)
	return ok
}

// without overwrites dst with the entities of set that are not in few, a short list in any order. dst may share its memory with set.
func without(dst, set, few []infoseek.PageNum) []infoseek.PageNum {
	dst = append(dst[:0], set...)
	for _, p := range few {
		if i, ok := slices.BinarySearch(dst, p); ok {
			dst = slices.Delete(dst, i, i+1)
		}
	}
	return dst
}
