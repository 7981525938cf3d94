package search

import (
	"bufio"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
)

// writer makes the index file of a directory, whole or not at all. Postings go to the file as they come, all else when they are complete.
type writer struct {
	columns
	dictionary dictionary
	levels     []uint8 // of lengths
	dir        string
	file       *os.File
	out        *bufio.Writer
	size       uint64 // of the postings so far
	sum        uint32 // CRC-32C of them
	buf        []byte
}

func newWriter(dir string) (*writer, error) {
	if !littleEndian() {
		return nil, fmt.Errorf("this machine is not little-endian")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(dir, fileName+"-*.tmp")
	if err != nil {
		return nil, err
	}
	w := &writer{dir: dir, file: f, out: bufio.NewWriterSize(f, 1<<20)}
	_, err = w.out.Write(make([]byte, headerSize))
	return w, err
}

// add takes the next term.
func (w *writer) add(p postings) error {
	w.dictionary.add(p.term, len(p.passages), w.size)
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
	return w.put(w.buf)
}

// level is of a passage's length.
func (c *writer) level(passage uint32) uint8 { return c.levels[c.lengths[passage]] }

func (w *writer) put(b []byte) error {
	w.size += uint64(len(b))
	w.sum = crc32.Update(w.sum, castagnoli, b)
	_, err := w.out.Write(b)
	return err
}

// finish writes the rest and gives the file its name.
func (w *writer) finish() error {
	w.meta.Terms = w.dictionary.terms
	w.termText, w.termPlaces = w.dictionary.text, w.dictionary.places
	if err := w.put(make([]byte, slackBytes)); err != nil {
		return err
	}
	if err := w.writeRest(); err != nil {
		return err
	}
	if err := w.file.Chmod(0o644); err != nil { // temporary files are their owner's alone
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	if err := w.file.Close(); err != nil {
		return err
	}
	return os.Rename(w.file.Name(), filepath.Join(w.dir, fileName))
}

func (w *writer) writeRest() error {
	sections, err := w.sections()
	if err != nil {
		return err
	}
	var h header
	h.add(w.size, w.sum)
	var zero [alignment]byte
	w.out.Write(zero[:padding(w.size)])
	for _, s := range sections {
		h.add(uint64(len(s)), crc32.Checksum(s, castagnoli))
		w.out.Write(s)
		w.out.Write(zero[:padding(uint64(len(s)))])
	}
	if err := w.out.Flush(); err != nil {
		return err
	}
	_, err = w.file.WriteAt(h.bytes(), 0)
	return err
}

// abandon removes the file if it has not got its name.
func (w *writer) abandon() {
	w.file.Close()
	os.Remove(w.file.Name())
}
