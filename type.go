package infoseek

import (
	"math/bits"
	"strings"
)

// Type is what the value of an attribute of kind AttrType stands for: a coarse class, or a kind.
type Type struct {
	classes Classes // of one of which a thing of this type must be
	kinds   Kinds   // of one of which it must be, if it is of any kind
}

// TypeByName returns the type called name; ok is false if there is none.
func TypeByName(name string) (t Type, ok bool) {
	if c := ClassByName(name); c != 0 {
		return Type{classes: c.Compatible(), kinds: AllKinds}, true
	}
	k := KindByName(name)
	if k == 0 {
		return Type{}, false
	}
	of := kinds[bits.TrailingZeros64(uint64(k))]
	t = Type{classes: of.classes, kinds: k}
	for _, other := range strings.Fields(of.with) {
		k := KindByName(other)
		t.kinds |= k
		t.classes |= k.Classes()
	}
	return t, true
}

// Admits reports whether p is not known to be of another type that is disjoint from t.
func (t Type) Admits(p Page) bool {
	return (p.Classes == 0 || p.Classes&t.classes != 0) && (p.Kinds == 0 || p.Kinds&t.kinds != 0)
}

// TypeNames lists every type: the coarse classes, and the kinds.
func TypeNames() []string { return append(AllClasses.Names(), AllKinds.Names()...) }
