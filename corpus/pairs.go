package corpus

import "cmp"

// pairs sorts pairs (key, page).
type pairs struct{ *sorter[uint64] }

func newPairs(dir, name string, limit int) *pairs {
	return &pairs{newSorter(dir, name, limit, cmp.Compare[uint64], codec[uint64](ascendingNumbers{}))}
}

func (p *pairs) add(key, page uint32) { p.sorter.add(uint64(key)<<32 | uint64(page)) }

// each yields the distinct pairs in ascending order.
func (p *pairs) each(yield func(key, page uint32)) error {
	return p.sorter.each(func(v uint64) { yield(uint32(v>>32), uint32(v)) })
}

// writeCSR writes the pairs as one run of pages for each key 0..keys-1.
func (p *pairs) writeCSR(s *store, name string, keys int) (uint64, error) {
	c, err := createCSR[uint32](s, name)
	if err != nil {
		return 0, err
	}
	var pages []uint32
	at := uint32(0)
	flush := func(to uint32) {
		for ; at < to; at++ {
			c.add(pages)
			pages = pages[:0]
		}
	}
	err = p.each(func(key, page uint32) {
		flush(key)
		pages = append(pages, page)
	})
	flush(uint32(keys))
	if e := c.close(); err == nil {
		err = e
	}
	return c.n, err
}
