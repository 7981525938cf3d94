package dense

import (
	"encoding/json"
	"fmt"

	"infoseek/internal/sections"
)

const (
	fileName = "vectors.idx"
	maxDims  = 1 << 14 // so that sums of products fit into 32 bits: 2^14·127·127 < 2^31
	// maxNorm is more than the length of any vector: they are made of length 1 and rounded.
	maxNorm = 1 + 1e-6
)

// layout is of the file: meta data as JSON; of each row its page, its passage's number in it, start and end (uint32); the blocks of bytes (kernel.go); of each row scale and off (quantise.go); the vectors (f32). All numbers are little-endian.
//
// Rows are in the order of the corpus. Blocks are filled up with rows of zeros to a multiple of quad.
var layout = sections.Format{Magic: "infovecs", Version: 1, Count: 6, What: "file of vectors", Remedy: ": make the vectors again"}

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

// load checks a file and makes the columns views of it.
func (c *columns) load(file []byte) error {
	s, err := layout.Split(file)
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
	c.places, c.packed, c.scales, c.offs, c.vectors = sections.View[place](s[1]), s[2], sections.View[float32](s[3]), sections.View[float32](s[4]), sections.View[float32](s[5])
	padded := blocksOf(m.Rows) * blockRows
	for i, want := range []int{m.Rows * 16, padded * groupsOf(m.Dims) * groupSize, padded * 4, padded * 4, m.Rows * m.Dims * 4} {
		if len(s[i+1]) != want {
			return fmt.Errorf("section %d has %d bytes, not %d", i+1, len(s[i+1]), want)
		}
	}
	return nil
}
