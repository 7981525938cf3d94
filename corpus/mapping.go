package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"unsafe"

	"github.com/edsrzf/mmap-go"
)

// mapping holds the files of a corpus directory mapped read-only.
type mapping struct {
	dir   string
	files map[string]fileMeta
	maps  []mmap.MMap
	err   error // the first error of open
}

// littleEndian is false on machines that could not read the rows as they lie on disk.
func littleEndian() bool {
	one := uint16(1)
	return *(*byte)(unsafe.Pointer(&one)) == 1
}

// open maps one file. After an error all further calls return nil.
func (m *mapping) open(name string) []byte {
	if m.err != nil {
		return nil
	}
	b, err := m.mapFile(name)
	if err != nil {
		m.err = fmt.Errorf("corpus: %s: %w", filepath.Join(m.dir, name), err)
	}
	return b
}

func (m *mapping) mapFile(name string) ([]byte, error) {
	want, ok := m.files[name]
	if !ok {
		return nil, fmt.Errorf("not listed in %s", metaName)
	}
	f, err := os.Open(filepath.Join(m.dir, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if st.Size() != want.Size {
		return nil, fmt.Errorf("%d bytes, %s says %d: the file is damaged, import the sources again", st.Size(), metaName, want.Size)
	}
	return m.mapOpen(f)
}

// written maps what has been written of a file that may grow further.
func (m *mapping) written(f *file) []byte {
	if m.err == nil {
		m.err = f.flush()
	}
	if m.err != nil {
		return nil
	}
	b, err := m.mapOpen(f.f)
	if err != nil {
		m.err = fmt.Errorf("corpus: %s: %w", f.name, err)
	}
	return b
}

func (m *mapping) mapOpen(f *os.File) ([]byte, error) {
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if st.Size() == 0 {
		return nil, nil
	}
	b, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, err
	}
	m.maps = append(m.maps, b)
	return b, nil
}

func (m *mapping) close() error {
	var first error
	for _, b := range m.maps {
		if err := b.Unmap(); err != nil && first == nil {
			first = err
		}
	}
	m.maps = nil
	return first
}

// rows maps a file as rows of T, a type without pointers.
func rows[T any](m *mapping, name string) []T {
	return rowsIn[T](m, name, m.open(name))
}

func rowsIn[T any](m *mapping, name string, b []byte) []T {
	var row T
	size := int(unsafe.Sizeof(row))
	if len(b)%size != 0 && m.err == nil {
		m.err = fmt.Errorf("corpus: %s: %d bytes is no whole number of rows of %d", filepath.Join(m.dir, name), len(b), size)
	}
	if m.err != nil || len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/size)
}

// viewString views b, which must not change, as a string.
func viewString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
