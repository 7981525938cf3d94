package bzip2

import (
	"errors"
	"io"
	"slices"
	"sync"
)

// What a stream may be besides sound; one that is cut off is io.ErrUnexpectedEOF.
var (
	ErrCRC    = errors.New("bzip2: content does not match its CRC")
	ErrHeader = errors.New("bzip2: no header of a stream")
	errOrder  = errors.New("bzip2: a block or an end where none must be")
)

// Reader gives the content of one or several bzip2 streams end to end. What was whole before an error is given first; a block's content is checked before any of it is given, but where it is larger than 1 MiB.
type Reader struct {
	in      io.Reader
	workers int
	order   chan *segment
	stop    chan struct{}
	running sync.WaitGroup

	held  []*segment // taken off order, and still to come
	level int        // of the stream, in 100,000 bytes; 0 between streams
	crc   uint32     // of its blocks so far
	block *block
	out   []byte // content not yet given
	buf   []byte // out is of
	after error  // what follows the block
	err   error
}

// maxWorkers bounds the memory: each worker holds a block, 5 MB.
const maxWorkers = 16

// NewReader reads in with so many blocks decoded at a time. Nothing is read before the first Read; Close ends what that started.
func NewReader(in io.Reader, workers int) *Reader {
	return &Reader{in: in, workers: min(max(workers, 1), maxWorkers)}
}

func (r *Reader) start() {
	r.order, r.stop = make(chan *segment, r.workers), make(chan struct{})
	jobs := make(chan *segment, r.workers)
	r.running.Go(func() { r.find(jobs) })
	for range r.workers {
		r.running.Go(func() {
			for s := range jobs {
				s.block = decode(s.data, s.skip, s.bits)
				close(s.done)
			}
		})
	}
}

// find cuts the input until it ends or the reader is closed.
func (r *Reader) find(jobs chan<- *segment) {
	defer close(jobs)
	f := finder{in: r.in}
	for {
		s := f.next()
		if s.sign == blockSign {
			s.done = make(chan struct{})
			select {
			case jobs <- s:
			case <-r.stop:
				return
			}
		}
		select {
		case r.order <- s:
		case <-r.stop:
			return
		}
		if s.err != nil {
			return
		}
	}
}

// Close ends all reading.
func (r *Reader) Close() error {
	if r.stop != nil && r.err != errClosed {
		close(r.stop)
		r.running.Wait()
	}
	r.err = errClosed
	return nil
}

var errClosed = errors.New("bzip2: reader is closed")

func (r *Reader) Read(p []byte) (int, error) {
	if r.order == nil && r.err == nil {
		r.start()
	}
	for len(r.out) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.err = r.step()
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// step makes more content, or reads what comes next.
func (r *Reader) step() error {
	if r.buf != nil {
		freeBuffer(r.buf)
		r.buf = nil
	}
	if r.block != nil {
		return r.give(r.block.spread.fill(newBuffer()))
	}
	if r.after != nil {
		return r.after
	}
	s := r.take()
	switch s.sign {
	case blockSign:
		return r.readBlock(s)
	case endSign:
		return r.readEnd(s)
	}
	return r.readHeader(s.data, s)
}

// take returns the next segment; there is one, until one had an error.
func (r *Reader) take() *segment {
	if len(r.held) > 0 {
		s := r.held[0]
		r.held = r.held[1:]
		return s
	}
	return <-r.order
}

// readHeader reads the header that ends a segment. One that no sign follows is an error: of the input, if it ends before the sign is whole.
func (r *Reader) readHeader(b []byte, s *segment) error {
	const magic, length = "BZh", 4
	n := min(len(b), len(magic))
	switch {
	case string(b[:n]) != magic[:n], len(b) >= length && (b[3] < '1' || b[3] > '9'):
		return ErrHeader
	case s.err != nil:
		return s.broken()
	case 8*length != s.bits-8*(len(s.data)-len(b)):
		return ErrHeader
	}
	r.level, r.crc = int(b[3]-'0'), 0
	return nil
}

// broken is why there is nothing behind the last segment.
func (s *segment) broken() error {
	if s.err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return s.err
}

// readEnd reads the end of a stream, and the header of the next.
func (r *Reader) readEnd(s *segment) error {
	in := newBits(s.data, s.skip, s.bits)
	in.read(signBits)
	crc := uint32(in.read(32))
	switch {
	case r.level == 0:
		return errOrder
	case in.over() && s.err != nil:
		return s.broken()
	case in.over():
		return errOrder
	case crc != r.crc:
		return ErrCRC
	}
	r.level = 0
	rest := s.data[(in.at()+7)/8:]
	if len(rest) == 0 && s.err != nil {
		return s.err
	}
	return r.readHeader(rest, s)
}

// readBlock begins to give a block.
func (r *Reader) readBlock(s *segment) error {
	<-s.done
	if s.block.err == errShort && s.err == nil {
		s = r.join(s)
	}
	b := s.block
	switch {
	case b.err == errShort && s.err != nil:
		return s.broken()
	case b.err != nil:
		return b.err
	case r.level == 0:
		b.free()
		return errOrder
	case b.size > r.level*100_000:
		b.free()
		return errBlockSize
	case s.err != nil:
		r.after = s.broken()
	case b.end != s.bits:
		r.after = errOrder
	}
	r.block = b
	return r.give(b.out)
}

// give hands out content of the block.
func (r *Reader) give(out []byte) error {
	r.buf = out
	if b := r.block; b.spread.ended() {
		r.block = nil
		b.free()
		if ^b.spread.crc != b.crc {
			return ErrCRC
		}
		r.crc = (r.crc<<1 | r.crc>>31) ^ b.crc
	}
	r.out = out
	return nil
}

// join decodes a block in which a sign occurs by chance: with the segments that follow, twice as many bytes each time. Those behind the block stay to come.
func (r *Reader) join(s *segment) *segment {
	data, parts, ends := slices.Clone(s.data), []*segment{s}, []int{s.bits} // a copy: what segments hold is shared
	for want := 2 * len(s.data); ; want *= 2 {
		for last := s; last.err == nil && len(data) < want; {
			last = r.take()
			at := ends[len(ends)-1] / 8
			data = append(data[:at], last.data...)
			parts, ends = append(parts, last), append(ends, 8*at+last.bits)
		}
		last := len(parts) - 1
		b := decode(data, s.skip, ends[last])
		if b.err == errShort && parts[last].err == nil && len(data) < maxCompressed {
			continue
		}
		for i, end := range ends {
			if b.err == nil && end == b.end {
				last = i
			}
		}
		r.held = append(parts[last+1:], r.held...)
		for _, p := range parts[1 : last+1] {
			p.discard()
		}
		return &segment{bits: ends[last], err: parts[last].err, block: b}
	}
}

// discard frees what was decoded of a segment that is none.
func (s *segment) discard() {
	if s.done == nil {
		return
	}
	if <-s.done; s.block.err == nil {
		freeBuffer(s.block.out)
		s.block.free()
	}
}
