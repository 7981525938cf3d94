package main

import (
	"fmt"
	"strconv"
	"strings"
)

// rangeFlag is a range of numbers, both ends included: "5..10", or "7" for both.
type rangeFlag struct{ low, high *int }

func (r *rangeFlag) String() string {
	if r.low == nil {
		return ""
	}
	return fmt.Sprintf("%d..%d", *r.low, *r.high)
}

func (r *rangeFlag) Set(s string) error {
	from, to, ok := strings.Cut(s, "..")
	if !ok {
		to = from
	}
	low, err := strconv.Atoi(from)
	if err != nil || low < 1 {
		return fmt.Errorf("want a range of numbers above 0 as in 5..10")
	}
	high, err := strconv.Atoi(to)
	if err != nil || high < low {
		return fmt.Errorf("want a range of numbers above 0 as in 5..10")
	}
	*r.low, *r.high = low, high
	return nil
}

func (r *rangeFlag) Type() string { return "range" }
