package recount

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/corpus"
	"infoseek/text"
)

func theirNumbers(s string) []quantity {
	var out []quantity
	for _, n := range text.Numbers(nil, s) {
		out = append(out, quantity{n.Low, n.High, n.Unit})
	}
	return out
}

func once(all []quantity) []quantity {
	slices.SortFunc(all, func(a, b quantity) int {
		return cmp.Or(cmp.Compare(a.low, b.low), cmp.Compare(a.high, b.high), cmp.Compare(a.unit, b.unit))
	})
	return slices.Compact(all)
}

// testNumbers compares the two readings of numbers over real text, page by page.
func testNumbers(t *testing.T, c *corpus.Corpus) {
	wrong, stated := 0, 0
	for n := range c.Info().Pages {
		s, err := c.Text(t.Context(), infoseek.PageNum(n), infoseek.Span{})
		if err != nil {
			t.Fatal(err)
		}
		mine, theirs := once(statedNumbers(s, statedYears(s))), once(theirNumbers(s))
		stated += len(mine)
		if slices.Equal(mine, theirs) {
			continue
		}
		if wrong++; wrong < 40 {
			t.Errorf("page %d: %v", n, differingLine(s))
		}
	}
	if wrong > 0 || stated < 300 {
		t.Errorf("%d pages differ, %d numbers", wrong, stated)
	}
}

// differingLine finds the first line in which the readings differ.
func differingLine(s string) string {
	for line := range strings.Lines(s) {
		mine, theirs := once(statedNumbers(line, statedYears(line))), once(theirNumbers(line))
		if slices.Equal(mine, theirs) {
			continue
		}
		at := ""
		for _, q := range mine {
			if !slices.Contains(theirs, q) {
				at += fmt.Sprintf(" recount only %v", q)
			}
		}
		for _, q := range theirs {
			if !slices.Contains(mine, q) {
				at += fmt.Sprintf(" text only %v", q)
			}
		}
		return fmt.Sprintf("%s in %.300q", at, line)
	}
	return "no line alone"
}
