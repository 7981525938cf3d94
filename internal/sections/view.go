package sections

import (
	"encoding/binary"
	"errors"
	"unsafe"
)

var errEndian = errors.New("this machine is not little-endian")

// LittleEndian says whether this machine can use such a file as it is.
func LittleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// Bytes is the memory of v, whose T has no pointers and no gaps.
func Bytes[T any](v []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v)*int(unsafe.Sizeof(*new(T))))
}

// View is b as values of T, which has no pointers and which b is aligned for; what is left over at its end is not in it.
func View[T any](b []byte) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(*new(T))))
}
