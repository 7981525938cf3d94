package dense

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"unsafe"
)

// The file: a header, then the sections, each followed by zeros up to a multiple of 64 bytes. All numbers are little-endian.
//
//	header   magic (8 bytes), version (4), number of sections (4), of each section its length (8) and CRC-32C (4), then the CRC-32C of all that (4); zeros
//	sections meta data as JSON; of each row its page, its passage's number in it, start and end (uint32); the blocks of bytes (kernel.go); of each row scale and off (quantise.go); the vectors (f32)
//
// Rows are in the order of the corpus. Blocks are filled up with rows of zeros to a multiple of quad.
const (
	fileName      = "vectors.idx"
	magic         = "infovecs"
	formatVersion = 1
	alignment     = 64
	sectionCount  = 6
	headerEnd     = 16 + sectionCount*12
	headerSize    = (headerEnd + 4 + alignment - 1) / alignment * alignment
	maxDims       = 1 << 14 // so that sums of products fit into 32 bits: 2^14·127·127 < 2^31
	// maxNorm is more than the length of any vector: they are made of length 1 and rounded.
	maxNorm = 1 + 1e-6
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type meta struct {
	V      int    `json:"v"`
	Corpus string `json:"corpus"`
	Model  Model  `json:"model"`
	Rows   int    `json:"rows"`
	Dims   int    `json:"dims"`
}

// place is where a row's passage stands.
type place struct{ page, number, start, end uint32 }

// columns is the content of the file.
type columns struct {
	meta    meta
	places  []place
	packed  []byte
	scales  []float32 // of every row in packed
	offs    []float32
	vectors []float32
}

// blocksOf is the number of blocks for so many rows.
func blocksOf(rows int) int {
	const inQuad = quad * blockRows
	return (rows + inQuad - 1) / inQuad * quad
}

func (c *columns) vector(row uint32) []float32 {
	d := c.meta.Dims
	return c.vectors[int(row)*d:][:d:d]
}

func bytesOf[T float32 | place](v []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v)*int(unsafe.Sizeof(*new(T))))
}

// viewOf needs b to be aligned for T.
func viewOf[T float32 | place](b []byte) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(*new(T))))
}

// littleEndian says whether this machine can use the file as it is.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

func padding(n int64) int64 { return (alignment - n%alignment) % alignment }

// header is what a file begins with, as sections are added.
type header []byte

func (h header) with(length uint64, sum uint32) header {
	if h == nil {
		h = append(h, magic...)
		h = binary.LittleEndian.AppendUint32(h, formatVersion)
		h = binary.LittleEndian.AppendUint32(h, sectionCount)
	}
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint64(h, length), sum)
}

func (h header) bytes() []byte {
	b := make([]byte, 0, headerSize)
	b = append(b, h...)
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	return b[:headerSize]
}

// load checks a file and makes the columns views of it.
func (c *columns) load(file []byte) error {
	s, err := split(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(s[0], &c.meta); err != nil {
		return fmt.Errorf("meta data: %w", err)
	}
	m := c.meta
	if m.Rows < 0 || int64(m.Rows) > 1<<32-1 || m.Dims < 0 || m.Dims > maxDims || m.Rows > 0 && m.Dims == 0 {
		return fmt.Errorf("%d rows of %d numbers", m.Rows, m.Dims)
	}
	c.places, c.packed, c.scales, c.offs, c.vectors = viewOf[place](s[1]), s[2], viewOf[float32](s[3]), viewOf[float32](s[4]), viewOf[float32](s[5])
	padded := blocksOf(m.Rows) * blockRows
	for i, want := range []int{m.Rows * 16, padded * groupsOf(m.Dims) * groupSize, padded * 4, padded * 4, m.Rows * m.Dims * 4} {
		if len(s[i+1]) != want {
			return fmt.Errorf("section %d has %d bytes, not %d", i+1, len(s[i+1]), want)
		}
	}
	return nil
}

// split checks header and checksums and returns the sections.
func split(file []byte) (s [sectionCount][]byte, err error) {
	if len(file) < 16 || string(file[:8]) != magic {
		return s, fmt.Errorf("no file of vectors")
	}
	if v := binary.LittleEndian.Uint32(file[8:]); v != formatVersion {
		return s, fmt.Errorf("format version %d, this program reads %d: make the vectors again", v, formatVersion)
	}
	if len(file) < headerSize || binary.LittleEndian.Uint32(file[headerEnd:]) != crc32.Checksum(file[:headerEnd], castagnoli) || !allZero(file[headerEnd+4:headerSize]) {
		return s, fmt.Errorf("damaged header")
	}
	rest := file[headerSize:]
	for i := range s {
		n := binary.LittleEndian.Uint64(file[16+12*i:])
		if n > uint64(len(rest)) || int64(len(rest))-int64(n) < padding(int64(n)) {
			return s, fmt.Errorf("cut off in section %d", i)
		}
		whole := int64(n) + padding(int64(n))
		if crc32.Checksum(rest[:n], castagnoli) != binary.LittleEndian.Uint32(file[24+12*i:]) || !allZero(rest[n:whole]) {
			return s, fmt.Errorf("section %d does not match its checksum", i)
		}
		s[i], rest = rest[:n:n], rest[whole:]
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
