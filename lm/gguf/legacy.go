package gguf

import "encoding/binary"

// Blocks of 32 values: a scale d, in some types a least value m, and 4, 5 or 8 bits a value; value i lies with value i+16 in a byte.

func widenQ4_0(y []float32, b []byte) {
	d, q := half(b), b[2:]
	for i := range 16 {
		y[i] = float32(int(q[i]&15)-8) * d
		y[i+16] = float32(int(q[i]>>4)-8) * d
	}
}

func widenQ4_1(y []float32, b []byte) {
	d, m, q := half(b), half(b[2:]), b[4:]
	for i := range 16 {
		y[i] = float32(float32(q[i]&15)*d) + m
		y[i+16] = float32(float32(q[i]>>4)*d) + m
	}
}

func widenQ5_0(y []float32, b []byte) {
	d, high, q := half(b), binary.LittleEndian.Uint32(b[2:]), b[6:]
	for i := range 16 {
		y[i] = float32((int(q[i]&15)|int(high>>i&1)<<4)-16) * d
		y[i+16] = float32((int(q[i]>>4)|int(high>>(i+16)&1)<<4)-16) * d
	}
}

func widenQ5_1(y []float32, b []byte) {
	d, m, high, q := half(b), half(b[2:]), binary.LittleEndian.Uint32(b[4:]), b[8:]
	for i := range 16 {
		y[i] = float32(float32(int(q[i]&15)|int(high>>i&1)<<4)*d) + m
		y[i+16] = float32(float32(int(q[i]>>4)|int(high>>(i+16)&1)<<4)*d) + m
	}
}

func widenQ8_0(y []float32, b []byte) {
	d, q := half(b), b[2:]
	for i := range 32 {
		y[i] = float32(int8(q[i])) * d
	}
}
