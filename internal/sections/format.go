// Package sections is a file of checksummed parts that is written whole or not at all and read where it lies, mapped into memory. It must not know what the sections hold.
package sections

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// Alignment is a divisor of each section's place in the file, in bytes.
const Alignment = 64

// Format is one kind of file: a header, then the sections, each followed by zeros up to a multiple of Alignment. All numbers are little-endian.
//
//	header   magic (8 bytes), version (4), number of sections (4), of each section its length (8) and CRC-32C (4), then the CRC-32C of all that (4); zeros
type Format struct {
	Magic   string // 8 bytes
	Version uint32
	Count   int    // of sections
	What    string // a file that begins otherwise is none: "search index"
	Remedy  string // said of another version, after what this program reads
}

// Castagnoli is the table of the checksums.
var Castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (f Format) headerEnd() int { return 16 + 12*f.Count }

// HeaderSize is where the first section begins.
func (f Format) HeaderSize() int {
	n := f.headerEnd() + 4
	return n + int(padding(uint64(n)))
}

func padding(n uint64) uint64 { return (Alignment - n%Alignment) % Alignment }

// begin is the header up to the sections.
func (f Format) begin() []byte {
	b := append(make([]byte, 0, f.HeaderSize()), f.Magic...)
	b = binary.LittleEndian.AppendUint32(b, f.Version)
	return binary.LittleEndian.AppendUint32(b, uint32(f.Count))
}

// sealed is a header that all sections were added to.
func (f Format) sealed(header []byte) []byte {
	header = binary.LittleEndian.AppendUint32(header, crc32.Checksum(header, Castagnoli))
	return append(header, make([]byte, f.HeaderSize()-len(header))...)
}

// Split checks the header and the checksums of a file and returns its sections, which share its memory.
func (f Format) Split(file []byte) ([][]byte, error) {
	if err := f.checkHeader(file); err != nil {
		return nil, err
	}
	s, rest := make([][]byte, f.Count), file[f.HeaderSize():]
	for i := range s {
		n := binary.LittleEndian.Uint64(file[16+12*i:])
		if n > uint64(len(rest)) || uint64(len(rest))-n < padding(n) {
			return nil, fmt.Errorf("cut off in section %d", i)
		}
		whole := n + padding(n)
		if crc32.Checksum(rest[:n], Castagnoli) != binary.LittleEndian.Uint32(file[24+12*i:]) || !allZero(rest[n:whole]) {
			return nil, fmt.Errorf("section %d does not match its checksum", i)
		}
		s[i], rest = rest[:n:n], rest[whole:]
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("%d bytes too long", len(rest))
	}
	return s, nil
}

func (f Format) checkHeader(file []byte) error {
	if len(file) < 16 || string(file[:8]) != f.Magic {
		return fmt.Errorf("no %s", f.What)
	}
	if v := binary.LittleEndian.Uint32(file[8:]); v != f.Version {
		return fmt.Errorf("format version %d, this program reads %d%s", v, f.Version, f.Remedy)
	}
	end, size := f.headerEnd(), f.HeaderSize()
	if len(file) < size || binary.LittleEndian.Uint32(file[end:]) != crc32.Checksum(file[:end], Castagnoli) || !allZero(file[end+4:size]) {
		return fmt.Errorf("damaged header")
	}
	return nil
}

func allZero(b []byte) bool {
	for _, x := range b {
		if x != 0 {
			return false
		}
	}
	return true
}

// Seal makes the checksums of a changed file right, as far as its lengths are: for tests of what is wrong behind them.
func (f Format) Seal(file []byte) {
	at := uint64(f.HeaderSize())
	for i := range f.Count {
		n := binary.LittleEndian.Uint64(file[16+12*i:])
		if n > uint64(len(file)) || at+n > uint64(len(file)) {
			return
		}
		binary.LittleEndian.PutUint32(file[24+12*i:], crc32.Checksum(file[at:at+n], Castagnoli))
		at += n + padding(n)
	}
	binary.LittleEndian.PutUint32(file[f.headerEnd():], crc32.Checksum(file[:f.headerEnd()], Castagnoli))
}
