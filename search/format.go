package search

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"unsafe"
)

// The index is one file: a header, then the sections, each followed by zeros up to a multiple of 64 bytes. All numbers are little-endian.
//
//	header   magic (8 bytes), version (4), number of sections (4), of each section its length (8) and CRC-32C (4), then the CRC-32C of all that (4); zeros
//	sections the postings, then those of columns.sections
//
// The postings of a term are a sparse list (sparse.go) or a dense one (dense.go), by how many passages have it; those of a term of one passage are in the dictionary. Behind the last are 8 zero bytes.
const (
	fileName      = "bm25.idx"
	magic         = "infoseek"
	formatVersion = 3
	alignment     = 64
	headerEnd     = 16 + sectionCount*12
	headerSize    = (headerEnd + 4 + alignment - 1) / alignment * alignment
	sectionCount  = 9
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// meta is a section, as JSON.
type meta struct {
	V            int     `json:"v"`
	Analysis     string  `json:"analysis"`
	K1           float64 `json:"k1"`
	B            float64 `json:"b"`
	PassageWords int     `json:"passage_words"`
	TitleWeight  int     `json:"title_weight"`
	Corpus       string  `json:"corpus"`
	Pages        int     `json:"pages"`
	Passages     int     `json:"passages"`
	Terms        int     `json:"terms"`
	Words        uint64  `json:"words"` // the sum of lengths
	Longest      uint32  `json:"longest"`
	// Floors are the lengths at which the levels of bounds begin.
	Floors [16]uint32 `json:"floors"`
}

// maxLength is the longest length of a passage: a longer one counts as that long.
const maxLength = 1<<16 - 1

// columns is the content of an index.
type columns struct {
	meta meta
	passageTable
	lengths    []uint16 // indexed words of each passage, title included
	termText   []byte   // the dictionary's records
	termPlaces []uint64 // where its blocks begin
	postings   []byte
}

// sections are those behind the postings.
func (c *columns) sections() ([sectionCount - 1][]byte, error) {
	m, err := json.Marshal(c.meta)
	return [...][]byte{m, bytesOf(c.starts), bytesOf(c.ranks), c.spans, bytesOf(c.places), bytesOf(c.lengths), c.termText, bytesOf(c.termPlaces)}, err
}

// set is the inverse of sections, but for the meta data.
func (c *columns) set(s [sectionCount][]byte) {
	c.postings, c.starts, c.ranks, c.spans, c.places = s[0], numbersOf[uint64](s[2]), numbersOf[uint32](s[3]), s[4], numbersOf[uint32](s[5])
	c.lengths, c.termText, c.termPlaces = numbersOf[uint16](s[6]), s[7], numbersOf[uint64](s[8])
}

type number interface{ ~uint16 | ~uint32 | ~uint64 }

func bytesOf[T number](v []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v)*int(unsafe.Sizeof(*new(T))))
}

// numbersOf needs b to be aligned for T.
func numbersOf[T number](b []byte) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(*new(T))))
}

// viewOf is b as a string that shares its memory.
func viewOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// littleEndian says whether this machine can use the file as it is.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

func padding(n uint64) uint64 { return (alignment - n%alignment) % alignment }

// header is what a file begins with.
type header struct{ sections []byte }

func (h *header) add(length uint64, sum uint32) {
	h.sections = binary.LittleEndian.AppendUint64(h.sections, length)
	h.sections = binary.LittleEndian.AppendUint32(h.sections, sum)
}

func (h *header) bytes() []byte {
	b := make([]byte, 0, headerSize)
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, formatVersion)
	b = binary.LittleEndian.AppendUint32(b, sectionCount)
	b = append(b, h.sections...)
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	return b[:headerSize]
}

// split checks the header and the checksums of an index file and returns its sections.
func split(file []byte) (s [sectionCount][]byte, err error) {
	if len(file) < 16 || string(file[:8]) != magic {
		return s, fmt.Errorf("no search index")
	}
	if v := binary.LittleEndian.Uint32(file[8:]); v != formatVersion {
		return s, fmt.Errorf("format version %d, this program reads %d", v, formatVersion)
	}
	if len(file) < headerSize || binary.LittleEndian.Uint32(file[headerEnd:]) != crc32.Checksum(file[:headerEnd], castagnoli) || !allZero(file[headerEnd+4:headerSize]) {
		return s, fmt.Errorf("damaged header")
	}
	rest := file[headerSize:]
	for i := range s {
		n := binary.LittleEndian.Uint64(file[16+12*i:])
		if n > uint64(len(rest)) || uint64(len(rest))-n < padding(n) {
			return s, fmt.Errorf("cut off in section %d", i)
		}
		if crc32.Checksum(rest[:n], castagnoli) != binary.LittleEndian.Uint32(file[24+12*i:]) || !allZero(rest[n:n+padding(n)]) {
			return s, fmt.Errorf("section %d does not match its checksum", i)
		}
		s[i], rest = rest[:n:n], rest[n+padding(n):]
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
