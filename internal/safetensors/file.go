package safetensors

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// headerLimit is the reference implementation's.
const headerLimit = 100 << 20

// Tensor is one entry of a file.
type Tensor struct {
	Name       string
	Type       Type
	Shape      []int
	begin, end int64
}

// File is a file that is open for reading, safe for concurrent use.
type File struct {
	Metadata map[string]string
	tensors  map[string]Tensor
	data     io.ReaderAt
	from     int64 // where the data begins
	closer   io.Closer
}

// Open reads the header of the file at path. Close it.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var size int64
	if info, e := f.Stat(); e == nil {
		size = info.Size()
	}
	s, err := New(f, size)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	s.closer = f
	return s, nil
}

// New reads the header of a file of size bytes.
func New(r io.ReaderAt, size int64) (*File, error) {
	var length [8]byte
	if _, err := r.ReadAt(length[:], 0); err != nil {
		return nil, fmt.Errorf("no header: %w", err)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > headerLimit || n > uint64(size-8) {
		return nil, fmt.Errorf("a header of %d bytes in a file of %d", n, size)
	}
	header := make([]byte, n)
	if _, err := r.ReadAt(header, 8); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	f := &File{tensors: map[string]Tensor{}, data: r, from: 8 + int64(n)}
	return f, f.parse(header, size-f.from)
}

func (f *File) parse(header []byte, size int64) error {
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(header, &entries); err != nil {
		return fmt.Errorf("header: %w", err)
	}
	for name, raw := range entries {
		if name == "__metadata__" {
			if err := json.Unmarshal(raw, &f.Metadata); err != nil {
				return fmt.Errorf("metadata: %w", err)
			}
			continue
		}
		t, err := parseTensor(name, raw, size)
		if err != nil {
			return fmt.Errorf("tensor %q: %w", name, err)
		}
		f.tensors[name] = t
	}
	return nil
}

func parseTensor(name string, raw []byte, size int64) (Tensor, error) {
	var e struct {
		Type    Type    `json:"dtype"`
		Shape   []int   `json:"shape"`
		Offsets []int64 `json:"data_offsets"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return Tensor{}, err
	}
	if len(e.Offsets) != 2 || e.Offsets[0] < 0 || e.Offsets[1] < e.Offsets[0] || e.Offsets[1] > size {
		return Tensor{}, fmt.Errorf("lies at %v of %d bytes", e.Offsets, size)
	}
	t := Tensor{name, e.Type, e.Shape, e.Offsets[0], e.Offsets[1]}
	each := t.Type.size()
	if each == 0 {
		return t, nil // named, not readable: integer tensors are no weights
	}
	values, ok := product(t.Shape, (t.end-t.begin)/each)
	if !ok || values*each != t.end-t.begin {
		return Tensor{}, fmt.Errorf("%s %v in %d bytes", t.Type, t.Shape, t.end-t.begin)
	}
	return t, nil
}

// product multiplies a shape; false where it passes limit.
func product(shape []int, limit int64) (int64, bool) {
	n := int64(1)
	if slices.Contains(shape, 0) {
		return 0, true
	}
	for _, d := range shape {
		if d < 0 || int64(d) > limit/n {
			return 0, false
		}
		n *= int64(d)
	}
	return n, true
}

// Names are the tensors' names, sorted.
func (f *File) Names() []string {
	var names []string
	for name := range f.tensors {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Tensor is the entry of that name.
func (f *File) Tensor(name string) (Tensor, bool) {
	t, ok := f.tensors[name]
	return t, ok
}

// Place is where in the file a tensor's bytes lie.
func (f *File) Place(t Tensor) (begin, end int64) { return f.from + t.begin, f.from + t.end }

// Floats reads a tensor's values, widened to 32 bits.
func (f *File) Floats(name string) ([]float32, error) {
	t, ok := f.tensors[name]
	if !ok {
		return nil, fmt.Errorf("no tensor %q", name)
	}
	if t.Type.size() == 0 {
		return nil, fmt.Errorf("tensor %q: type %s is not supported: F64, F32, F16 and BF16 are", name, t.Type)
	}
	raw := make([]byte, t.end-t.begin)
	if _, err := f.data.ReadAt(raw, f.from+t.begin); err != nil {
		return nil, fmt.Errorf("tensor %q: %w", name, err)
	}
	return t.Type.widen(raw), nil
}

// Close closes the file.
func (f *File) Close() error {
	if f.closer == nil {
		return nil
	}
	return f.closer.Close()
}
