package gguf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/gomlx/compute/dtypes/float16"
)

// Pair is a value to be written. Value is a uint32, float32, bool, string, []string or []int32.
type Pair struct {
	Name  string
	Value any
}

// Source is a tensor to be written, row-major.
type Source struct {
	Name   string
	Type   Type // F32, F16 or Q8_0
	Shape  []int
	Values []float32
}

// Write writes a file of version 3.
func Write(w io.Writer, values []Pair, tensors []Source) error {
	head, sizes, err := header(values, tensors)
	if err != nil {
		return err
	}
	if _, err := w.Write(pad(head)); err != nil {
		return err
	}
	for i, t := range tensors {
		if err := t.write(w); err != nil {
			return fmt.Errorf("tensor %q: %w", t.Name, err)
		}
		if _, err := w.Write(make([]byte, aligned(sizes[i])-sizes[i])); err != nil {
			return err
		}
	}
	return nil
}

func header(values []Pair, tensors []Source) (b []byte, sizes []int64, err error) {
	b = binary.LittleEndian.AppendUint32(b, magic)
	b = binary.LittleEndian.AppendUint32(b, 3)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(tensors)))
	b = binary.LittleEndian.AppendUint64(b, uint64(len(values)))
	for _, v := range values {
		if b, err = putValue(putText(b, v.Name), v.Value); err != nil {
			return nil, nil, fmt.Errorf("value %q: %w", v.Name, err)
		}
	}
	at := int64(0)
	for _, t := range tensors {
		n, err := Tensor{Name: t.Name, Type: t.Type, Shape: t.Shape}.bytes(math.MaxInt64 / 16)
		if err != nil {
			return nil, nil, err
		}
		b = binary.LittleEndian.AppendUint32(putText(b, t.Name), uint32(len(t.Shape)))
		for _, d := range slices.Backward(t.Shape) {
			b = binary.LittleEndian.AppendUint64(b, uint64(d))
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(t.Type))
		b = binary.LittleEndian.AppendUint64(b, uint64(at))
		sizes, at = append(sizes, n), at+aligned(n)
	}
	return b, sizes, nil
}

func aligned(n int64) int64 { return (n + defaultAlignment - 1) / defaultAlignment * defaultAlignment }

func pad(b []byte) []byte {
	return append(b, bytes.Repeat([]byte{0}, int(aligned(int64(len(b))))-len(b))...)
}

func putText(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint64(b, uint64(len(s))), s...)
}

func putKind(b []byte, k kind) []byte { return binary.LittleEndian.AppendUint32(b, uint32(k)) }

func putArray(b []byte, k kind, n int) []byte {
	return binary.LittleEndian.AppendUint64(putKind(putKind(b, kindArray), k), uint64(n))
}

func putValue(b []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case uint32:
		return binary.LittleEndian.AppendUint32(putKind(b, kindUint32), v), nil
	case float32:
		return binary.LittleEndian.AppendUint32(putKind(b, kindFloat32), math.Float32bits(v)), nil
	case bool:
		if v {
			return append(putKind(b, kindBool), 1), nil
		}
		return append(putKind(b, kindBool), 0), nil
	case string:
		return putText(putKind(b, kindString), v), nil
	case []string:
		b = putArray(b, kindString, len(v))
		for _, s := range v {
			b = putText(b, s)
		}
		return b, nil
	case []int32:
		b = putArray(b, kindInt32, len(v))
		for _, n := range v {
			b = binary.LittleEndian.AppendUint32(b, uint32(n))
		}
		return b, nil
	}
	return nil, fmt.Errorf("a %T cannot be written", value)
}

// write writes t's values, block by block.
func (t Source) write(w io.Writer) error {
	n, err := Tensor{Name: t.Name, Shape: t.Shape}.values(math.MaxInt64 / 16)
	if err != nil {
		return err
	}
	if n != int64(len(t.Values)) {
		return fmt.Errorf("shape %v has %d values", t.Shape, len(t.Values))
	}
	const chunk = 1 << 15
	var b []byte
	for from := 0; from < len(t.Values); from += chunk {
		if b, err = t.narrow(b[:0], t.Values[from:min(from+chunk, len(t.Values))]); err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}

func (t Source) narrow(b []byte, values []float32) ([]byte, error) {
	switch t.Type {
	case F32:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	case F16:
		for _, v := range values {
			b = putHalf(b, uint16(float16.FromFloat32(v)))
		}
	case Q8_0:
		for from := 0; from < len(values); from += 32 {
			b = narrowQ8_0(b, values[from:from+32])
		}
	default:
		return nil, fmt.Errorf("type %d cannot be written", t.Type)
	}
	return b, nil
}

// narrowQ8_0 scales 32 values so that the largest is 127.
func narrowQ8_0(b []byte, values []float32) []byte {
	most := float32(0)
	for _, v := range values {
		most = max(most, float32(math.Abs(float64(v))))
	}
	d := most / 127
	inverse := float32(0)
	if d != 0 {
		inverse = 1 / d
	}
	b = putHalf(b, uint16(float16.FromFloat32(d)))
	for _, v := range values {
		b = append(b, byte(int8(math.Round(float64(v*inverse)))))
	}
	return b
}
