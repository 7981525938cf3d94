package corpus

import (
	"bufio"
	"encoding/binary"
	"io"
	"unsafe"
)

// plainRows writes rows, which hold no pointers, as they lie in memory.
type plainRows[T any] struct{}

func (plainRows[T]) append(dst []byte, _, row T) []byte {
	return append(dst, unsafe.Slice((*byte)(unsafe.Pointer(&row)), int(unsafe.Sizeof(row)))...)
}

func (plainRows[T]) read(in *bufio.Reader, _ T) (row T, err error) {
	_, err = io.ReadFull(in, unsafe.Slice((*byte)(unsafe.Pointer(&row)), int(unsafe.Sizeof(row))))
	return row, err
}

// ascendingNumbers writes each number by its distance from the one before.
type ascendingNumbers struct{}

func (ascendingNumbers) append(dst []byte, before, n uint64) []byte {
	return binary.AppendUvarint(dst, n-before)
}

func (ascendingNumbers) read(in *bufio.Reader, before uint64) (uint64, error) {
	step, err := binary.ReadUvarint(in)
	return before + step, err
}

// stemUse says that an entity's page has a word with a stem of this hash.
type stemUse struct {
	stem uint64
	page uint32
}

// stemUses writes the distance of the hashes, and the page's distance where it is none.
type stemUses struct{}

func (stemUses) append(dst []byte, before, u stemUse) []byte {
	dst = binary.AppendUvarint(dst, u.stem-before.stem)
	if u.stem == before.stem {
		return binary.AppendUvarint(dst, uint64(u.page-before.page))
	}
	return binary.AppendUvarint(dst, uint64(u.page))
}

func (stemUses) read(in *bufio.Reader, before stemUse) (stemUse, error) {
	step, err := binary.ReadUvarint(in)
	if err != nil {
		return before, err
	}
	page, err := binary.ReadUvarint(in)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if step == 0 {
		page += uint64(before.page)
	}
	return stemUse{before.stem + step, uint32(page)}, err
}
