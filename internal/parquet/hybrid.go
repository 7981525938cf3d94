package parquet

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

var errPage = errors.New("its pages are not what their headers say")

// hybrid reads runs of small numbers: of equal ones, or of ones packed in bits.
type hybrid struct {
	data  []byte
	width int // bits, at most 32

	left   uint64 // numbers in the run
	equal  uint32 // in a run of equal ones
	packed []byte // nil in a run of equal ones
	bit    int
}

func newHybrid(data []byte, width int) (*hybrid, error) {
	if width > 32 {
		return nil, errPage
	}
	return &hybrid{data: data, width: width}, nil
}

func (h *hybrid) next() (uint32, error) {
	for h.left == 0 {
		if err := h.run(); err != nil {
			return 0, err
		}
	}
	h.left--
	if h.packed == nil {
		return h.equal, nil
	}
	if h.bit+h.width > 8*len(h.packed) {
		return 0, io.ErrUnexpectedEOF
	}
	u := bitsAt(h.packed, h.bit, h.width)
	h.bit += h.width
	return uint32(u), nil
}

// run begins the next run.
func (h *hybrid) run() error {
	head, n := binary.Uvarint(h.data)
	if n <= 0 || head > math.MaxUint32 {
		return io.ErrUnexpectedEOF
	}
	h.data = h.data[n:]
	h.left, h.packed = head>>1, nil
	if head&1 == 0 {
		size := (h.width + 7) / 8
		if size > len(h.data) {
			return io.ErrUnexpectedEOF
		}
		h.equal = uint32(bitsAt(h.data, 0, 8*size))
		h.data = h.data[size:]
		return nil
	}
	size := min(h.left*uint64(h.width), uint64(len(h.data))) // the last run may lack its padding
	h.left *= 8
	h.packed, h.data, h.bit = h.data[:size:size], h.data[size:], 0
	return nil
}

// bitsAt reads a number of width bits, at most 64, that begins at a bit of data and ends within.
func bitsAt(data []byte, bit, width int) uint64 {
	var u uint64
	for got := 0; got < width; {
		from := (bit + got) % 8
		n := min(8-from, width-got)
		b := uint64(data[(bit+got)/8]) >> from & (1<<n - 1)
		u |= b << got
		got += n
	}
	return u
}
