package hcsp

import "infoseek"

// rows keeps, for pages with many relations, what they are related to as bits over the whole corpus: joining such a row to a union takes a step for each 64 pages of the corpus rather than one
// for each relation. A row is worth it, in time and memory, where there are more relations than words in the row: always in a small corpus, for hubs in a large one.
type rows struct {
	words  int
	place  []int32 // by page: 1 + index into kept, 0 for none
	kept   [][]uint64
	budget int // words that may still be kept
}

// rowBudget bounds a solver's rows: 16 MiB.
const rowBudget = 16 << 20 / 8

func newRows(pages int) rows {
	return rows{words: (pages + 63) / 64, place: make([]int32, pages), budget: rowBudget}
}

// of returns the row of p, whose relations are near; nil if it should not have one.
func (r *rows) of(p infoseek.PageNum, near []infoseek.PageNum) []uint64 {
	if i := r.place[p]; i > 0 {
		return r.kept[i-1]
	}
	if len(near) <= r.words || r.budget < r.words {
		return nil
	}
	row := make([]uint64, r.words)
	for _, q := range near {
		row[q>>6] |= 1 << (q & 63)
	}
	r.budget -= r.words
	r.kept = append(r.kept, row)
	r.place[p] = int32(len(r.kept))
	return row
}
