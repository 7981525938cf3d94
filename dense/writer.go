package dense

import (
	"bufio"
	"encoding/json"
	"hash/crc32"
	"os"
	"path/filepath"
)

// writer makes the file of vectors, section by section, whole or not at all.
type writer struct {
	dir    string
	file   *os.File
	out    *bufio.Writer
	header header
	length int64 // of the section so far
	sum    uint32
}

func newWriter(dir string) (*writer, error) {
	f, err := os.CreateTemp(dir, fileName+"-*.tmp")
	if err != nil {
		return nil, err
	}
	w := &writer{dir: dir, file: f, out: bufio.NewWriterSize(f, 1<<20)}
	_, err = w.out.Write(make([]byte, headerSize))
	return w, err
}

// Write adds to the section at hand.
func (w *writer) Write(b []byte) (int, error) {
	w.length += int64(len(b))
	w.sum = crc32.Update(w.sum, castagnoli, b)
	return w.out.Write(b)
}

// end ends the section at hand.
func (w *writer) end() error {
	w.header = w.header.with(uint64(w.length), w.sum)
	var zero [alignment]byte
	_, err := w.out.Write(zero[:padding(w.length)])
	w.length, w.sum = 0, 0
	return err
}

// section writes a whole one.
func (w *writer) section(b []byte) error {
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.end()
}

// finish gives the file its name.
func (w *writer) finish() error {
	if err := w.out.Flush(); err != nil {
		return err
	}
	if _, err := w.file.WriteAt(w.header.bytes(), 0); err != nil {
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

// abandon removes the file if it has not got its name.
func (w *writer) abandon() {
	w.file.Close()
	os.Remove(w.file.Name())
}

// writeAll makes the file of the vectors that each calls its argument with, in order of rows; it is called twice.
func writeAll(dir string, m meta, places []place, each func(func(vector []float32) error) error) error {
	w, err := newWriter(dir)
	if err != nil {
		return err
	}
	defer w.abandon()
	described, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := w.section(described); err != nil {
		return err
	}
	if err := w.section(bytesOf(places)); err != nil {
		return err
	}
	if err := w.quantised(m, each); err != nil {
		return err
	}
	if err := each(func(v []float32) error { _, err := w.Write(bytesOf(v)); return err }); err != nil {
		return err
	}
	if err := w.end(); err != nil {
		return err
	}
	return w.finish()
}

// quantised writes the blocks, then scales and offs.
func (w *writer) quantised(m meta, each func(func([]float32) error) error) error {
	groups, padded := groupsOf(m.Dims), blocksOf(m.Rows)*blockRows
	scales, offs := make([]float32, padded), make([]float32, padded)
	block := make([]byte, groups*groupBytes)
	none := make([]int8, groups*groupSize)
	var q quantised
	row := 0
	next := func(numbers []int8) error {
		put(block, groups, row%blockRows, numbers)
		row++
		if row%blockRows > 0 {
			return nil
		}
		_, err := w.Write(block)
		return err
	}
	err := each(func(v []float32) error {
		quantise(v, &q)
		scales[row], offs[row] = q.scale, q.off
		return next(q.numbers)
	})
	for err == nil && row < padded {
		err = next(none)
	}
	if err != nil {
		return err
	}
	if err := w.end(); err != nil {
		return err
	}
	if err := w.section(bytesOf(scales)); err != nil {
		return err
	}
	return w.section(bytesOf(offs))
}
