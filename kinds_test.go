package infoseek

import (
	"slices"
	"strings"
	"testing"
)

// TestKindsAreOfOneMind: kinds that may be one name each other, and share a class.
func TestKindsAreOfOneMind(t *testing.T) {
	for _, k := range kinds {
		if ClassByName(k.name) != 0 {
			t.Errorf("%s is a class and a kind", k.name)
		}
		for _, other := range strings.Fields(k.with) {
			o := KindByName(other)
			if o == 0 {
				t.Fatalf("%s: there is no kind %q", k.name, other)
			}
			back, _ := TypeByName(other)
			if back.kinds&KindByName(k.name) == 0 {
				t.Errorf("%s may be %s, but not the other way round", k.name, other)
			}
			if o.Classes()&k.classes == 0 {
				t.Errorf("%s may be %s, of which no class goes with it", k.name, other)
			}
		}
	}
	if names := AllKinds.Names(); len(names) != len(kinds) || !slices.Contains(names, "river") {
		t.Errorf("names of all kinds: %v", names)
	}
}

func TestTypesAdmit(t *testing.T) {
	river, city := KindByName("river"), KindByName("settlement")
	tests := []struct {
		name string
		page Page
		want bool
	}{
		{"place", Page{}, true},
		{"place", Page{Classes: Place, Kinds: river}, true},
		{"place", Page{Classes: Person}, false},
		{"river", Page{}, true},
		{"river", Page{Classes: Place}, true},
		{"river", Page{Classes: Place, Kinds: river}, true},
		{"river", Page{Classes: Place, Kinds: city}, false},
		{"river", Page{Classes: Place | Event}, true},
		{"river", Page{Classes: Concept}, false},                                          // which a place may be, but no river
		{"settlement", Page{Classes: Organisation, Kinds: KindByName("territory")}, true}, // which a municipality may be called
		{"company", Page{Classes: Place, Kinds: KindByName("building")}, true},
		{"island", Page{Classes: Place, Kinds: KindByName("territory")}, true},
		{"settlement", Page{Classes: Place, Kinds: city | KindByName("territory")}, true},
		{"river", Page{Classes: Place, Kinds: river | city}, true},
	}
	for _, test := range tests {
		typ, ok := TypeByName(test.name)
		if !ok || typ.Admits(test.page) != test.want {
			t.Errorf("%s admits %v %v: %v, want %v (%v)", test.name, test.page.Classes.Names(), test.page.Kinds.Names(), !test.want, test.want, ok)
		}
	}
	if _, ok := TypeByName("hamlets"); ok {
		t.Error("a type that there is none of has a name")
	}
}
