package gguf

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	magic            = 0x46554747 // "GGUF"
	defaultAlignment = 32
	mostDimensions   = 4
)

// Tensor is one tensor of a file.
type Tensor struct {
	Name string
	Type Type
	// Shape is row-major, as everywhere in this program: the file has it the other way round.
	Shape []int
	at    int64 // in the data
}

// File is a file that is open for reading, safe for concurrent use.
type File struct {
	Values  Values
	Tensors []Tensor
	data    io.ReaderAt
	from    int64 // where the data begins
	size    int64
	closer  io.Closer
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
	g, err := New(f, size)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	g.closer = f
	return g, nil
}

// New reads the header of a file of size bytes.
func New(data io.ReaderAt, size int64) (*File, error) {
	r := &reader{from: bufio.NewReaderSize(io.NewSectionReader(data, 0, size), 1<<16), left: size}
	f := &File{Values: Values{}, data: data, size: size}
	tensors, values, err := f.opening(r)
	if err != nil {
		return nil, err
	}
	for i := range values {
		if err := f.readValue(r); err != nil {
			return nil, fmt.Errorf("value %d of %d: %w", i+1, values, err)
		}
	}
	for i := range tensors {
		t, err := readTensor(r)
		if err != nil {
			return nil, fmt.Errorf("tensor %d of %d: %w", i+1, tensors, err)
		}
		f.Tensors = append(f.Tensors, t)
	}
	return f, f.place(r.read)
}

func (f *File) opening(r *reader) (tensors, values int, err error) {
	m, err := r.uint32()
	if err != nil || m != magic {
		return 0, 0, errors.New("no GGUF file")
	}
	version, err := r.uint32()
	if err != nil || version != 2 && version != 3 {
		return 0, 0, fmt.Errorf("GGUF version %d: 2 and 3 are supported", version)
	}
	// the least that an entry takes: a name's length, and a type with a value or dimensions and a place
	if tensors, err = r.count(24); err == nil {
		values, err = r.count(13)
	}
	return tensors, values, err
}

func (f *File) readValue(r *reader) error {
	name, err := r.text()
	if err != nil {
		return err
	}
	v, err := r.value(0)
	if err != nil {
		return fmt.Errorf("%q: %w", name, err)
	}
	f.Values[name] = v
	return nil
}

func readTensor(r *reader) (Tensor, error) {
	name, err := r.text()
	if err != nil {
		return Tensor{}, err
	}
	dimensions, err := r.uint32()
	if err != nil {
		return Tensor{}, err
	}
	if dimensions == 0 || dimensions > mostDimensions {
		return Tensor{}, fmt.Errorf("%q: %d dimensions", name, dimensions)
	}
	t := Tensor{Name: name, Shape: make([]int, dimensions)}
	for i := range t.Shape {
		d, err := r.uint64()
		if err != nil {
			return Tensor{}, err
		}
		t.Shape[len(t.Shape)-1-i] = int(min(d, 1<<62))
	}
	kind, err := r.uint32()
	if err != nil {
		return Tensor{}, err
	}
	at, err := r.uint64()
	t.Type, t.at = Type(kind), int64(min(at, 1<<62))
	return t, err
}

// place finds where the data begins, and holds each tensor against the file's end.
func (f *File) place(header int64) error {
	align := int64(defaultAlignment)
	if n, ok := f.Values.Int("general.alignment"); ok {
		if n <= 0 || n > 1<<20 {
			return fmt.Errorf("alignment %d", n)
		}
		align = int64(n)
	}
	f.from = (header + align - 1) / align * align
	for _, t := range f.Tensors {
		n, err := t.bytes(f.size)
		if err != nil {
			return err
		}
		if t.at > f.size-f.from-n {
			return fmt.Errorf("tensor %q: lies at %d with %d bytes, the file has %d", t.Name, f.from+t.at, n, f.size)
		}
	}
	return nil
}

// values counts t's values; an error where they are more than limit.
func (t Tensor) values(limit int64) (int64, error) {
	n := int64(1)
	for _, d := range t.Shape {
		if d <= 0 || int64(d) > limit/n {
			return 0, fmt.Errorf("tensor %q: shape %v", t.Name, t.Shape)
		}
		n *= int64(d)
	}
	return n, nil
}

// bytes is what t takes; an error where it would be more than limit.
func (t Tensor) bytes(limit int64) (int64, error) {
	block, ok := blocks[t.Type]
	if !ok {
		return 0, nil // named, not readable
	}
	n, err := t.values(limit * 8)
	if err != nil {
		return 0, err
	}
	if int64(t.Shape[len(t.Shape)-1])%int64(block.values) != 0 {
		return 0, fmt.Errorf("tensor %q: rows of %d values in blocks of %d", t.Name, t.Shape[len(t.Shape)-1], block.values)
	}
	return n / int64(block.values) * int64(block.bytes), nil
}

// Floats reads a tensor's values as 32-bit floats.
func (f *File) Floats(t Tensor) ([]float32, error) {
	if _, ok := blocks[t.Type]; !ok {
		return nil, fmt.Errorf("tensor %q: type %d is not supported", t.Name, t.Type)
	}
	size, err := t.bytes(f.size)
	if err != nil {
		return nil, err
	}
	raw := make([]byte, size)
	if _, err := f.data.ReadAt(raw, f.from+t.at); err != nil {
		return nil, fmt.Errorf("tensor %q: %w", t.Name, err)
	}
	return t.Type.Widen(raw), nil
}

// Close closes the file.
func (f *File) Close() error {
	if f.closer == nil {
		return nil
	}
	return f.closer.Close()
}
