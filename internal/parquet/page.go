package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	longestPage = 128 << 20 // packed or unpacked; writers begin a new one at about 1 MiB
	mostValues  = 1 << 24   // of a page
	mostEntries = 1 << 22   // of a dictionary
	mostHeader  = 4 << 20   // bytes of a page's header, in which writers may put its least and greatest value
)

// Kinds of pages.
const (
	pageData       = 0
	pageDictionary = 2
	pageData2      = 3
)

// pageHeader is what is used of the header of a page.
type pageHeader struct {
	kind, size, packed        int64
	values, encoding          int64
	levelEncoding             int64
	levelBytes, repeatedBytes int64 // of the second kind of data pages
	plain                     bool  // a page of that kind that isn't packed
	length                    int
}

func readPageHeader(data []byte) (h pageHeader, err error) {
	const levelsInRuns = 3
	t := &thrift{data: data}
	h.levelEncoding = levelsInRuns
	for id, kind := range t.fields(kindStruct) {
		switch id {
		case 1:
			h.kind = t.number(kind)
		case 2:
			h.size = t.number(kind)
		case 3:
			h.packed = t.number(kind)
		case 5, 7:
			h.readFirst(t, kind)
		case 8:
			h.readSecond(t, kind)
		default:
			t.skip(kind)
		}
	}
	h.length = t.at
	switch {
	case t.err != nil:
		return h, t.err
	case h.size < 0 || h.packed < 0 || h.values < 0 || h.levelBytes < 0 || h.repeatedBytes < 0 || h.levelEncoding != levelsInRuns:
		return h, errPage
	case h.size > longestPage || h.packed > longestPage:
		return h, fmt.Errorf("a page of %d bytes, over the limit of %d", max(h.size, h.packed), longestPage)
	case h.values > mostValues:
		return h, fmt.Errorf("a page of %d values, over the limit of %d", h.values, mostValues)
	}
	return h, nil
}

// readFirst reads the header of a dictionary, or of the first kind of data pages.
func (h *pageHeader) readFirst(t *thrift, kind byte) {
	for id, kind := range t.fields(kind) {
		switch {
		case id == 1:
			h.values = t.number(kind)
		case id == 2:
			h.encoding = t.number(kind)
		case id == 3 && kind > kindFalse: // of a dictionary it says whether it is sorted
			h.levelEncoding = t.number(kind)
		default:
			t.skip(kind)
		}
	}
}

func (h *pageHeader) readSecond(t *thrift, kind byte) {
	for id, kind := range t.fields(kind) {
		switch id {
		case 1:
			h.values = t.number(kind)
		case 4:
			h.encoding = t.number(kind)
		case 5:
			h.levelBytes = t.number(kind)
		case 6:
			h.repeatedBytes = t.number(kind)
		case 7:
			h.plain = kind == kindFalse
			t.skip(kind)
		default:
			t.skip(kind)
		}
	}
}

// column reads the values of one column in one row group.
type column struct {
	*Column
	file   *File
	chunk  chunk
	at     int64 // of the next page
	window []byte
	body   []byte // as it is stored
	buffer []byte // unpacked

	dictionary [][]byte
	left       int64 // values to come in the page
	levels     *hybrid
	page       values
}

// next returns a value; ok is false for null.
func (c *column) next() (v []byte, ok bool, err error) {
	for c.left == 0 {
		if err := c.nextPage(); err != nil {
			return nil, false, err
		}
	}
	c.left--
	if c.levels != nil {
		level, err := c.levels.next()
		if err != nil || level == 0 {
			return nil, false, err
		}
	}
	v, err = c.page.next()
	return v, err == nil, err
}

