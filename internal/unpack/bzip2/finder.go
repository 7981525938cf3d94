package bzip2

import (
	"errors"
	"io"
)

// The signs of a block and of a stream's end: 48 bits that begin at any bit. They may also occur inside a block, by chance.
const (
	blockSign = 0x314159265359
	endSign   = 0x177245385090
	signBits  = 48
	signMask  = 1<<signBits - 1
)

// maxCompressed is more than a block can take: 900,002 symbols of 20 bits, with its tables.
const maxCompressed = 5 << 19

var errLong = errors.New("bzip2: no block begins where one must")

// segment is the bits from one sign to before the next: of the stream's first byte, to the first sign.
type segment struct {
	data []byte
	skip int // bits of data before the sign
	bits int // of data, skipped ones included
	sign uint64
	err  error // of the input, behind this segment

	done chan struct{} // closed when block is there; nil where nothing is decoded
	*block
}

// inSign says of a byte that it occurs whole inside a sign that begins at some bit: three bytes behind a sign's first one stands there.
var inSign = func() (t [256]bool) {
	for _, sign := range []uint64{blockSign, endSign} {
		for shift := range 8 {
			t[byte(sign>>(16+shift))] = true
		}
	}
	return t
}()

// finder cuts its input into segments. What buf holds is never written again: segments share it.
type finder struct {
	in    io.Reader
	buf   []byte
	at    int // buf[:at] was looked at
	start int // bit of buf at which the segment begins
	sign  uint64
	err   error
}

const readSize = 256 << 10

// next returns the next segment. Its err is set on the last.
func (f *finder) next() *segment {
	for {
		if s := f.scan(); s != nil {
			return s
		}
		if f.err == nil && len(f.buf)-f.start/8 > maxCompressed {
			f.err = errLong
		}
		if f.err != nil {
			return f.cut(8*len(f.buf), 0)
		}
		f.more()
	}
}

// more reads on.
func (f *finder) more() {
	if n := len(f.buf); cap(f.buf)-n < readSize {
		from := f.start / 8
		f.buf = append(make([]byte, 0, 2*(n-from)+2*readSize), f.buf[from:]...)
		f.at, f.start = max(0, f.at-from), f.start%8
	}
	n := len(f.buf)
	m, err := io.ReadAtLeast(f.in, f.buf[n:n+readSize], 1)
	f.buf, f.err = f.buf[:n+m], err
}

// middle is how far the byte inSign is from a sign's first, and tail from the last byte that may hold a bit of it.
const middle, tail = 3, 3

// scan looks for a sign behind the one that the segment begins with.
func (f *finder) scan() *segment {
	i := max(f.at, f.start/8+middle)
	for ; i+tail < len(f.buf); i++ {
		if !inSign[f.buf[i]] {
			continue
		}
		if at, sign := f.signAround(i); sign != 0 {
			f.at = i + 1
			return f.cut(at, sign)
		}
	}
	f.at = i
	return nil
}

// signAround looks whether a sign has byte i in its middle. The one that the segment begins with is none.
func (f *finder) signAround(i int) (at int, sign uint64) {
	var w uint64
	for _, c := range f.buf[i-middle : i+tail+1] {
		w = w<<8 | uint64(c)
	}
	for j := range 8 {
		s := w >> (8 - j) & signMask
		at := 8*(i-middle) + j
		if (s == blockSign || s == endSign) && (f.sign == 0 || at >= f.start+signBits) {
			return at, s
		}
	}
	return 0, 0
}

// cut ends the segment before bit at, where sign begins.
func (f *finder) cut(at int, sign uint64) *segment {
	from, to := f.start/8, (at+7)/8
	s := &segment{data: f.buf[from:to:to], skip: f.start % 8, bits: at - 8*from, sign: f.sign}
	if sign == 0 {
		s.err = f.err
	}
	f.start, f.sign = at, sign
	return s
}
