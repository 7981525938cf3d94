package parquet

import (
	"encoding/binary"
	"errors"
	"io"
	"iter"
)

// The kinds of values of Thrift's compact protocol.
const (
	kindStop   = 0
	kindTrue   = 1
	kindFalse  = 2
	kindByte   = 3
	kindInt16  = 4
	kindInt64  = 6
	kindDouble = 7
	kindBytes  = 8
	kindList   = 9
	kindSet    = 10
	kindMap    = 11
	kindStruct = 12
)

// deepest is how deep structs and lists may lie in one another: a footer's lie 5 deep.
const deepest = 32

var (
	errKind = errors.New("a value is of another kind than it should be")
	errDeep = errors.New("values lie too deep in one another")
)

// thrift reads Thrift's compact protocol. After the first error, which stays in err, all reads give zero values.
type thrift struct {
	data  []byte
	at    int
	depth int
	err   error
}

func (t *thrift) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// take returns the next n bytes.
func (t *thrift) take(n uint64) []byte {
	if t.err != nil || n > uint64(len(t.data)-t.at) {
		t.fail(io.ErrUnexpectedEOF)
		return nil
	}
	b := t.data[t.at : t.at+int(n)]
	t.at += int(n)
	return b
}

func (t *thrift) byte() byte {
	if b := t.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (t *thrift) uvarint() uint64 {
	u, n := binary.Uvarint(t.data[t.at:])
	if t.err != nil || n <= 0 {
		t.fail(io.ErrUnexpectedEOF)
		return 0
	}
	t.at += n
	return u
}

func (t *thrift) varint() int64 {
	u := t.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

// number reads a whole number.
func (t *thrift) number(kind byte) int64 {
	if kind < kindInt16 || kind > kindInt64 {
		t.fail(errKind)
		return 0
	}
	return t.varint()
}

// text reads a string, which shares the memory of the data.
func (t *thrift) text(kind byte) []byte {
	if kind != kindBytes {
		t.fail(errKind)
		return nil
	}
	return t.take(t.uvarint())
}

// fields ranges over the ids and kinds of a struct's fields. The body must read or skip each value.
func (t *thrift) fields(kind byte) iter.Seq2[int64, byte] {
	return func(yield func(int64, byte) bool) {
		if kind != kindStruct {
			t.fail(errKind)
		}
		t.enter()
		defer t.leave()
		id := int64(0)
		for t.err == nil {
			head := t.byte()
			if t.err != nil || head&15 == kindStop {
				return
			}
			if id += int64(head >> 4); head>>4 == 0 {
				id = t.varint()
			}
			if !yield(id, head&15) {
				return
			}
		}
	}
}

// list ranges over the elements of a list, which the body must read or skip.
func (t *thrift) list(kind byte) iter.Seq[byte] {
	return func(yield func(byte) bool) {
		if kind != kindList && kind != kindSet {
			t.fail(errKind)
		}
		t.enter()
		defer t.leave()
		head := t.byte()
		n := uint64(head >> 4)
		if n == 15 {
			n = t.uvarint()
		}
		for ; n > 0 && t.err == nil; n-- {
			if !yield(head & 15) {
				return
			}
		}
	}
}

func (t *thrift) enter() {
	if t.depth++; t.depth > deepest {
		t.fail(errDeep)
	}
}

func (t *thrift) leave() { t.depth-- }

// skip passes over the value of a field.
func (t *thrift) skip(kind byte) {
	switch kind {
	case kindTrue, kindFalse:
	case kindByte:
		t.take(1)
	case kindDouble:
		t.take(8)
	case kindBytes:
		t.take(t.uvarint())
	case kindList, kindSet:
		for k := range t.list(kind) {
			t.skipElement(k)
		}
	case kindMap:
		t.skipMap()
	case kindStruct:
		for _, k := range t.fields(kind) {
			t.skip(k)
		}
	default:
		t.number(kind)
	}
}

// skipElement passes over an element of a list or map, in which truth takes a byte.
func (t *thrift) skipElement(kind byte) {
	if kind == kindTrue || kind == kindFalse {
		kind = kindByte
	}
	t.skip(kind)
}

func (t *thrift) skipMap() {
	n := t.uvarint()
	if n == 0 {
		return
	}
	t.enter()
	defer t.leave()
	kinds := t.byte()
	for ; n > 0 && t.err == nil; n-- {
		t.skipElement(kinds >> 4)
		t.skipElement(kinds & 15)
	}
}
