package copies

import (
	"math/rand/v2"
	"slices"
	"testing"

	"infoseek"
	"infoseek/conform"
	"infoseek/internal/memcorpus"
)

func base() infoseek.Pages {
	return memcorpus.Random(rand.New(rand.NewPCG(1, 2)), memcorpus.Shape{Pages: 60, Degree: 10, NotEntity: 0.1})
}

// ring is a corpus of towns, each of which names and links to the next two.
func ring() infoseek.Pages {
	var b memcorpus.Builder
	towns := []string{"Adorf", "Befeld", "Ceheim", "Destadt", "Ewald", "Efburg", "Gebach", "Halden"}
	for i, t := range towns {
		next, after := towns[(i+1)%len(towns)], towns[(i+2)%len(towns)]
		b.Add(memcorpus.Page{
			Title: t, Text: t + " is a town. It lies between " + next + " and " + after + ".", Links: []string{next, after}, Classes: infoseek.Place,
			Categories: []string{"Towns"}, Years: []memcorpus.Range{{Low: 1900 + i, High: 1905 + i}},
		})
	}
	return b.Build()
}

func TestConforms(t *testing.T) {
	conform.Pages(t, func(t testing.TB) infoseek.Pages {
		p, err := New(t.Context(), ring(), 3)
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
}

// TestSameNetwork compares each copy with its page: as many relations, of the same pages, some of them in other copies.
func TestSameNetwork(t *testing.T) {
	b := base()
	p, err := New(t.Context(), b, 10)
	if err != nil {
		t.Fatal(err)
	}
	size := b.Info().Pages
	if got := p.Info(); got.Pages != 10*size || got.Entities != 10*b.Info().Entities || got.Hash == b.Info().Hash {
		t.Errorf("info %+v", got)
	}
	outside, all := 0, 0
	for n := range p.Info().Pages {
		near, err := p.Related(t.Context(), infoseek.PageNum(n))
		if err != nil {
			t.Fatal(err)
		}
		want, err := b.Related(t.Context(), infoseek.PageNum(n%size))
		if err != nil {
			t.Fatal(err)
		}
		var got []infoseek.PageNum
		for _, m := range near {
			got = append(got, m%infoseek.PageNum(size))
			all++
			if int(m)/size != n/size {
				outside++
			}
			back, err := p.Related(t.Context(), m)
			if _, ok := slices.BinarySearch(back, infoseek.PageNum(n)); err != nil || !ok {
				t.Fatalf("page %d is related to %d, not the other way round (%v)", n, m, err)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("page %d is related to copies of %v, its page to %v", n, got, want)
		}
	}
	if outside == 0 || outside > all/5 {
		t.Errorf("%d of %d relations lead to other copies", outside, all)
	}
}
