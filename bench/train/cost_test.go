package main

import (
	"math"
	"testing"
)

// TestCost: the first step of a process is not counted, the middle one stands for the others, and of memory the most counts.
func TestCost(t *testing.T) {
	all := &cost{}
	for _, lines := range []string{
		`{"loss":9,"cpu":10}` + "\n" + `{"loss":8,"cpu":11}` + "\n" + `{"loss":7,"cpu":14}` + "\n",
		`{"loss":9,"cpu":1}` + "\n" + `{"loss":8,"cpu":3}` + "\n",
	} {
		c := &cost{tokens: 100, resident: float64(len(lines))}
		if err := c.read([]byte(lines)); err != nil {
			t.Fatal(err)
		}
		all.add(c)
	}
	if got := all.perToken(); math.Abs(got-20) > 1e-9 || all.loss != 8 || all.resident < 50 {
		t.Errorf("%v ms, %+v", got, all)
	}
	for _, lines := range []string{"", `{"loss":9,"cpu":10}`, "no step"} {
		if err := (&cost{}).read([]byte(lines)); err == nil {
			t.Errorf("%q is no measurement", lines)
		}
	}
}

func TestFigure(t *testing.T) {
	if got := figure([]byte("Name:\tx\nVmHWM:\t    2048 kB\nRssAnon:\t 4 kB\n"), "VmHWM:"); got != 2048*1024 {
		t.Error(got)
	}
}
