package synth

import (
	"fmt"
	"slices"
	"testing"
)

// TestFacts: each kind of edge as a Writer is to tell it, subject and object by vertex.
func TestFacts(t *testing.T) {
	d := person("painter", years("was born", 1850, 1859), number("wrote", 10, 20, "", "books"), category("Painters"), kindOf("painter", "person"),
		named("studied at", "the University of Calder"), named("", "Bruno Castell").of("was taught by"), named("teacher was", "Ada Brandt").whose(),
		thing("town", years("was founded", 1343, 1363)).by("died in"), thing("novel", years("came out", 1900, 1909)).of("was written by")).draft(0)
	want := []string{
		"0 was born in the 1850s", "0 wrote between 10 and 20 books", "0 belongs to the category “Painters”", "0 is a painter",
		"0 studied at the University of Calder", "[Bruno Castell] was taught by 0", "0's teacher was Ada Brandt",
		"0 died in 8", "8 was founded between 1343 and 1363", "10 was written by 0", "10 came out between 1900 and 1909",
	}
	var got []string
	for child := 1; child < len(d.Tree.Vertices); child++ {
		f := d.Fact(child)
		s := fmt.Sprint(f.Subject)
		if f.Named {
			s = "[" + f.Constant + "]"
		}
		if f.Possessive {
			s += "'s"
		}
		s += " " + f.Phrase + " "
		if f.Object >= 0 {
			s += fmt.Sprint(f.Object)
		} else {
			s += f.Constant
		}
		got = append(got, s)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
