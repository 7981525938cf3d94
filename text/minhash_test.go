package text

import (
	"math"
	"strconv"
	"testing"
)

func TestSignature(t *testing.T) {
	var a, b []string
	for i := range 300 {
		a = append(a, strconv.Itoa(i))
		b = append(b, strconv.Itoa(i+100)) // 200 of 400 in common
	}
	if got := Sign(a).Jaccard(Sign(b)); math.Abs(got-.5) > .2 {
		t.Errorf("estimate %v of 0.5", got)
	}
	if got := Sign([]string{"x", "y", "x"}).Jaccard(Sign([]string{"y", "x"})); got != 1 {
		t.Errorf("equal sets: %v", got)
	}
	if got := Sign(a[:50]).Jaccard(Sign(b[250:])); got > .1 {
		t.Errorf("disjoint sets: %v", got)
	}
}
