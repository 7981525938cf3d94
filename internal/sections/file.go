package sections

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/edsrzf/mmap-go"

	"infoseek"
)

// File is a file mapped into memory, read-only.
type File struct {
	file   *os.File
	mapped mmap.MMap
}

// Open maps a file as it is: nothing in it is checked.
func Open(path string) (*File, error) {
	if !LittleEndian() {
		return nil, errEndian
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	var m mmap.MMap
	if err == nil && info.Size() > 0 { // nothing can't be mapped
		m, err = mmap.Map(f, mmap.RDONLY, 0)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &File{f, m}, nil
}

// Bytes is the content. It is of use until Close, and read under Guard if somebody might cut the file meanwhile.
func (f *File) Bytes() []byte { return f.mapped }

// Name is the path that the file was opened by.
func (f *File) Name() string { return f.file.Name() }

// Close unmaps the file.
func (f *File) Close() error {
	var err error
	if f.mapped != nil {
		err = f.mapped.Unmap()
	}
	return errors.Join(err, f.file.Close())
}

// Guard makes a fault of what is no longer there of a mapped file: it was cut while it was open, or its disk fails. It is for the goroutine that reads, and is said as
//
//	defer sections.Guard("search", debug.SetPanicOnFault(true), &results, &err)
func Guard[R any](who string, before bool, results *R, err *error) {
	debug.SetPanicOnFault(before)
	r := recover()
	if r == nil {
		return
	}
	at, ok := r.(interface {
		error
		Addr() uintptr
	})
	if !ok {
		panic(r)
	}
	*results = *new(R)
	*err = &infoseek.Fault{Boundary: infoseek.BoundarySearch, Op: "read the index", Err: fmt.Errorf("%s: the file was changed while it was open, or can't be read: %w", who, at)}
}
