package recount

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"infoseek"
	"infoseek/corpus"
	"infoseek/text"
)

// theirYears is what package text reads, in this package's words.
func theirYears(s string) []years {
	var out []years
	for _, y := range text.Years(nil, s) {
		out = append(out, years{low: float64(y.Low), high: float64(y.High), century: y.Century})
	}
	return out
}

// bare are the times alone, each once.
func bare(all []years) []years {
	var out []years
	for _, y := range all {
		out = append(out, years{low: y.low, high: y.high, century: y.century})
	}
	slices.SortFunc(out, func(a, b years) int {
		return cmp.Or(cmp.Compare(a.low, b.low), cmp.Compare(a.high, b.high), cmp.Compare(fmt.Sprint(a.century), fmt.Sprint(b.century)))
	})
	return slices.Compact(out)
}

// testYears compares the two readings of times over real text, page by page.
func testYears(t *testing.T, c *corpus.Corpus) {
	wrong, stated := 0, 0
	for n := range c.Info().Pages {
		s, err := c.Text(t.Context(), infoseek.PageNum(n), infoseek.Span{})
		if err != nil {
			t.Fatal(err)
		}
		mine, theirs := bare(statedYears(s)), bare(theirYears(s))
		stated += len(mine)
		if slices.Equal(mine, theirs) {
			continue
		}
		if wrong++; wrong < 40 {
			t.Errorf("page %d: %v", n, lines(s))
		}
	}
	if wrong > 0 || stated < 300 {
		t.Errorf("%d pages differ, %d times", wrong, stated)
	}
}

// lines finds the first line in which the readings differ.
func lines(s string) string {
	for len(s) > 0 {
		end := 0
		for end < len(s) && s[end] != '\n' {
			end++
		}
		line := s[:end]
		if mine, theirs := bare(statedYears(line)), bare(theirYears(line)); !slices.Equal(mine, theirs) {
			at := ""
			for _, y := range mine {
				if !slices.Contains(theirs, y) {
					at += fmt.Sprintf(" recount only %v", y)
				}
			}
			for _, y := range theirs {
				if !slices.Contains(mine, y) {
					at += fmt.Sprintf(" text only %v", y)
				}
			}
			return fmt.Sprintf("%.300q%s", line, at)
		}
		s = s[min(len(s), end+1):]
	}
	return "no line alone"
}
