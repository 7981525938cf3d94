package corpus

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// phraseIndex gathers the entities whose pages have each word, by stem.
type phraseIndex struct{ *sorter[stemUse] }

func newPhraseIndex(b *builder) *phraseIndex {
	order := func(a, b stemUse) int { return cmp.Or(cmp.Compare(a.stem, b.stem), cmp.Compare(a.page, b.page)) }
	return &phraseIndex{newSorter(b.work.dir, "phrase", b.opt.Pairs, order, codec[stemUse](stemUses{}))}
}

func (x *phraseIndex) add(page uint32, stems []uint64) {
	for _, h := range stems {
		x.sorter.add(stemUse{h, page})
	}
}

func (x *phraseIndex) write(s *store) error {
	c, err := createCSR[byte](s, "phrase")
	if err != nil {
		return err
	}
	stems, err := s.create("stems")
	if err != nil {
		return errors.Join(err, c.close())
	}
	var run []byte
	var last stemUse
	number := uint32(0)
	err = x.each(func(u stemUse) {
		if len(run) == 0 || u.stem != last.stem {
			if len(run) > 0 {
				c.add(run)
				number++
			}
			stems.Write(bytesOf([]stemRow{{Hash: u.stem, Number: number}}))
			run, last.page = run[:0], 0
		}
		run = binary.AppendUvarint(run, uint64(u.page-last.page))
		last = u
	})
	if len(run) > 0 {
		c.add(run)
	}
	return errors.Join(err, c.close(), stems.close())
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
