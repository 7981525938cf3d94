package search

import (
	"encoding/json"
	"unsafe"

	"infoseek/internal/sections"
)

const fileName = "bm25.idx"

// layout is of an index: the postings, then the sections of columns.sections. All numbers are little-endian.
//
// The postings of a term are a sparse list (sparse.go) or a dense one (dense.go), by how many passages have it; those of a term of one passage are in the dictionary. Behind the last are 8 zero bytes.
var layout = sections.Format{Magic: "infoseek", Version: 3, Count: 9, What: "search index"}

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
func (c *columns) sections() ([][]byte, error) {
	m, err := json.Marshal(c.meta)
	return [][]byte{m, sections.Bytes(c.starts), sections.Bytes(c.ranks), c.spans, sections.Bytes(c.places), sections.Bytes(c.lengths), c.termText, sections.Bytes(c.termPlaces)}, err
}

// set is the inverse of sections, but for the meta data.
func (c *columns) set(s [][]byte) {
	c.postings, c.starts, c.ranks, c.spans, c.places = s[0], sections.View[uint64](s[2]), sections.View[uint32](s[3]), s[4], sections.View[uint32](s[5])
	c.lengths, c.termText, c.termPlaces = sections.View[uint16](s[6]), s[7], sections.View[uint64](s[8])
}

// viewOf is b as a string that shares its memory.
func viewOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
