package search

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"unsafe"
)

// The index is one file: a header, then the sections, each padded to a multiple of 64 bytes. All numbers are little-endian.
//
//	header   magic (8 bytes), version (4), number of sections (4), of each section its length (8) and the CRC-32C of its padded bytes (4), then the CRC-32C of all that (4); padded
//	sections in the order of columns.sections
const (
	fileName      = "passages.idx"
	magic         = "infoseek"
	formatVersion = 1
	alignment     = 64
	headerSize    = (8 + 4 + 4 + sectionCount*12 + 4 + alignment - 1) / alignment * alignment
	sectionCount  = 12
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// meta is the first section, as JSON.
type meta struct {
	V            int     `json:"v"`
	Analysis     string  `json:"analysis"`
	K1           float64 `json:"k1"`
	B            float64 `json:"b"`
	PassageWords int     `json:"passage_words"`
	Corpus       string  `json:"corpus"`
	Pages        int     `json:"pages"`
	Passages     int     `json:"passages"`
	Terms        int     `json:"terms"`
	Words        uint64  `json:"words"` // the sum of lengths
	// Floors are the lengths at which the levels of bounds begin.
	Floors [16]uint32 `json:"floors"`
}

// columns is the content of an index.
type columns struct {
	meta         meta
	firstPassage []uint32 // of each page, and the number of passages
	passagePage  []uint32
	spans        []uint32  // start and end of each passage
	lengths      []uint32  // indexed words of each passage, title included
	termText     []byte    // the terms, one after another
	termEnds     []uint32  // 0, and where each term ends in termText
	slots        []uint32  // hash table: number of the term plus 1, or 0
	frequencies  []uint32  // of each term, how many passages have it
	firstEntry   []uint32  // of each term, and the number of entries
	entries      []entry   // by term, then block
	postings     []posting // of the entries that have several
}

func (c *columns) sections() ([sectionCount][]byte, error) {
	m, err := json.Marshal(c.meta)
	return [sectionCount][]byte{
		m, bytesOf(c.firstPassage), bytesOf(c.passagePage), bytesOf(c.spans), bytesOf(c.lengths), c.termText, bytesOf(c.termEnds),
		bytesOf(c.slots), bytesOf(c.frequencies), bytesOf(c.firstEntry), bytesOf(c.entries), bytesOf(c.postings),
	}, err
}

// set is the inverse of sections, but for the first.
func (c *columns) set(s [sectionCount][]byte) {
	c.termText = s[5]
	for i, column := range map[int]*[]uint32{1: &c.firstPassage, 2: &c.passagePage, 3: &c.spans, 4: &c.lengths, 6: &c.termEnds, 7: &c.slots, 8: &c.frequencies, 9: &c.firstEntry} {
		*column = numbersOf[uint32](s[i])
	}
	c.entries, c.postings = numbersOf[entry](s[10]), numbersOf[posting](s[11])
}

type number interface{ ~uint16 | ~uint32 | ~uint64 }

func bytesOf[T number](v []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v)*int(unsafe.Sizeof(*new(T))))
}

// numbersOf needs b to be aligned for T.
func numbersOf[T number](b []byte) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(*new(T))))
}

// littleEndian says whether this machine can use the file as it is.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

func padding(n int) int { return (alignment - n%alignment) % alignment }

// write makes the index file of dir, whole or not at all.
func (c *columns) write(dir string) error {
	if !littleEndian() {
		return fmt.Errorf("search: write index: this machine is not little-endian")
	}
	sections, err := c.sections()
	if err != nil {
		return fmt.Errorf("search: write index: %w", err)
	}
	f, err := os.CreateTemp(dir, fileName+"-*.tmp")
	if err != nil {
		return fmt.Errorf("search: write index: %w", err)
	}
	err = writeSections(f, sections)
	if err == nil {
		err = f.Chmod(0o644) // temporary files are their owner's alone
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, fileName))
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("search: write index: %w", err)
	}
	return nil
}

func writeSections(w io.Writer, sections [sectionCount][]byte) error {
	var zero [alignment]byte
	header := make([]byte, 0, headerSize)
	header = append(header, magic...)
	header = binary.LittleEndian.AppendUint32(header, formatVersion)
	header = binary.LittleEndian.AppendUint32(header, sectionCount)
	for _, s := range sections {
		header = binary.LittleEndian.AppendUint64(header, uint64(len(s)))
		sum := crc32.Update(crc32.Checksum(s, castagnoli), castagnoli, zero[:padding(len(s))])
		header = binary.LittleEndian.AppendUint32(header, sum)
	}
	header = binary.LittleEndian.AppendUint32(header, crc32.Checksum(header, castagnoli))
	out := bufio.NewWriterSize(w, 1<<20)
	out.Write(header[:headerSize])
	for _, s := range sections {
		out.Write(s)
		out.Write(zero[:padding(len(s))])
	}
	return out.Flush()
}

// split checks the header and the checksums of an index file and returns its sections.
func split(file []byte) (s [sectionCount][]byte, err error) {
	if len(file) < 16 || string(file[:8]) != magic {
		return s, fmt.Errorf("no search index")
	}
	if v := binary.LittleEndian.Uint32(file[8:]); v != formatVersion {
		return s, fmt.Errorf("format version %d, this program reads %d: build the index again", v, formatVersion)
	}
	const end = 16 + sectionCount*12
	if len(file) < headerSize || binary.LittleEndian.Uint32(file[end:]) != crc32.Checksum(file[:end], castagnoli) || !allZero(file[end+4:headerSize]) {
		return s, fmt.Errorf("damaged header")
	}
	rest := file[headerSize:]
	for i := range s {
		n := binary.LittleEndian.Uint64(file[16+12*i:])
		if n > uint64(len(rest)) || uint64(len(rest))-n < uint64(padding(int(n))) {
			return s, fmt.Errorf("cut off in section %d", i)
		}
		padded := int(n) + padding(int(n))
		if crc32.Checksum(rest[:padded], castagnoli) != binary.LittleEndian.Uint32(file[24+12*i:]) {
			return s, fmt.Errorf("section %d does not match its checksum", i)
		}
		s[i], rest = rest[:n:n], rest[padded:]
	}
	if len(rest) != 0 {
		return s, fmt.Errorf("%d bytes too long", len(rest))
	}
	return s, nil
}

func allZero(b []byte) bool {
	for _, x := range b {
		if x != 0 {
			return false
		}
	}
	return true
}
