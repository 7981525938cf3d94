package search

import (
	"os"
	"path/filepath"

	"infoseek/internal/sections"
)

// writer makes the index file of a directory, whole or not at all. Postings go to the file as they come, all else when they are complete.
type writer struct {
	columns
	*sections.Writer
	dictionary dictionary
	levels     []uint8 // of lengths
	buf        []byte
}

func newWriter(dir string) (*writer, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	w, err := sections.Create(filepath.Join(dir, fileName), layout)
	return &writer{Writer: w}, err
}

// add takes the next term.
func (w *writer) add(p postings) error {
	w.dictionary.add(p.term, len(p.passages), w.Length())
	if len(p.passages) == 1 {
		w.dictionary.only(p.passages[0], p.counts[0])
		return nil
	}
	if isSparse(len(p.passages), w.meta.Passages) {
		w.buf = appendSparse(w.buf[:0], p.passages, p.counts)
	} else {
		w.buf = appendDense(w.buf[:0], p.passages, p.counts, blocksOf(w.meta.Passages), w.level)
	}
	w.dictionary.several(uint64(len(w.buf)))
	_, err := w.Write(w.buf)
	return err
}

// level is of a passage's length.
func (c *writer) level(passage uint32) uint8 { return c.levels[c.lengths[passage]] }

// finish writes the rest and gives the file its name.
func (w *writer) finish() error {
	w.meta.Terms = w.dictionary.terms
	w.termText, w.termPlaces = w.dictionary.text, w.dictionary.places
	if err := w.Section(make([]byte, slackBytes)); err != nil { // which ends the postings
		return err
	}
	rest, err := w.sections()
	if err != nil {
		return err
	}
	for _, s := range rest {
		if err := w.Section(s); err != nil {
			return err
		}
	}
	return w.Finish()
}
