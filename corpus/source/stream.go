package source

import (
	"bufio"
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
	s.Reader = bufio.NewReaderSize(counting{plain, &s.offset}, 1<<18)
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
