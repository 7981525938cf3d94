package corpus

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// spool is a scratch file of numbers and texts that are read in the order in which they were written.
type spool struct {
	*file
	num [binary.MaxVarintLen64]byte
}

func newSpool(s *store, name string) (*spool, error) {
	f, err := s.create(name)
	return &spool{file: f}, err
}

func (s *spool) number(v int) {
	s.Write(s.num[:binary.PutUvarint(s.num[:], uint64(v))])
}

func (s *spool) texts(all []string) {
	s.number(len(all))
	for _, t := range all {
		s.string(t)
	}
}

// string writes a text and returns where its bytes begin.
func (s *spool) string(t string) uint64 {
	s.number(len(t))
	return s.text(t)
}

// reread reads a spool from its beginning. Nothing more may be written.
func (s *spool) reread() (*spoolReader, error) {
	if err := s.flush(); err != nil {
		return nil, err
	}
	in := io.NewSectionReader(s.f, 0, s.size)
	return &spoolReader{in: bufio.NewReaderSize(in, 1<<18)}, nil
}

// remove closes the spool and removes its file.
func (s *spool) remove() error { return errors.Join(s.close(), os.Remove(s.f.Name())) }

// newSpoolReader reads a spool that is mapped.
func newSpoolReader(b []byte) *spoolReader {
	return &spoolReader{in: bufio.NewReader(bytes.NewReader(b))}
}

// spoolReader reads what a spool holds. The first error sticks, after which all is zero.
type spoolReader struct {
	in  *bufio.Reader
	buf []byte
	err error
}

func (r *spoolReader) number() int {
	if r.err != nil {
		return 0
	}
	var v uint64
	v, r.err = binary.ReadUvarint(r.in)
	return int(v)
}

// string reads a text.
func (r *spoolReader) string() string { return string(r.bytes()) }

// bytes reads a text that stays until the next is read.
func (r *spoolReader) bytes() []byte {
	n := r.number()
	if r.err != nil {
		return nil
	}
	if cap(r.buf) < n {
		r.buf = make([]byte, 2*n)
	}
	b := r.buf[:n]
	_, r.err = io.ReadFull(r.in, b)
	return b
}

func (r *spoolReader) texts() []string {
	n := r.number()
	if n == 0 {
		return nil
	}
	all := make([]string, n)
	for i := range all {
		all[i] = r.string()
	}
	return all
}
