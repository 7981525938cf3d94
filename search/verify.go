package search

import "fmt"

// Verify reads the whole index again: checksums, and that every number in it is in range and order, so that no search can fail or mislead.
func (ix *Index) Verify() error {
	var c columns
	err := c.load(ix.file.Bytes())
	if err == nil {
		err = c.check()
	}
	if err != nil {
		return fmt.Errorf("search: index %s: %w", ix.file.Name(), err)
	}
	return nil
}

func (c *columns) check() error {
	if err := c.passageTable.check(c.meta.Passages, c.meta.Pages); err != nil {
		return err
	}
	if err := c.checkLengths(); err != nil {
		return err
	}
	v := listChecker{columns: c, levels: levels(c.meta.Floors, c.meta.Longest)}
	return c.checkTerms(v.check)
}

func (c *columns) checkLengths() error {
	words, longest := uint64(0), uint16(0)
	for _, n := range c.lengths {
		words += uint64(n)
		longest = max(longest, n)
	}
	if words != c.meta.Words || uint32(longest) != c.meta.Longest || c.meta.Floors != floors(c.lengths) {
		return fmt.Errorf("lengths of passages are not those that were counted")
	}
	return nil
}

// listChecker reads every list of postings.
type listChecker struct {
	*columns
	levels   []uint8
	passages []uint32
	counts   []uint8
}

func (v *listChecker) check(_ []byte, l lexeme) error {
	if l.frequency == 1 {
		return nil
	}
	if l.start+l.size+slackBytes > uint64(len(v.postings)) {
		return errOrder
	}
	v.passages, v.counts = resized(v.passages, l.frequency), resized(v.counts, l.frequency)
	if isSparse(l.frequency, v.meta.Passages) {
		return checkSparse(v.postings[l.start:l.start+l.size+slackBytes], v.passages, v.counts, v.meta.Passages)
	}
	return checkDense(v.postings[l.start:l.start+l.size], v.passages, v.counts, v.meta.Passages, func(p uint32) uint8 { return v.levels[v.lengths[p]] })
}
