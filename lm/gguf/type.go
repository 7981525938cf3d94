package gguf

import (
	"encoding/binary"
	"math"

	"github.com/gomlx/compute/dtypes/bfloat16"
	"github.com/gomlx/compute/dtypes/float16"
)

// Type is how a tensor's values are written; the numbers are ggml's.
type Type uint32

// The types that can be read.
const (
	F32  Type = 0
	F16  Type = 1
	Q4_0 Type = 2
	Q4_1 Type = 3
	Q5_0 Type = 6
	Q5_1 Type = 7
	Q8_0 Type = 8
	Q2_K Type = 10
	Q3_K Type = 11
	Q4_K Type = 12
	Q5_K Type = 13
	Q6_K Type = 14
	BF16 Type = 30
)

// block is how a type writes some values at a time.
type block struct {
	values, bytes int
	widen         func(dst []float32, src []byte)
}

var blocks = map[Type]block{
	F32:  {1, 4, func(y []float32, b []byte) { y[0] = math.Float32frombits(binary.LittleEndian.Uint32(b)) }},
	F16:  {1, 2, func(y []float32, b []byte) { y[0] = half(b) }},
	BF16: {1, 2, func(y []float32, b []byte) { y[0] = bfloat16.FromBits(binary.LittleEndian.Uint16(b)).Float32() }},
	Q4_0: {32, 18, widenQ4_0},
	Q4_1: {32, 20, widenQ4_1},
	Q5_0: {32, 22, widenQ5_0},
	Q5_1: {32, 24, widenQ5_1},
	Q8_0: {32, 34, widenQ8_0},
	Q2_K: {256, 84, widenQ2K},
	Q3_K: {256, 110, widenQ3K},
	Q4_K: {256, 144, widenQ4K},
	Q5_K: {256, 176, widenQ5K},
	Q6_K: {256, 210, widenQ6K},
}

func half(b []byte) float32 { return float16.FromBits(binary.LittleEndian.Uint16(b)).Float32() }

// Types are those that can be read, but for plain floats.
func Types() []Type { return []Type{Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K} }

// BlockBytes is what a block of t takes.
func (t Type) BlockBytes() int { return blocks[t].bytes }

// Scales are where in a block 16-bit floats lie.
func (t Type) Scales() []int {
	switch t {
	case Q4_1, Q5_1, Q4_K, Q5_K:
		return []int{0, 2}
	case Q2_K:
		return []int{80, 82}
	case Q3_K:
		return []int{108}
	case Q6_K:
		return []int{208}
	}
	return []int{0}
}

// Widen makes floats of whole blocks.
func (t Type) Widen(raw []byte) []float32 {
	block := blocks[t]
	out := make([]float32, len(raw)/block.bytes*block.values)
	for i := range len(raw) / block.bytes {
		block.widen(out[i*block.values:(i+1)*block.values], raw[i*block.bytes:(i+1)*block.bytes])
	}
	return out
}
