package source

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"io"
	"os"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// window is the largest zstd window accepted: that of zstd --long=27.
const window = 128 << 20

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
	s := &stream{file: f, finish: func() {}}
	if info, err := f.Stat(); err == nil {
		s.size = info.Size()
	}
	in := bufio.NewReaderSize(counting{f, &s.raw}, 1<<18)
	plain, err := s.decompress(in)
	if err != nil {
		f.Close()
		return nil, err
	}
	s.Reader = bufio.NewReaderSize(counting{plain, &s.offset}, 1<<18)
	return s, nil
}

// decompress goes by the first bytes, not by the file's name.
func (s *stream) decompress(in *bufio.Reader) (io.Reader, error) {
	magic, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return gzip.NewReader(in)
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		d, err := zstd.NewReader(in, zstd.WithDecoderMaxWindow(window), zstd.WithDecoderLowmem(true), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
		s.finish = d.Close
		return d, nil
	case bytes.HasPrefix(magic, []byte("BZh")):
		return bzip2.NewReader(in), nil
	}
	return in, nil
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
