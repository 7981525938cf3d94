package bert

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unsafe"
)

// tensors are the f32 tensors of a safetensors file, by name, as views of it.
type tensors map[string]tensor

type tensor struct {
	shape   []int
	numbers []float32
}

// readTensors reads the content of a safetensors file: the length of a header (8 bytes), the header as JSON, the numbers. Tensors of other types are left out, and so is a name's part before the one that all of this model's have.
func readTensors(file []byte) (tensors, error) {
	if len(file) < 8 {
		return nil, fmt.Errorf("safetensors: %d bytes", len(file))
	}
	n := binary.LittleEndian.Uint64(file)
	if n > uint64(len(file)-8) {
		return nil, fmt.Errorf("safetensors: a header of %d bytes in a file of %d", n, len(file))
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(file[8:8+n], &entries); err != nil {
		return nil, fmt.Errorf("safetensors: header: %w", err)
	}
	delete(entries, "__metadata__")
	all, body := tensors{}, file[8+n:]
	for name, raw := range entries {
		var e struct {
			Type    string    `json:"dtype"`
			Shape   []int     `json:"shape"`
			Offsets [2]uint64 `json:"data_offsets"`
		}
		if err := json.Unmarshal(raw, &e); err != nil {
			return nil, fmt.Errorf("safetensors: %s: %w", name, err)
		}
		if e.Type != "F32" {
			continue
		}
		size := uint64(4)
		for _, d := range e.Shape {
			if d < 0 || d > len(body) || size > uint64(len(body)) {
				return nil, fmt.Errorf("safetensors: %s: shape %v", name, e.Shape)
			}
			size *= uint64(d)
		}
		from, to := e.Offsets[0], e.Offsets[1]
		if from > to || to > uint64(len(body)) || to-from != size {
			return nil, fmt.Errorf("safetensors: %s: bytes %d to %d of %d for shape %v", name, from, to, len(body), e.Shape)
		}
		all[strings.TrimPrefix(name, "bert.")] = tensor{e.Shape, floats(body[from:to])}
	}
	return all, nil
}

// floats copies bytes that are not aligned.
func floats(b []byte) []float32 {
	if len(b) == 0 {
		return nil
	}
	if uintptr(unsafe.Pointer(&b[0]))%4 == 0 && binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return unsafe.Slice((*float32)(unsafe.Pointer(&b[0])), len(b)/4)
	}
	v := make([]float32, len(b)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v
}

// numbers returns the tensor of that name and shape.
func (t tensors) numbers(name string, shape ...int) ([]float32, error) {
	one, ok := t[name]
	if !ok {
		return nil, fmt.Errorf("no tensor %s of f32", name)
	}
	if fmt.Sprint(one.shape) != fmt.Sprint(shape) {
		return nil, fmt.Errorf("tensor %s: shape %v, not %v", name, one.shape, shape)
	}
	return one.numbers, nil
}
