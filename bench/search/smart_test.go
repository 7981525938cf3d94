package main

import (
	"reflect"
	"testing"
)

func TestSmart(t *testing.T) {
	got := smart(".I 1\n.T \nOf herons\nand rivers\n.A\nGould, J.\n.W\nThey wade.\nThey fish.\n.X\n1\t5\t1\n.I 2\n.W\nWhich bird?\n")
	want := []document{{"1", "Of herons and rivers", "They wade.\nThey fish.\n"}, {"2", "", "Which bird?\n"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if got := smartQrels("     1     28\t0\t0.000000\n 2 7 0 0\n\n"); got != "1 0 28 1\n2 0 7 1\n" {
		t.Errorf("%q", got)
	}
}
