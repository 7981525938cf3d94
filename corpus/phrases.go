package corpus

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// phraseIndex gathers the entities whose pages have each word, by stem.
type phraseIndex struct {
	number map[uint64]uint32 // by hash of the stem
	pages  *pairs
}

func newPhraseIndex(b *builder) *phraseIndex {
	return &phraseIndex{number: map[uint64]uint32{}, pages: b.newPairs("phrase")}
}

func (x *phraseIndex) add(page uint32, stems []uint64) {
	for _, h := range stems {
		num, ok := x.number[h]
		if !ok {
			num = uint32(len(x.number))
			x.number[h] = num
		}
		x.pages.add(num, page)
	}
}

func (x *phraseIndex) write(s *store) error {
	c, err := createCSR[byte](s, "phrase")
	if err != nil {
		return err
	}
	var run []byte
	at, last := uint32(0), uint32(0)
	flush := func(to uint32) {
		for ; at < to; at++ {
			c.add(run)
			run, last = run[:0], 0
		}
	}
	err = x.pages.each(func(stem, page uint32) {
		flush(stem)
		run = binary.AppendUvarint(run, uint64(page-last))
		last = page
	})
	flush(uint32(len(x.number)))
	stems := make([]stemRow, 0, len(x.number))
	for h, num := range x.number {
		stems = append(stems, stemRow{Hash: h, Number: num})
	}
	slices.SortFunc(stems, func(a, b stemRow) int { return cmp.Compare(a.Hash, b.Hash) })
	return errors.Join(err, c.close(), put(s, "stems", stems))
}

// phraseSets finds the entities whose pages have a word.
type phraseSets struct {
	stems []stemRow
	pages csr[byte]
}

// with returns the entities that have the stem of this hash, ascending.
func (x *phraseSets) with(stem uint64) []uint32 {
	i, ok := slices.BinarySearchFunc(x.stems, stem, func(r stemRow, h uint64) int { return cmp.Compare(r.Hash, h) })
	if !ok {
		return nil
	}
	run := x.pages.of(int(x.stems[i].Number))
	pages := make([]uint32, 0, len(run))
	page := uint64(0)
	for len(run) > 0 {
		d, n := binary.Uvarint(run)
		if n <= 0 {
			break
		}
		run = run[n:]
		page += d
		pages = append(pages, uint32(page))
	}
	return pages
}
