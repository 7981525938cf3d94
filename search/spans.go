package search

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"sort"

	"infoseek"
)

// passageTable says of each passage which page it is of and where it is there.
//
//	starts  a bit a passage: whether it is the first of its page, as one of each page is
//	ranks   of every 512 passages how many pages have begun before them
//	spans   of each passage the bytes between the one before on its page and it (uvarint), and its own (uvarint); what was before is forgotten at every 64th passage
//	places  of every 64 passages where in spans they begin
type passageTable struct {
	starts []uint64
	ranks  []uint32
	spans  []byte
	places []uint32
}

const (
	inRank  = 512
	inPlace = 64
)

// passageWriter makes a passageTable.
type passageWriter struct {
	passageTable
	passages int
	end      int // of the passage before
}

func (w *passageWriter) add(span infoseek.Span, first bool) {
	n := w.passages
	if n%64 == 0 {
		w.starts = append(w.starts, 0)
	}
	if n%inRank == 0 {
		pages := uint32(0)
		if n > 0 {
			pages = w.ranks[len(w.ranks)-1] + w.started(n-inRank, n)
		}
		w.ranks = append(w.ranks, pages)
	}
	if n%inPlace == 0 {
		w.places = append(w.places, uint32(len(w.spans)))
		w.end = 0
	}
	if first {
		w.starts[n/64] |= 1 << (n % 64)
		w.end = 0
	}
	w.spans = binary.AppendUvarint(w.spans, uint64(span.Start-w.end))
	w.spans = binary.AppendUvarint(w.spans, uint64(span.End-span.Start))
	w.end = span.End
	w.passages++
}

// started counts the pages that begin with passages from..to-1, which are in one rank.
func (t *passageTable) started(from, to int) (n uint32) {
	for i := from / 64; i*64 < to; i++ {
		word := t.starts[i]
		if to-i*64 < 64 {
			word &= 1<<(to-i*64) - 1
		}
		n += uint32(bits.OnesCount64(word))
	}
	return n
}

// page returns the page of a passage.
func (t *passageTable) page(passage uint32) uint32 {
	rank := int(passage) / inRank
	return t.ranks[rank] + t.started(rank*inRank, int(passage)+1) - 1
}

// first returns the first passage of a page.
func (t *passageTable) first(page uint32) uint32 {
	rank := sort.Search(len(t.ranks), func(i int) bool { return t.ranks[i] > page }) - 1
	left := page - t.ranks[rank]
	for i := rank * inRank / 64; ; i++ {
		word := t.starts[i]
		n := uint32(bits.OnesCount64(word))
		if left >= n {
			left -= n
			continue
		}
		for ; left > 0; left-- {
			word &= word - 1
		}
		return uint32(i*64 + bits.TrailingZeros64(word))
	}
}

// span returns where on its page a passage is.
func (t *passageTable) span(passage uint32) (s infoseek.Span) {
	n := passage / inPlace * inPlace
	rest := t.spans[t.places[n/inPlace]:]
	for ; ; n++ {
		if t.isFirst(n) {
			s.End = 0
		}
		before, a := binary.Uvarint(rest)
		length, b := binary.Uvarint(rest[a:])
		rest = rest[a+b:]
		s.Start = s.End + int(before)
		s.End = s.Start + int(length)
		if n == passage {
			return s
		}
	}
}

func (t *passageTable) isFirst(passage uint32) bool {
	return t.starts[passage/64]>>(passage%64)&1 != 0
}

var errPassages = errors.New("passages are out of order")

// check reads the whole table by making it again.
func (t *passageTable) check(passages, pages int) error {
	if len(t.starts) != (passages+63)/64 || len(t.ranks) != (passages+inRank-1)/inRank || len(t.places) != (passages+inPlace-1)/inPlace {
		return errPassages
	}
	var w passageWriter
	rest, end, seen := t.spans, uint64(0), 0
	for n := range passages {
		first := t.isFirst(uint32(n))
		if first {
			seen++
		}
		if first || n%inPlace == 0 {
			end = 0
		}
		before, a := binary.Uvarint(rest)
		length, b := binary.Uvarint(rest[max(a, 0):])
		if a <= 0 || b <= 0 || before > maxText || length > maxText || end+before+length > maxText || n == 0 && !first {
			return errPassages
		}
		rest = rest[a+b:]
		start := end + before
		end = start + length
		w.add(infoseek.Span{Start: int(start), End: int(end)}, first)
	}
	if seen != pages || len(rest) > 0 || !slices.Equal(w.starts, t.starts) || !slices.Equal(w.ranks, t.ranks) || !slices.Equal(w.places, t.places) || string(w.spans) != string(t.spans) {
		return errPassages
	}
	return nil
}
