package search

import (
	"fmt"
	"slices"
)

// Verify reads the whole index again: checksums, and that every number in it is in range and order, so that no search can fail or mislead.
func (ix *Index) Verify() error {
	var c columns
	err := c.load(ix.mapped)
	if err == nil {
		err = c.check()
	}
	if err != nil {
		return fmt.Errorf("search: index %s: %w", ix.file.Name(), err)
	}
	return nil
}

func (c *columns) check() error {
	for _, check := range []func() error{c.checkPassages, c.checkTerms, c.checkEntries} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *columns) checkPassages() error {
	if err := checkSteps("passages of pages", c.firstPassage, uint32(c.meta.Passages)); err != nil {
		return err
	}
	for page := range c.meta.Pages {
		for i := c.firstPassage[page]; i < c.firstPassage[page+1]; i++ {
			if c.passagePage[i] != uint32(page) || c.spans[2*i] > c.spans[2*i+1] {
				return fmt.Errorf("passage %d is not of page %d", i, page)
			}
		}
	}
	if !slices.IsSorted(c.meta.Floors[:]) {
		return fmt.Errorf("levels of length are out of order")
	}
	words := uint64(0)
	for i, n := range c.lengths {
		if n < c.meta.Floors[0] {
			return fmt.Errorf("passage %d is shorter than the lowest level of length", i)
		}
		words += uint64(n)
	}
	if words != c.meta.Words {
		return fmt.Errorf("%d words, not %d", words, c.meta.Words)
	}
	return nil
}

func (c *columns) checkTerms() error {
	if err := checkSteps("terms", c.termEnds, uint32(len(c.termText))); err != nil {
		return err
	}
	used := 0
	for _, id := range c.slots {
		if id > uint32(c.meta.Terms) {
			return fmt.Errorf("hash table: no term %d", id)
		}
		if id != 0 {
			used++
		}
	}
	if used != c.meta.Terms {
		return fmt.Errorf("hash table of %d terms, not %d", used, c.meta.Terms)
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
	if err := checkSteps("entries of terms", c.firstEntry, uint32(len(c.entries))); err != nil {
		return err
	}
	shared := 0
	for t := range c.meta.Terms {
		n, err := c.checkTerm(c.entries[c.firstEntry[t]:c.firstEntry[t+1]], &shared)
		if err != nil {
			return fmt.Errorf("term %d: %w", t, err)
		}
		if n != c.frequencies[t] {
			return fmt.Errorf("term %d is in %d passages, not %d", t, n, c.frequencies[t])
		}
	}
	if shared != len(c.postings) {
		return fmt.Errorf("%d postings, not %d", shared, len(c.postings))
	}
	return nil
}

// checkTerm checks the entries of a term, whose shared postings begin at *shared; it counts the term's passages and moves *shared on.
func (c *columns) checkTerm(entries []entry, shared *int) (passages uint32, err error) {
	next := uint32(0)
	for _, e := range entries {
		if e.block() < next {
			return 0, fmt.Errorf("block %d is out of order", e.block())
		}
		next = e.block() + 1
		run := []posting{e.only()}
		if e.several() {
			if run = c.run(e.postings()); e.postings() != *shared {
				return 0, fmt.Errorf("postings of block %d are out of order", e.block())
			}
			*shared += len(run)
		}
		if err := c.checkRun(e, run); err != nil {
			return 0, err
		}
		passages += uint32(len(run))
	}
	return passages, nil
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
		return fmt.Errorf("block %d has the wrong number of postings", e.block())
	}
	for i, p := range run {
		passage := uint64(e.block())*blockSize + uint64(p.passage())
		if passage >= uint64(c.meta.Passages) || p.count() == 0 || i > 0 && p.passage() <= run[i-1].passage() {
			return fmt.Errorf("posting %d of block %d is out of order", i, e.block())
		}
		if bound := boundOf(p.count(), lengthLevel(&c.meta.Floors, c.lengths[passage])); widen(bound, e.bound()) != e.bound() {
			return fmt.Errorf("posting %d of block %d counts more than the bound", i, e.block())
		}
	}
	return nil
}

// checkSteps says whether v goes from 0 to last and always up.
func checkSteps(what string, v []uint32, last uint32) error {
	if v[0] != 0 || v[len(v)-1] != last {
		return fmt.Errorf("%s: from %d to %d, not 0 to %d", what, v[0], v[len(v)-1], last)
	}
	for i := 1; i < len(v); i++ {
		if v[i] <= v[i-1] {
			return fmt.Errorf("%s: number %d is out of order", what, i)
		}
	}
	return nil
}
