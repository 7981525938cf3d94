package memcorpus

import (
	"fmt"
	"math/rand/v2"

	"infoseek"
)

// Shape says how large a random corpus is.
type Shape struct {
	Pages      int
	Degree     int     // mean number of related pages
	Categories int     // named "c0", "c1" …
	Share      float64 // of the pages in each category
	NotEntity  float64 // share of pages that are no entities
}

// Random returns a corpus of pages titled "P0", "P1" … without text, related at random.
func Random(r *rand.Rand, s Shape) *Corpus {
	var b Builder
	for i := range s.Pages {
		p := Page{Title: fmt.Sprintf("P%d", i), NotEntity: r.Float64() < s.NotEntity}
		for c := range s.Categories {
			if r.Float64() < s.Share {
				p.Categories = append(p.Categories, fmt.Sprintf("c%d", c))
			}
		}
		b.Add(p)
	}
	for range s.Pages * s.Degree / 2 {
		p, q := r.IntN(s.Pages), r.IntN(s.Pages)
		if p != q {
			b.Relate(infoseek.PageNum(p), infoseek.PageNum(q))
		}
	}
	return b.Build()
}
