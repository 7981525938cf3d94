package dense

import (
	"errors"
	"fmt"
	"slices"
)

// Verify reads everything again: checksums, that places are in order, and that the bytes are those that the vectors give, so that no search can fail or mislead.
func (ix *Index) Verify() error {
	var c columns
	err := c.load(ix.file.Bytes())
	if err == nil {
		err = c.check()
	}
	if err != nil {
		return fmt.Errorf("dense: vectors %s: %w", ix.file.Name(), err)
	}
	return nil
}

func (c *columns) check() error {
	groups := groupsOf(c.meta.Dims)
	var q quantised
	want := make([]byte, groups*groupBytes)
	for first := 0; first < len(c.scales); first += blockRows {
		for i := range blockRows {
			row := first + i
			q.numbers, q.scale, q.off = append(q.numbers[:0], make([]int8, groups*groupSize)...), 0, 0
			if row < c.meta.Rows {
				if err := c.checkRow(row, &q); err != nil {
					return err
				}
			}
			if c.scales[row] != q.scale || c.offs[row] != q.off {
				return fmt.Errorf("row %d: scale or error are not those of its vector", row)
			}
			put(want, groups, i, q.numbers)
		}
		if !slices.Equal(want, c.packed[first*groups*groupSize:][:len(want)]) {
			return fmt.Errorf("rows %d and following: the bytes are not those of their vectors", first)
		}
	}
	return nil
}

// checkRow checks a row that is one, and quantises its vector.
func (c *columns) checkRow(row int, q *quantised) error {
	p := c.places[row]
	if p.end < p.start || row > 0 && !c.places[row-1].before(p) {
		return fmt.Errorf("row %d: its place is out of order", row)
	}
	v := c.vector(uint32(row))
	if n := norm(v); !(n <= maxNorm) {
		return errors.New("a vector that is not of length 1")
	}
	quantise(v, q)
	return nil
}
