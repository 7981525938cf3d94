package runs

import (
	"cmp"
	"io"
	"os"
	"slices"

	"infoseek/internal/jsonl"
)

// found is where the records of one kind stand.
type found []foundRecord

type foundRecord struct {
	item int
	n    int64
	place
}

// find lists the places of the records of a kind, in order of item, then of appending.
func find(dir, kind string) (found, error) {
	var f found
	_, err := scan(dir, func(r Record, p place) bool {
		if r.Kind == kind {
			f = append(f, foundRecord{r.Item, r.N, p})
		}
		return true
	})
	slices.SortFunc(f, func(a, b foundRecord) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.n, b.n))
	})
	return f, err
}

// copy writes the records' data line by line.
func (f found) copy(dir string, w *jsonl.Writer) error {
	open := map[int]*os.File{}
	defer func() {
		for _, s := range open {
			s.Close()
		}
	}()
	var buf []byte
	for _, r := range f {
		s, err := segmentFile(open, dir, r.segment)
		if err != nil {
			return err
		}
		buf = slices.Grow(buf[:0], r.length)[:r.length]
		if _, err := s.ReadAt(buf, r.offset); err != nil && err != io.EOF {
			return err
		}
		rec, err := parseRecord(buf)
		if err != nil {
			return err
		}
		if err := w.WriteLine(rec.Data); err != nil {
			return err
		}
	}
	return nil
}

func segmentFile(open map[int]*os.File, dir string, segment int) (*os.File, error) {
	if f := open[segment]; f != nil {
		return f, nil
	}
	f, err := os.Open(segmentPath(dir, segment))
	if err == nil {
		open[segment] = f
	}
	return f, err
}
