package sections

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
)

// Writer makes a file, section by section, whole or not at all.
type Writer struct {
	format Format
	path   string
	file   *os.File
	out    *bufio.Writer
	header []byte
	length uint64 // of the section so far
	sum    uint32 // CRC-32C of it
}

// Create begins the file that path will name once it is finished. Its directory is there.
func Create(path string, f Format) (*Writer, error) {
	if !LittleEndian() {
		return nil, errEndian
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"-*.tmp")
	if err != nil {
		return nil, err
	}
	w := &Writer{format: f, path: path, file: file, out: bufio.NewWriterSize(file, 1<<20), header: f.begin()}
	if _, err = w.out.Write(make([]byte, f.HeaderSize())); err != nil {
		w.Abandon()
		return nil, err
	}
	return w, nil
}

// Length is that of the section at hand so far.
func (w *Writer) Length() uint64 { return w.length }

// Write adds to the section at hand.
func (w *Writer) Write(b []byte) (int, error) {
	w.length += uint64(len(b))
	w.sum = crc32.Update(w.sum, Castagnoli, b)
	return w.out.Write(b)
}

// End ends the section at hand.
func (w *Writer) End() error {
	w.header = binary.LittleEndian.AppendUint64(w.header, w.length)
	w.header = binary.LittleEndian.AppendUint32(w.header, w.sum)
	var zero [Alignment]byte
	_, err := w.out.Write(zero[:padding(w.length)])
	w.length, w.sum = 0, 0
	return err
}

// Section writes a whole one.
func (w *Writer) Section(b []byte) error {
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.End()
}

// Finish gives the file its name.
func (w *Writer) Finish() error {
	if len(w.header) != w.format.headerEnd() {
		return errors.New("not all sections are written")
	}
	if err := w.out.Flush(); err != nil {
		return err
	}
	if _, err := w.file.WriteAt(w.format.sealed(w.header), 0); err != nil {
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
	return os.Rename(w.file.Name(), w.path)
}

// Abandon removes the file if it has not got its name.
func (w *Writer) Abandon() {
	w.file.Close()
	os.Remove(w.file.Name())
}
