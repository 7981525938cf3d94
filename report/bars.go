package report

import (
	"cmp"
	"slices"

	"infoseek"
)

// barChart is a chart of lying bars, in the units of its view box.
type barChart struct {
	Width, Height int
	Bars          []bar
}

type bar struct {
	Label, Value  string
	Kept          bool // a question, not a drop
	Y, Mid        int
	LabelX, X     int
	Length, After int // After: where the value is written
}

const (
	barWidth  = 760
	barRow    = 26
	barLabels = 220
	barRoom   = barWidth - barLabels - 110 // the rest is for values
)

// yield draws what became of everything tried: the questions, then the drops by reason, commonest first. It is nil if nothing was tried.
func yield(qs []infoseek.Question, drops []infoseek.Drop) *barChart {
	all := len(qs) + len(drops)
	if all == 0 {
		return nil
	}
	reasons := map[string]int{}
	for _, d := range drops {
		reasons[d.Reason]++
	}
	names := make([]string, 0, len(reasons))
	for r := range reasons {
		names = append(names, r)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(reasons[b], reasons[a]), cmp.Compare(a, b))
	})
	most := len(qs)
	for _, n := range reasons {
		most = max(most, n)
	}
	c := &barChart{Width: barWidth}
	c.add("certified questions", len(qs), all, most, true)
	for _, r := range names {
		c.add(r, reasons[r], all, most, false)
	}
	return c
}

func (c *barChart) add(label string, n, all, most int, kept bool) {
	length := 0
	if n > 0 {
		length = max(2, barRoom*n/most)
	}
	c.Bars = append(c.Bars, bar{
		Label: ellipsis(label, 34), Value: count(n) + " · " + percent(n, all), Kept: kept,
		Y: c.Height + 4, Mid: c.Height + barRow/2, LabelX: barLabels - 10, X: barLabels, Length: length, After: barLabels + length + 8,
	})
	c.Height += barRow
}
