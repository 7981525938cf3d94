package bert

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"unsafe"

	"infoseek/internal/safetensors"
)

// tensors are the weights in a mapped safetensors file, whose names may have a part before the one that all of this model's have.
type tensors struct {
	file   *safetensors.File
	mapped []byte
}

func readTensors(mapped []byte) (tensors, error) {
	f, err := safetensors.New(bytes.NewReader(mapped), int64(len(mapped)))
	if err != nil {
		return tensors{}, fmt.Errorf("safetensors: %w", err)
	}
	return tensors{f, mapped}, nil
}

func (t tensors) named(name string) (safetensors.Tensor, bool) {
	if one, ok := t.file.Tensor(name); ok {
		return one, true
	}
	return t.file.Tensor("bert." + name)
}

// numbers returns the tensor of that name and shape: of f32 the file's own bytes where they lie right for it.
func (t tensors) numbers(name string, shape ...int) ([]float32, error) {
	one, ok := t.named(name)
	if !ok {
		return nil, fmt.Errorf("no tensor %s", name)
	}
	if !slices.Equal(one.Shape, shape) {
		return nil, fmt.Errorf("tensor %s: shape %v, not %v", name, one.Shape, shape)
	}
	begin, end := t.file.Place(one)
	if view := t.mapped[begin:end]; one.Type == safetensors.F32 && len(view) > 0 && isAligned(view) {
		return unsafe.Slice((*float32)(unsafe.Pointer(&view[0])), len(view)/4), nil
	}
	return t.file.Floats(one.Name)
}

func isAligned(b []byte) bool {
	return uintptr(unsafe.Pointer(&b[0]))%4 == 0 && binary.NativeEndian.Uint16([]byte{1, 0}) == 1
}
