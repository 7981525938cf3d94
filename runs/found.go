package runs

import (
	"cmp"
	"iter"
	"slices"

	"infoseek/internal/jsonl"
)

// found is where the records of one kind stand.
type found struct {
	folder string
	all    []foundRecord
}

type foundRecord struct {
	item int
	n    int64
	place
}

// find lists the places of the records of a kind, in order of item, then of appending.
func find(folder, kind string) (found, error) {
	f := found{folder: folder}
	_, err := scan(folder, func(r Record, p place) bool {
		if r.Kind == kind {
			f.all = append(f.all, foundRecord{r.Item, r.N, p})
		}
		return true
	})
	slices.SortFunc(f.all, func(a, b foundRecord) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.n, b.n))
	})
	return f, err
}

// records ranges over the records. It stops at the first error.
func (f found) records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		at := lookup{folder: f.folder}
		defer at.close()
		for _, r := range f.all {
			rec, err := at.read(r.place)
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// copy writes the records' data line by line.
func (f found) copy(w *jsonl.Writer) error {
	for rec, err := range f.records() {
		if err != nil {
			return err
		}
		if err := w.WriteLine(rec.Data); err != nil {
			return err
		}
	}
	return nil
}
