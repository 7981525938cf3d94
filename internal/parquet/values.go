package parquet

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
)

// values gives the values of a page one by one, numbers in digits. What it returns is valid until the next call.
type values interface{ next() ([]byte, error) }

// Encodings of values.
const (
	encodedPlain           = 0
	encodedPlainDictionary = 2
	encodedDeltas          = 5
	encodedLengths         = 6
	encodedDictionary      = 8
)

func (c *column) values(encoding int64, data []byte) (values, error) {
	switch {
	case encoding == encodedPlain && c.kind == typeBytes:
		return &plainTexts{data}, nil
	case encoding == encodedPlain && c.kind == typeInt32:
		return &plainNumbers{data: data, size: 4}, nil
	case encoding == encodedPlain:
		return &plainNumbers{data: data, size: 8}, nil
	case encoding == encodedDictionary, encoding == encodedPlainDictionary:
		return newIndexed(data, c.dictionary)
	case encoding == encodedLengths && c.kind == typeBytes:
		return newLengths(data)
	case encoding == encodedDeltas && c.kind != typeBytes:
		d, err := newDeltas(data)
		return &deltaNumbers{d: d}, err
	}
	return nil, fmt.Errorf("pages in encoding %d of the format are not read", encoding)
}

type plainTexts struct{ data []byte }

func (p *plainTexts) next() ([]byte, error) {
	if len(p.data) < 4 {
		return nil, io.ErrUnexpectedEOF
	}
	n := binary.LittleEndian.Uint32(p.data)
	if uint64(n) > uint64(len(p.data)-4) {
		return nil, io.ErrUnexpectedEOF
	}
	v := p.data[4 : 4+n]
	p.data = p.data[4+n:]
	return v, nil
}

type plainNumbers struct {
	data   []byte
	size   int
	digits []byte
}

func (p *plainNumbers) next() ([]byte, error) {
	if len(p.data) < p.size {
		return nil, io.ErrUnexpectedEOF
	}
	var n int64
	if p.size == 4 {
		n = int64(int32(binary.LittleEndian.Uint32(p.data)))
	} else {
		n = int64(binary.LittleEndian.Uint64(p.data))
	}
	p.data = p.data[p.size:]
	p.digits = strconv.AppendInt(p.digits[:0], n, 10)
	return p.digits, nil
}

type deltaNumbers struct {
	d      *deltas
	digits []byte
}

func (n *deltaNumbers) next() ([]byte, error) {
	v, err := n.d.next()
	n.digits = strconv.AppendInt(n.digits[:0], v, 10)
	return n.digits, err
}

// indexed are values of a dictionary.
type indexed struct {
	at         *hybrid
	dictionary [][]byte
}

func newIndexed(data []byte, dictionary [][]byte) (values, error) {
	if len(data) == 0 {
		return &indexed{at: &hybrid{}}, nil // a page of nulls
	}
	h, err := newHybrid(data[1:], int(data[0]))
	return &indexed{h, dictionary}, err
}

func (x *indexed) next() ([]byte, error) {
	n, err := x.at.next()
	if err != nil {
		return nil, err
	}
	if uint64(n) >= uint64(len(x.dictionary)) {
		return nil, errPage
	}
	return x.dictionary[n], nil
}

// lengths are texts behind the list of their lengths.
type lengths struct {
	of   *deltas
	data []byte
}

func newLengths(data []byte) (values, error) {
	of, err := newDeltas(data)
	if err != nil {
		return nil, err
	}
	end := *of // reads on to where the texts begin
	for end.left > 0 {
		if _, err := end.next(); err != nil {
			return nil, err
		}
	}
	return &lengths{of, data[end.t.at:]}, nil
}

func (l *lengths) next() ([]byte, error) {
	n, err := l.of.next()
	if err != nil {
		return nil, err
	}
	if n < 0 || n > int64(len(l.data)) {
		return nil, io.ErrUnexpectedEOF
	}
	v := l.data[:n]
	l.data = l.data[n:]
	return v, nil
}
