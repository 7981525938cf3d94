package source

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"infoseek/internal/unpack"
)

// stream is the decompressed content of a file.
type stream struct {
	*bufio.Reader
	file   *os.File
	size   int64 // of the file
	raw    atomic.Int64
	offset atomic.Int64
	finish func()
}

func openStream(path string) (*stream, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := &stream{file: f}
	if info, err := f.Stat(); err == nil {
		s.size = info.Size()
	}
	in := bufio.NewReaderSize(counting{f, &s.raw}, 1<<18)
	plain, finish, err := unpack.Reader(in)
	if err != nil {
		f.Close()
		return nil, err
	}
	s.finish = finish
	s.Reader = bufio.NewReaderSize(&limited{counting{plain, &s.offset}, s}, 1<<18)
	return s, nil
}

func (s *stream) Close() error {
	s.finish()
	return s.file.Close()
}

type counting struct {
	r io.Reader
	n *atomic.Int64
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// A file that unpacks to more than allowance bytes and mostRatio times its own size is a bomb: texts of people unpack to 3 to 20 times, and gzip reaches 1,030.
const (
	allowance = 64 << 20
	mostRatio = 200
)

var errBomb = fmt.Errorf("the file unpacks to more than %d times its size, which no text does: unpack it yourself if it is meant to", mostRatio)

// limited stops reading a bomb.
type limited struct {
	counting
	s *stream
}

func (l *limited) Read(p []byte) (int, error) {
	if l.s.offset.Load() > allowance+mostRatio*l.s.raw.Load() {
		return 0, errBomb
	}
	return l.counting.Read(p)
}
