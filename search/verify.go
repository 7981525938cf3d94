package search

import "fmt"

// Verify reads the whole index again: checksums, and that every number in it is in range and order, so that no search can fail or mislead.
func (ix *Index) Verify() error {
	var c columns
	err := c.load(ix.mapped)
	for _, check := range []func() error{c.checkPassages, c.checkTerms, c.checkEntries} {
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

func (c *columns) checkEntries() error {
	if err := checkSteps("entries of terms", c.firstEntry, uint32(len(c.entries)), 1); err != nil {
		return err
	}
	shared := 0
	for t := range c.meta.Terms {
		frequency := uint32(0)
		next := uint32(0)
		for _, e := range c.entries[c.firstEntry[t]:c.firstEntry[t+1]] {
			if e.block() < next {
				return fmt.Errorf("block %d of term %d is out of order", e.block(), t)
			}
			next = e.block() + 1
			run := []posting{e.only()}
			if e.several() {
				run = c.run(e.postings())
				if e.postings() != shared {
					return fmt.Errorf("postings of block %d of term %d are out of order", e.block(), t)
				}
				shared += len(run)
			}
			if err := c.checkRun(e, run); err != nil {
				return err
			}
			frequency += uint32(len(run))
		}
		if frequency != c.frequencies[t] {
			return fmt.Errorf("term %d is in %d passages, not %d", t, frequency, c.frequencies[t])
		}
	}
	if shared != len(c.postings) {
		return fmt.Errorf("%d postings, not %d", shared, len(c.postings))
	}
	return nil
}

// run returns the postings from first to the one that is marked as last.
func (c *columns) run(first int) []posting {
	for i := first; i < len(c.postings); i++ {
		if c.postings[i].last() {
			return c.postings[first : i+1]
		}
	}
	return nil
}

func (c *columns) checkRun(e entry, run []posting) error {
	if len(run) == 0 || e.several() != (len(run) > 1) || !run[len(run)-1].last() {
		return fmt.Errorf("block %d of a term has the wrong number of postings", e.block())
	}
	for i, p := range run {
		passage := uint64(e.block())*blockSize + uint64(p.passage())
		if passage >= uint64(c.meta.Passages) || p.count() == 0 || i > 0 && p.passage() <= run[i-1].passage() {
			return fmt.Errorf("posting %d of block %d of a term is out of order", i, e.block())
		}
		if bound := boundOf(p.count(), lengthLevel(&c.meta.Floors, c.lengths[passage])); widen(bound, e.bound()) != e.bound() {
			return fmt.Errorf("posting %d of block %d of a term counts more than the bound", i, e.block())
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
