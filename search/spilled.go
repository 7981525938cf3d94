package search

import (
	"bufio"
	"encoding/binary"
	"io"
	"os"
)

// spilled is an inverted part in a file: of each term the length (uvarint), the bytes, how many passages follow (uvarint), and of each its distance to the one before (uvarint) and the count (a byte).
type spilled struct {
	in   *bufio.Reader
	file *os.File
	now  postings
}

// spill writes what is left of v to a new file in dir. The file has no name any more where systems allow that; close removes it everywhere.
func spill(v *inverted, dir string) (*spilled, error) {
	f, err := os.CreateTemp(dir, "part-*.tmp")
	if err != nil {
		return nil, err
	}
	s := &spilled{file: f}
	out := bufio.NewWriterSize(f, 1<<18)
	var b []byte
	for {
		if more, _ := v.next(); !more {
			break
		}
		b = binary.AppendUvarint(b[:0], uint64(len(v.now.term)))
		b = append(b, v.now.term...)
		b = binary.AppendUvarint(b, uint64(len(v.now.passages)))
		before := uint32(0)
		for i, p := range v.now.passages {
			b = append(binary.AppendUvarint(b, uint64(p-before)), v.now.counts[i])
			before = p
		}
		if _, err := out.Write(b); err != nil {
			s.close()
			return nil, err
		}
	}
	if err := out.Flush(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// rewind makes the cursor ready.
func (s *spilled) rewind() error {
	_, err := s.file.Seek(0, io.SeekStart)
	s.in = bufio.NewReaderSize(s.file, 1<<18)
	return err
}

func (s *spilled) close() {
	s.file.Close()
	os.Remove(s.file.Name())
}

func (s *spilled) next() (bool, error) {
	n, err := binary.ReadUvarint(s.in)
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	s.now.term = resized(s.now.term, int(n))
	if _, err := io.ReadFull(s.in, s.now.term); err != nil {
		return false, err
	}
	if n, err = binary.ReadUvarint(s.in); err != nil {
		return false, err
	}
	s.now.passages, s.now.counts = resized(s.now.passages, int(n)), resized(s.now.counts, int(n))
	before := uint32(0)
	for i := range s.now.passages {
		step, err := binary.ReadUvarint(s.in)
		if err != nil {
			return false, err
		}
		if s.now.counts[i], err = s.in.ReadByte(); err != nil {
			return false, err
		}
		before += uint32(step)
		s.now.passages[i] = before
	}
	return true, nil
}

func (s *spilled) at() *postings { return &s.now }
