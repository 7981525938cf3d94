package search

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawList draws the postings of a term among total passages.
func drawList(t *rapid.T, total int) (passages []uint32, counts []uint8) {
	one := rapid.IntRange(1, 200).Draw(t, "about one in")
	for p := range total {
		if rapid.IntRange(1, one).Draw(t, "has") == 1 {
			passages = append(passages, uint32(p))
			counts = append(counts, uint8(rapid.SampledFrom([]int{1, 1, 1, 2, 3, 4, 15, 255}).Draw(t, "count")))
		}
	}
	return passages, counts
}

func TestSparseRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		passages, counts := drawList(r, rapid.IntRange(1, 600).Draw(r, "total"))
		if len(passages) == 0 {
			return
		}
		if rapid.Bool().Draw(r, "far") {
			passages[len(passages)-1] = maxPassages - 1
		}
		list := appendSparse([]byte{7}, passages, counts)[1:]
		size := len(list)
		list = append(list, make([]byte, slackBytes)...)
		gotPassages, gotCounts := make([]uint32, len(passages)), make([]uint8, len(passages))
		if n := readSparse(list, gotPassages, gotCounts); n != size || !slices.Equal(gotPassages, passages) || !slices.Equal(gotCounts, counts) {
			r.Fatalf("%d of %d bytes: %v %v\nwant %v %v", n, size, gotPassages, gotCounts, passages, counts)
		}
		if err := checkSparse(list, gotPassages, gotCounts, maxPassages); err != nil {
			r.Fatal(err)
		}
	})
}

func TestDenseRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		total := rapid.IntRange(1, 9000).Draw(r, "total")
		passages, counts := drawDense(r, total)
		if len(passages) == 0 {
			return
		}
		level := func(p uint32) uint8 { return uint8(p % 16) }
		list := appendDense([]byte{7}, passages, counts, blocksOf(total), level)[1:]
		gotPassages, gotCounts := make([]uint32, len(passages)), make([]uint8, len(passages))
		if err := checkDense(list, gotPassages, gotCounts, total, level); err != nil {
			r.Fatal(err)
		}
		if !slices.Equal(gotPassages, passages) || !slices.Equal(gotCounts, counts) {
			r.Fatalf("%v %v\nwant %v %v", gotPassages, gotCounts, passages, counts)
		}
		d := newDense(list, blocksOf(total))
		i := rapid.IntRange(0, len(passages)-1).Draw(r, "posting")
		for i > 0 && passages[i-1]/blockSize == passages[i]/blockSize {
			i--
		}
		if p := d.postings[d.place(passages[i]/blockSize)]; uint32(p&passageBits) != passages[i]%blockSize {
			r.Fatalf("the first posting of block %d is of passage %d, not %d", passages[i]/blockSize, p&passageBits, passages[i]%blockSize)
		}
	})
}

// drawDense is drawList for many passages, drawn by a step and not one by one.
func drawDense(t *rapid.T, total int) (passages []uint32, counts []uint8) {
	step := rapid.IntRange(1, 60).Draw(t, "step")
	seed := rapid.Uint32().Draw(t, "seed")
	for p := int(seed) % step; p < total; p += 1 + int(seed>>8)%step {
		seed = seed*1664525 + 1013904223
		passages, counts = append(passages, uint32(p)), append(counts, uint8(max(1, seed>>26)))
	}
	return passages, counts
}

// FuzzLists: no bytes make the checks of lists fail otherwise than by an error.
func FuzzLists(f *testing.F) {
	f.Add([]byte{1, 2, 8, 3, 5, 7, 9}, 4, 100)
	f.Add(appendDense(nil, []uint32{1, 2, 40}, []uint8{1, 4, 255}, 2, func(uint32) uint8 { return 3 }), 3, 50)
	f.Fuzz(func(t *testing.T, data []byte, n, total int) {
		if n < 1 || n > 5000 || total < n || total > 10000 {
			t.Skip()
		}
		passages, counts := make([]uint32, n), make([]uint8, n)
		if checkSparse(append(slices.Clone(data), make([]byte, slackBytes)...), passages, counts, total) == nil && !ascending(passages) {
			t.Errorf("%v is let through", passages)
		}
		if checkDense(data, passages, counts, total, func(uint32) uint8 { return 0 }) == nil && !ascending(passages) {
			t.Errorf("%v is let through", passages)
		}
	})
}
