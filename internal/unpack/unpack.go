// Package unpack reads compressed files as if they were plain. It goes by their first bytes, not by their names.
package unpack

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"runtime"

	"infoseek/internal/unpack/bzip2"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// window is the largest zstd window accepted: that of zstd --long=27.
const window = 128 << 20

// Reader returns the content of in, decompressed if it is gzip, zstd or bzip2 (this on all processors). done gives back what reading took, and is to be called; in stays open.
func Reader(in *bufio.Reader) (r io.Reader, done func(), err error) {
	nothing := func() {}
	magic, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		r, err := gzip.NewReader(in)
		return r, nothing, err
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		d, err := zstd.NewReader(in, zstd.WithDecoderMaxWindow(window), zstd.WithDecoderLowmem(true), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, nothing, err
		}
		return d, d.Close, nil
	case bytes.HasPrefix(magic, []byte("BZh")):
		d := bzip2.NewReader(in, runtime.GOMAXPROCS(0))
		return d, func() { d.Close() }, nil
	}
	return in, nothing, nil
}

// File is an open file, read as if it were plain.
type File struct {
	io.Reader
	file *os.File
	done func()
}

// Open opens a file, compressed or not.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, done, err := Reader(bufio.NewReaderSize(f, 1<<18))
	if err != nil {
		f.Close()
		return nil, err
	}
	return &File{r, f, done}, nil
}

// Close closes the file.
func (f *File) Close() error {
	f.done()
	return f.file.Close()
}
