package bzip2

import "sync"

// walk has of each place of the sorted block the byte there (low 8 bits) and the place of the byte that follows it in the content.
type walk [maxBlock]uint32

var freeWalks = sync.Pool{New: func() any { return new(walk) }}

// bufferSize is how much of a block's content is made at once. A block of runs, which may be 46 MB, is not spread further before it is asked for.
const bufferSize = 1 << 20

var freeBuffers = sync.Pool{New: func() any { return new([bufferSize]byte) }}

func newBuffer() []byte { return freeBuffers.Get().(*[bufferSize]byte)[:0] }

func freeBuffer(b []byte) { freeBuffers.Put((*[bufferSize]byte)(b[:bufferSize])) }

// expander makes the content of a block: it walks through the sorted block and spreads the runs, of which four equal bytes tell and a byte behind them how many more.
type expander struct {
	walk *walk
	at   uint32
	left int // bytes not walked to
	last byte
	same int // equal bytes before at
	more int // of last, still to be written
	crc  uint32
}

// begin links the places of the sorted block of size bytes; the content's first byte is the one at start.
func (x *expander) begin(start uint32, size int, counts *[256]uint32) error {
	if int(start) >= size {
		return errBlockStart
	}
	var sum uint32
	for c, n := range counts {
		counts[c] = sum
		sum += n
	}
	walk := x.walk
	for i, e := range walk[:size] {
		c := byte(e)
		walk[counts[c]] |= uint32(i) << 8
		counts[c]++
	}
	x.at, x.left = walk[start]>>8, size
	x.crc = ^uint32(0)
	return nil
}

// ended says whether all content was made.
func (x *expander) ended() bool { return x.left == 0 && x.more == 0 }

// fill makes content until out, which is empty, is full, and counts it into the CRC.
func (x *expander) fill(out []byte) []byte {
	out = out[:cap(out)]
	n := 0
	walk, at, last, same, left := x.walk, x.at, x.last, x.same, x.left
	for n < len(out) {
		if x.more > 0 {
			k := min(x.more, len(out)-n)
			for i := range out[n : n+k] {
				out[n+i] = last
			}
			x.more -= k
			n += k
			continue
		}
		if left == 0 {
			break
		}
		e := walk[at]
		c := byte(e)
		at = e >> 8
		left--
		if same == 4 {
			x.more, same = int(c), 0
			continue
		}
		if c != last {
			same = 0
		}
		same++
		last = c
		out[n] = c
		n++
	}
	x.at, x.last, x.same, x.left = at, last, same, left
	out = out[:n]
	x.crc = updateCRC(x.crc, out)
	return out
}
