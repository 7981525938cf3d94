package bzip2

import "encoding/binary"

// bits reads bits, the highest of a byte first. Behind the end it gives zeros, and says so by over.
type bits struct {
	data []byte
	next int    // data[:next] is in word
	word uint64 // unread bits, at its high end
	have uint
	end  int // bits of data
}

func newBits(data []byte, skip, end int) bits {
	b := bits{data: data, end: end}
	b.fill()
	b.drop(uint(skip))
	return b
}

// fill makes at least 56 bits ready.
func (b *bits) fill() {
	if b.next+8 <= len(b.data) {
		b.word |= binary.BigEndian.Uint64(b.data[b.next:]) >> b.have
		n := (63 - b.have) / 8
		b.next += int(n)
		b.have += 8 * n
		return
	}
	for b.have <= 56 {
		if b.next < len(b.data) {
			b.word |= uint64(b.data[b.next]) << (56 - b.have)
		}
		b.next++
		b.have += 8
	}
}

// drop goes on by n bits, which are ready.
func (b *bits) drop(n uint) {
	b.word <<= n
	b.have -= n
}

// read takes n bits, at most 48.
func (b *bits) read(n uint) uint64 {
	b.fill()
	v := b.word >> (64 - n)
	b.drop(n)
	return v
}

// at is how many bits were read, skipped ones included.
func (b *bits) at() int { return 8*b.next - int(b.have) }

func (b *bits) over() bool { return b.at() > b.end }
