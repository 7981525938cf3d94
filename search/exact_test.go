package search

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"infoseek"
)

// scoreAll scores every passage by the formula of Settings from the texts alone: lower-case ASCII words, no postings, no bounds.
func scoreAll(c texts, ix *Index, k1, b float64, query string) []infoseek.Hit {
	type document struct {
		hit    infoseek.Hit
		counts map[string]int
		length int
	}
	var all []document
	total, df := 0, map[string]int{}
	for n := range c.pages {
		for i := range ix.Passages(infoseek.PageNum(n)) {
			span := ix.Passage(infoseek.PageNum(n), i)
			d := document{infoseek.Hit{Page: infoseek.PageNum(n), Passage: i, Span: span}, map[string]int{}, 0}
			for _, w := range words(strings.Repeat(c.pages[n].Title+" ", ix.meta.TitleWeight) + c.pages[n].Text[span.Start:span.End]) {
				d.counts[w]++
				d.length++
			}
			for w := range d.counts {
				df[w]++
			}
			total += d.length
			all = append(all, d)
		}
	}
	var distinct []string
	times := map[string]int{}
	for _, w := range words(query) {
		if times[w]++; times[w] == 1 {
			distinct = append(distinct, w)
		}
	}
	weight := func(w string) float64 {
		return float64(times[w]) * math.Log1p((float64(len(all))-float64(df[w])+0.5)/(float64(df[w])+0.5))
	}
	slices.SortStableFunc(distinct, func(a, b string) int { return cmp.Compare(weight(b), weight(a)) })
	// flat and steep are the formula's k1·(1 - b) and k1·b/average, rounded as the engine rounds them.
	flat, steep := k1*(1-b), 0.0
	if total > 0 {
		steep = k1 * b * float64(len(all)) / float64(total)
	}
	var hits []infoseek.Hit
	for _, d := range all {
		for _, w := range distinct {
			if tf := float64(min(d.counts[w], 255)); tf > 0 {
				d.hit.Score += float64(weight(w) * (tf / (tf + (flat + float64(steep*float64(d.length))))))
			}
		}
		if d.hit.Score > 0 {
			hits = append(hits, d.hit)
		}
	}
	slices.SortStableFunc(hits, func(a, b infoseek.Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == '.' || r == '\n' })
}

// bestOf leaves the first k units.
func bestOf(hits []infoseek.Hit, unit infoseek.Unit, k int) []infoseek.Hit {
	best, seen := []infoseek.Hit{}, map[infoseek.PageNum]bool{}
	for _, h := range hits {
		if len(best) == k {
			break
		}
		if unit == infoseek.UnitPage && seen[h.Page] {
			continue
		}
		seen[h.Page] = true
		best = append(best, h)
	}
	return best
}

// drawWord makes some words common and some rare, and few enough for ties.
func drawWord(t *rapid.T) string {
	n := rapid.IntRange(0, 30).Draw(t, "word")
	return fmt.Sprintf("w%d", n*rapid.IntRange(0, 2).Draw(t, "spread"))
}

func drawText(t *rapid.T, most int) string {
	var b strings.Builder
	for range rapid.IntRange(0, most).Draw(t, "sentences") {
		for i := range rapid.IntRange(1, 9).Draw(t, "length") {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(drawWord(t))
		}
		b.WriteString(".\n")
	}
	return b.String()
}

func TestEqualsScoringEveryPassage(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var c texts
		for i := range rapid.IntRange(0, 60).Draw(r, "pages") {
			c.pages = append(c.pages, textPage{fmt.Sprint(i), drawWord(r), drawText(r, 8)})
		}
		ix := build(t, c, Options{Analysis: Neutral, PassageWords: rapid.IntRange(1, 20).Draw(r, "passage"), TitleWeight: rapid.IntRange(0, 3).Draw(r, "title"), partPostings: rapid.SampledFrom([]int{0, 1, 50}).Draw(r, "part")})
		if err := ix.Verify(); err != nil {
			r.Fatal(err)
		}
		k1, b := DefaultK1, DefaultB
		var set Settings
		if rapid.Bool().Draw(r, "settings") {
			k1, b = rapid.Float64Range(0, 30).Draw(r, "k1"), rapid.Float64Range(0, 1).Draw(r, "b")
			set = Settings{&k1, &b}
		}
		s := newSearcher(t, ix, set)
		for range 5 {
			q := infoseek.Query{Text: drawText(r, 3), K: rapid.IntRange(1, 20).Draw(r, "k"), Unit: rapid.SampledFrom([]infoseek.Unit{"", infoseek.UnitPassage, infoseek.UnitPage}).Draw(r, "unit")}
			want := bestOf(scoreAll(c, ix, k1, b, q.Text), q.Unit, q.K)
			if got := search(t, s, q); !slices.Equal(got, want) {
				r.Fatalf("%+v:\n got %v\nwant %v", q, got, want)
			}
		}
	})
}
