package safetensors

import (
	"encoding/binary"
	"math"

	"github.com/gomlx/compute/dtypes/bfloat16"
	"github.com/gomlx/compute/dtypes/float16"
)

// Type is how a tensor's values are written, little endian.
type Type string

// The types that can be read, and but for F64 written.
const (
	F64  Type = "F64"
	F32  Type = "F32"
	F16  Type = "F16"
	BF16 Type = "BF16"
)

func (t Type) size() int64 {
	switch t {
	case F64:
		return 8
	case F32:
		return 4
	case F16, BF16:
		return 2
	}
	return 0
}

func (t Type) widen(raw []byte) []float32 {
	each := int(t.size())
	out := make([]float32, len(raw)/each)
	for i := range out {
		b := raw[i*each:]
		switch t {
		case F64:
			out[i] = float32(math.Float64frombits(binary.LittleEndian.Uint64(b)))
		case F32:
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b))
		case F16:
			out[i] = float16.FromBits(binary.LittleEndian.Uint16(b)).Float32()
		case BF16:
			out[i] = bfloat16.FromBits(binary.LittleEndian.Uint16(b)).Float32()
		}
	}
	return out
}

func (t Type) narrow(dst []byte, values []float32) []byte {
	for _, v := range values {
		switch t {
		case F64:
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(float64(v)))
		case F32:
			dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(v))
		case F16:
			dst = binary.LittleEndian.AppendUint16(dst, uint16(float16.FromFloat32(v)))
		case BF16:
			dst = binary.LittleEndian.AppendUint16(dst, uint16(bfloat16.FromFloat32(v)))
		}
	}
	return dst
}
