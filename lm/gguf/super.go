package gguf

import "encoding/binary"

// Blocks of 256 values, in groups of 16 or 32 that have scales (and least values) of 4 to 8 bits, themselves scaled by d (and dmin).

func widenQ2K(y []float32, b []byte) {
	scales, q, d, dmin := b[:16], b[16:80], half(b[80:]), half(b[82:])
	for group := range 16 {
		scale, least := d*float32(scales[group]&15), dmin*float32(scales[group]>>4)
		// a half of 128 values has 32 bytes: 4 pairs of groups, 2 bits each
		at, shift := group/8*32+group%2*16, group%8/2*2
		for i := range 16 {
			y[group*16+i] = float32(scale*float32(q[at+i]>>shift&3)) - least
		}
	}
}

func widenQ3K(y []float32, b []byte) {
	high, q, d := b[:32], b[32:96], half(b[108:])
	scales := scalesQ3K(b[96:108])
	for group := range 16 {
		scale := d * float32(scales[group])
		at, shift, bit := group/8*32+group%2*16, group%8/2*2, group/2
		for i := range 16 {
			v := int(q[at+i] >> shift & 3)
			if high[group%2*16+i]>>bit&1 == 0 {
				v -= 4
			}
			y[group*16+i] = scale * float32(v)
		}
	}
}

// scalesQ3K unpacks 16 scales of 6 bits, less 32.
func scalesQ3K(b []byte) (scales [16]int) {
	for i := range 16 {
		low := b[i%8] & 15
		if i >= 8 {
			low = b[i%8] >> 4
		}
		scales[i] = int(low|b[8+i%4]>>(i/4*2)&3<<4) - 32
	}
	return scales
}

// scaleQ4K unpacks scale and least value of group j, 6 bits each, of 12 bytes.
func scaleQ4K(j int, b []byte) (scale, least float32) {
	if j < 4 {
		return float32(b[j] & 63), float32(b[j+4] & 63)
	}
	return float32(b[j+4]&15 | b[j-4]>>6<<4), float32(b[j+4]>>4 | b[j]>>6<<4)
}

func widenQ4K(y []float32, b []byte) {
	d, dmin, q := half(b), half(b[2:]), b[16:]
	for group := range 8 {
		s, m := scaleQ4K(group, b[4:16])
		scale, least := d*s, dmin*m
		for i := range 32 {
			v := q[group/2*32+i] >> (group % 2 * 4) & 15
			y[group*32+i] = float32(scale*float32(v)) - least
		}
	}
}

func widenQ5K(y []float32, b []byte) {
	d, dmin, high, q := half(b), half(b[2:]), b[16:48], b[48:]
	for group := range 8 {
		s, m := scaleQ4K(group, b[4:16])
		scale, least := d*s, dmin*m
		for i := range 32 {
			v := q[group/2*32+i]>>(group%2*4)&15 | high[i]>>group&1<<4
			y[group*32+i] = float32(scale*float32(v)) - least
		}
	}
}

func widenQ6K(y []float32, b []byte) {
	low, high, scales, d := b[:128], b[128:192], b[192:208], half(b[208:])
	for i := range 256 {
		part, at := i/128, i%128 // a part has 64 low bytes (two quarters each) and 32 high ones (four)
		l := low[part*64+at%64] >> (at / 64 * 4) & 15
		h := high[part*32+at%32] >> (at / 32 * 2) & 3
		y[i] = float32(d*float32(int8(scales[i/16]))) * float32(int(l|h<<4)-32)
	}
}

// putHalf appends a 16-bit float.
func putHalf(dst []byte, bits uint16) []byte { return binary.LittleEndian.AppendUint16(dst, bits) }
