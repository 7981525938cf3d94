package gguf

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// deepest is how far arrays may lie in arrays.
const deepest = 4

// reader reads values and knows how many bytes are left: no length is believed that the file cannot hold.
type reader struct {
	from io.Reader
	left int64
	read int64
}

func (r *reader) bytes(n int64) ([]byte, error) {
	if n < 0 || n > r.left {
		return nil, fmt.Errorf("%d bytes wanted, the file has %d more", n, r.left)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r.from, b); err != nil {
		return nil, err
	}
	r.left, r.read = r.left-n, r.read+n
	return b, nil
}

func (r *reader) uint32() (uint32, error) {
	b, err := r.bytes(4)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(b), nil
}

func (r *reader) uint64() (uint64, error) {
	b, err := r.bytes(8)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b), nil
}

// count is a number of things that take at least each bytes.
func (r *reader) count(each int64) (int, error) {
	n, err := r.uint64()
	if err == nil && n > uint64(r.left/each) {
		err = fmt.Errorf("%d entries in %d bytes", n, r.left)
	}
	return int(n), err
}

func (r *reader) text() (string, error) {
	n, err := r.count(1)
	if err != nil {
		return "", err
	}
	b, err := r.bytes(int64(n))
	return string(b), err
}

func (r *reader) value(depth int) (any, error) {
	k, err := r.uint32()
	if err != nil {
		return nil, err
	}
	if kind(k) == kindArray {
		return r.array(depth + 1)
	}
	return r.scalar(kind(k))
}

func (r *reader) scalar(k kind) (any, error) {
	if k == kindString {
		return r.text()
	}
	if k.size() == 0 || k == kindArray {
		return nil, fmt.Errorf("a value of type %d", k)
	}
	b, err := r.bytes(k.size())
	if err != nil {
		return nil, err
	}
	return decode(k, b), nil
}

func decode(k kind, b []byte) any {
	switch k {
	case kindUint8:
		return uint64(b[0])
	case kindInt8:
		return int64(int8(b[0]))
	case kindBool:
		return b[0] != 0
	case kindUint16:
		return uint64(binary.LittleEndian.Uint16(b))
	case kindInt16:
		return int64(int16(binary.LittleEndian.Uint16(b)))
	case kindUint32:
		return uint64(binary.LittleEndian.Uint32(b))
	case kindInt32:
		return int64(int32(binary.LittleEndian.Uint32(b)))
	case kindFloat32:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	case kindUint64:
		return binary.LittleEndian.Uint64(b)
	case kindInt64:
		return int64(binary.LittleEndian.Uint64(b))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

func (r *reader) array(depth int) (any, error) {
	if depth > deepest {
		return nil, fmt.Errorf("arrays %d deep", depth)
	}
	t, err := r.uint32()
	if err != nil {
		return nil, err
	}
	k := kind(t)
	if k.size() == 0 {
		return nil, fmt.Errorf("an array of type %d", t)
	}
	n, err := r.count(k.size())
	if err != nil {
		return nil, err
	}
	switch k {
	case kindArray:
		return list(n, func() (any, error) { return r.array(depth + 1) })
	case kindString:
		return list(n, r.text)
	case kindBool:
		return scalars[bool](r, k, n)
	case kindFloat32, kindFloat64:
		return scalars[float64](r, k, n)
	case kindInt8, kindInt16, kindInt32, kindInt64:
		return scalars[int64](r, k, n)
	}
	return scalars[uint64](r, k, n)
}

func scalars[T any](r *reader, k kind, n int) ([]T, error) {
	b, err := r.bytes(int64(n) * k.size())
	if err != nil {
		return nil, err
	}
	out := make([]T, n)
	for i := range out {
		out[i] = decode(k, b[int64(i)*k.size():]).(T)
	}
	return out, nil
}

// list grows as it reads: entries that take more than their least may end the file early.
func list[T any](n int, next func() (T, error)) ([]T, error) {
	var out []T
	for range n {
		v, err := next()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
