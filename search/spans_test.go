package search

import (
	"testing"

	"pgregory.net/rapid"

	"infoseek"
)

// TestPassageTable: what was added is found again, by passage and by page.
func TestPassageTable(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var w passageWriter
		var spans []infoseek.Span
		var pageOf, firstOf []uint32
		for page := range rapid.IntRange(1, 300).Draw(r, "pages") {
			firstOf = append(firstOf, uint32(len(spans)))
			end := 0
			for i := range rapid.SampledFrom([]int{1, 1, 2, 5, 700}).Draw(r, "passages") {
				start := end + i%3
				end = start + (i*7919)%100000
				spans, pageOf = append(spans, infoseek.Span{Start: start, End: end}), append(pageOf, uint32(page))
				w.add(spans[len(spans)-1], i == 0)
			}
		}
		if err := w.check(len(spans), len(firstOf)); err != nil {
			r.Fatal(err)
		}
		for range 20 {
			i := rapid.IntRange(0, len(spans)-1).Draw(r, "passage")
			if got := w.span(uint32(i)); got != spans[i] || w.page(uint32(i)) != pageOf[i] || w.first(pageOf[i]) != firstOf[pageOf[i]] {
				r.Fatalf("passage %d is %v of page %d, which begins at %d; want %v, %d, %d", i, got, w.page(uint32(i)), w.first(pageOf[i]), spans[i], pageOf[i], firstOf[pageOf[i]])
			}
		}
	})
}