func (c *column) nextPage() error {
	h, err := c.header()
	if err != nil {
		return err
	}
	from := c.at + int64(h.length)
	if h.packed > c.chunk.end-from {
		return io.ErrUnexpectedEOF
	}
	c.at = from + h.packed
	switch h.kind {
	case pageData, pageData2, pageDictionary:
	default:
		return nil // of an index, or of a kind to come
	}
	if c.body, err = c.read(c.body, from, h.packed); err != nil {
		return err
	}
	switch h.kind {
	case pageDictionary:
		return c.readDictionary(h)
	case pageData:
		return c.readData(h)
	}
	return c.readData2(h)
}

// header reads the header of the next page, whose length nothing tells before.
func (c *column) header() (h pageHeader, err error) {
	left := min(c.chunk.end, c.file.size) - c.at
	if left <= 0 {
		return h, io.ErrUnexpectedEOF
	}
	for n := int64(4 << 10); ; n *= 8 {
		if c.window, err = c.read(c.window, c.at, min(n, left)); err != nil {
			return h, err
		}
		h, err = readPageHeader(c.window)
		if !errors.Is(err, io.ErrUnexpectedEOF) || n >= left || n >= mostHeader {
			return h, err
		}
	}
}

// read reads n bytes of the file into dst, or a larger one.
func (c *column) read(dst []byte, at, n int64) ([]byte, error) {
	if at < 0 || n > c.file.size-at {
		return nil, io.ErrUnexpectedEOF
	}
	if int64(cap(dst)) < n {
		dst = make([]byte, n)
	}
	dst = dst[:n]
	if _, err := c.file.in.ReadAt(dst, at); err != nil && err != io.EOF {
		return nil, err
	}
	return dst, nil
}

func (c *column) readDictionary(h pageHeader) error {
	data, err := c.file.codec.unpack(nil, c.body, c.chunk.codec, int(h.size))
	if err != nil {
		return err
	}
	if c.chunk.codec == packedNot {
		c.body = nil // the dictionary keeps it
	}
	if h.values > mostEntries {
		return fmt.Errorf("a dictionary of %d values, over the limit of %d", h.values, mostEntries)
	}
	c.dictionary = nil
	in, err := c.values(encodedPlain, data)
	for n := int64(0); n < h.values && err == nil; n++ {
		var v []byte
		if v, err = in.next(); c.Number {
			v = append([]byte(nil), v...)
		}
		c.dictionary = append(c.dictionary, v)
	}
	return err
}

func (c *column) readData(h pageHeader) error {
	data, err := c.unpack(c.body, h.size)
	if err != nil {
		return err
	}
	c.levels = nil
	if c.optional {
		if len(data) < 4 {
			return io.ErrUnexpectedEOF
		}
		n := binary.LittleEndian.Uint32(data)
		if data = data[4:]; uint64(n) > uint64(len(data)) {
			return io.ErrUnexpectedEOF
		}
		if c.levels, err = newHybrid(data[:n], 1); err != nil {
			return err
		}
		data = data[n:]
	}
	return c.begin(h, data)
}

// readData2 reads a page of the second kind, whose levels stand before what is packed.
func (c *column) readData2(h pageHeader) error {
	head := h.repeatedBytes + h.levelBytes
	if head > int64(len(c.body)) || head > h.size {
		return errPage
	}
	data, err := c.body[head:], error(nil)
	c.levels = nil
	if c.optional {
		if c.levels, err = newHybrid(c.body[h.repeatedBytes:head], 1); err != nil {
			return err
		}
	}
	if !h.plain && len(data) > 0 {
		if data, err = c.unpack(data, h.size-head); err != nil {
			return err
		}
	}
	return c.begin(h, data)
}

func (c *column) unpack(data []byte, size int64) ([]byte, error) {
	out, err := c.file.codec.unpack(c.buffer, data, c.chunk.codec, int(size))
	if err == nil && c.chunk.codec != packedNot {
		c.buffer = out
	}
	return out, err
}

func (c *column) begin(h pageHeader, data []byte) (err error) {
	c.left = h.values
	c.page, err = c.values(h.encoding, data)
	return err
}
