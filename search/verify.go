package search

import "fmt"

// Verify reads the whole index again: checksums, and that every number in it is in range and order, so that no search can fail or mislead.
func (ix *Index) Verify() error {
	var c columns
	err := c.load(ix.mapped)
	for _, check := range []func() error{c.checkPassages, c.checkTerms, c.checkBlocks, c.checkPostings} {
		if err == nil {
			err = check()
		}
	}
	if err != nil {
		return fmt.Errorf("search: index %s: %w", ix.file.Name(), err)
	}
	return nil
}

func (c *columns) checkPassages() error {
	if err := checkSteps("passages of pages", c.firstPassage, uint32(c.meta.Passages), 1); err != nil {
		return err
	}
	for page := range c.meta.Pages {
		for i := c.firstPassage[page]; i < c.firstPassage[page+1]; i++ {
			if c.passagePage[i] != uint32(page) || c.spans[2*i] > c.spans[2*i+1] {
				return fmt.Errorf("passage %d is not of page %d", i, page)
			}
		}
	}
	words := uint64(0)
	for _, n := range c.lengths {
		words += uint64(n)
	}
	if words != c.meta.Words {
		return fmt.Errorf("%d words, not %d", words, c.meta.Words)
	}
	return nil
}

func (c *columns) checkTerms() error {
	if err := checkSteps("terms", c.termEnds, uint32(len(c.termText)), 1); err != nil {
		return err
	}
	for id := range uint32(c.meta.Terms) {
		term := string(c.termText[c.termEnds[id]:c.termEnds[id+1]])
		if found, ok := c.find(term); !ok || found != id {
			return fmt.Errorf("term %q is not in the hash table", term)
		}
	}
	return nil
}

func (c *columns) checkBlocks() error {
	if err := checkSteps("blocks of terms", c.firstBlock, uint32(len(c.blocks)), 1); err != nil {
		return err
	}
	blocks := uint32(c.meta.Passages+blockSize-1) / blockSize
	for t := range c.meta.Terms {
		for i := c.firstBlock[t]; i < c.firstBlock[t+1]; i++ {
			if c.blocks[i] >= blocks || i > c.firstBlock[t] && c.blocks[i] <= c.blocks[i-1] {
				return fmt.Errorf("block %d of term %d is out of order", i, t)
			}
		}
	}
	return nil
}

func (c *columns) checkPostings() error {
	if err := checkSteps("postings of blocks", c.firstPosting, uint32(len(c.passages)), 1); err != nil {
		return err
	}
	for e, block := range c.blocks {
		for i := c.firstPosting[e]; i < c.firstPosting[e+1]; i++ {
			passage := block*blockSize + uint32(c.passages[i])
			if c.passages[i] >= blockSize || passage >= uint32(c.meta.Passages) || c.counts[i] == 0 || i > c.firstPosting[e] && c.passages[i] <= c.passages[i-1] {
				return fmt.Errorf("posting %d is out of order", i)
			}
			if bound := boundOf(c.counts[i], lengthLevel(&c.meta.Floors, c.lengths[passage])); widen(bound, c.bounds[e]) != c.bounds[e] {
				return fmt.Errorf("posting %d counts more than the bound of its block", i)
			}
		}
	}
	return nil
}

// checkSteps says whether v goes from 0 to last in steps of at least step.
func checkSteps(what string, v []uint32, last, step uint32) error {
	if v[0] != 0 || v[len(v)-1] != last {
		return fmt.Errorf("%s: from %d to %d, not 0 to %d", what, v[0], v[len(v)-1], last)
	}
	for i := 1; i < len(v); i++ {
		if v[i] < v[i-1] || v[i]-v[i-1] < step {
			return fmt.Errorf("%s: number %d is out of order", what, i)
		}
	}
	return nil
}
