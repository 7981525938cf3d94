package report

import (
	"math"
	"slices"
	"strconv"
)

// bin counts values of [low, high]; high < 0 has no upper end.
type bin struct {
	label     string
	low, high int
	n         int
}

// deeper stands for a rank beyond the retriever's depth.
const deeper = -1

// binned sorts values of 0 and more into bins: one a value where they span few, else 1, 2–4, 5–9, 10–19, 20–49 and so on.
func binned(values []int) []bin {
	if len(values) == 0 {
		return nil
	}
	low, high := slices.Min(values), slices.Max(values)
	var bins []bin
	if high-low < 14 {
		for v := low; v <= high; v++ {
			bins = append(bins, newBin(v, v))
		}
	} else {
		bins = growing(low, high)
	}
	return counted(bins, values)
}

// growing makes bins that cover low..high and whose bounds grow by 2, 2.5 and 2.
func growing(low, high int) []bin {
	bins := []bin{newBin(0, 0)}
	for from, step := 1, 0; from <= high; step++ {
		to := from * 2
		if step%3 == 1 {
			to = from * 5 / 2
		}
		bins = append(bins, newBin(from, to-1))
		from = to
	}
	return slices.DeleteFunc(bins, func(b bin) bool { return b.high < low })
}

// ranked sorts ranks; those deeper than depth have a bin of their own.
func ranked(ranks []int, depth int) []bin {
	if len(ranks) == 0 {
		return nil
	}
	var bins []bin
	for _, b := range [][2]int{{1, 1}, {2, 5}, {6, 10}, {11, 20}, {21, 50}, {51, 100}, {101, 200}, {201, 500}, {501, 1000}} {
		if b[0] <= depth {
			bins = append(bins, newBin(b[0], min(b[1], depth)))
		}
	}
	return counted(append(bins, bin{label: "deeper", low: deeper, high: deeper}), ranks)
}

func newBin(low, high int) bin {
	if low == high {
		return bin{label: count(low), low: low, high: high}
	}
	return bin{label: compact(low) + "–" + compact(high), low: low, high: high}
}

// compact writes a number in few characters, rounded.
func compact(n int) string {
	switch {
	case n >= 999_500:
		return strconv.FormatFloat(math.Round(float64(n)/1e5)/10, 'f', -1, 64) + "M"
	case n >= 1000:
		return strconv.FormatFloat(math.Round(float64(n)/1e2)/10, 'f', -1, 64) + "k"
	}
	return strconv.Itoa(n)
}

func counted(bins []bin, values []int) []bin {
	for _, v := range values {
		for i := range bins {
			if v >= bins[i].low && v <= bins[i].high {
				bins[i].n++
				break
			}
		}
	}
	return bins
}
