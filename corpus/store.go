package corpus

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"os"
	"path/filepath"
	"sync"
	"unsafe"
)

// store is a corpus directory being written: it makes files and keeps their sizes and checksums.
type store struct {
	dir    string
	files  map[string]fileMeta
	unsafe bool // files are not synced
	// scratch files are read again by the build alone: nothing is checked, nothing must last.
	scratch bool
}

func newStore(dir string) *store { return &store{dir: dir, files: map[string]fileMeta{}} }

// newScratch makes a store for files of the build alone, in a folder of dir.
func newScratch(dir string) (*store, error) {
	path := filepath.Join(dir, "scratch")
	s := newStore(path)
	s.scratch = true
	return s, os.Mkdir(path, 0o755)
}

// file is one file of a store. The first error sticks and is returned by close.
type file struct {
	st   *store
	name string
	f    *os.File
	w    *bufio.Writer
	sum  hash.Hash
	size int64
	err  error
}

func (s *store) create(name string) (*file, error) {
	f, err := os.Create(filepath.Join(s.dir, name))
	if err != nil {
		return nil, err
	}
	out := &file{st: s, name: name, f: f, w: writers.Get().(*bufio.Writer), sum: sha256.New()}
	out.w.Reset(f)
	return out, nil
}

// writers keeps buffers: a directory has many small files.
var writers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 1<<16) }}

func (f *file) Write(b []byte) (int, error) {
	if f.err == nil {
		if !f.st.scratch {
			f.sum.Write(b)
		}
		f.size += int64(len(b))
		_, f.err = f.w.Write(b)
	}
	return len(b), f.err
}

// bytesAt reads back what was written.
func (f *file) bytesAt(off uint64, n int) ([]byte, error) {
	if err := f.flush(); err != nil {
		return nil, err
	}
	b := make([]byte, n)
	_, err := f.f.ReadAt(b, int64(off))
	return b, err
}

func (f *file) flush() error {
	if f.err == nil {
		f.err = f.w.Flush()
	}
	return f.err
}

// text appends s and returns the offset at which it begins.
func (f *file) text(s string) uint64 {
	at := uint64(f.size)
	f.Write(unsafe.Slice(unsafe.StringData(s), len(s)))
	return at
}

func (f *file) close() error {
	f.flush()
	f.w.Reset(nil)
	writers.Put(f.w)
	if f.err == nil && !f.st.unsafe && !f.st.scratch {
		f.err = f.f.Sync()
	}
	if err := f.f.Close(); f.err == nil {
		f.err = err
	}
	f.st.files[f.name] = fileMeta{Size: f.size, SHA256: hex.EncodeToString(f.sum.Sum(nil))}
	return f.err
}

// put writes rows as a whole file.
func put[T any](s *store, name string, rows []T) error {
	f, err := s.create(name)
	if err != nil {
		return err
	}
	f.Write(bytesOf(rows))
	return f.close()
}

// bytesOf views rows, which hold no pointers, as their bytes in memory.
func bytesOf[T any](rows []T) []byte {
	if len(rows) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&rows[0])), len(rows)*int(unsafe.Sizeof(rows[0])))
}

// viewRow views bytes, which are at least as many as a row has and lie as one would, as a row.
func viewRow[T any](b []byte) *T { return (*T)(unsafe.Pointer(unsafe.SliceData(b))) }
