package corpus

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"

	"infoseek/text"
)

// numberBlock is how many rows share one entry of numbers.max.
const numberBlock = 64

// numberIndex gathers the numbers that entities state, by canonical unit, of which there are few.
type numberIndex struct {
	units []string
	of    map[string]uint32
	rows  *sorter[numberRow]
}

func newNumberIndex(b *builder) *numberIndex {
	order := func(a, b numberRow) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.Low, b.Low), cmp.Compare(a.High, b.High), cmp.Compare(a.Page, b.Page))
	}
	return &numberIndex{of: map[string]uint32{}, rows: newSorter(b.work.dir, "numbers", b.opt.Pairs, order, codec[numberRow](plainRows[numberRow]{}))}
}

func (x *numberIndex) add(page uint32, numbers []text.Number) {
	for _, n := range numbers {
		u, ok := x.of[n.Unit]
		if !ok {
			u = uint32(len(x.units))
			unit := strings.Clone(n.Unit)
			x.of[unit] = u
			x.units = append(x.units, unit)
		}
		x.rows.add(numberRow{Low: n.Low, High: n.High, Page: page, unit: u})
	}
}

func (x *numberIndex) write(s *store, strs *file) error {
	c, err := createCSR[numberRow](s, "numbers")
	if err != nil {
		return err
	}
	maxima, err := s.create("numbers.max")
	if err != nil {
		return errors.Join(err, c.close())
	}
	unit, highest := uint32(0), math.Inf(-1)
	err = x.rows.each(func(r numberRow) {
		for ; unit < r.unit; unit++ {
			c.end()
		}
		r.unit = 0
		c.put(r)
		highest = max(highest, r.High)
		if c.n%numberBlock == 0 {
			maxima.Write(bytesOf([]float64{highest}))
			highest = math.Inf(-1)
		}
	})
	if c.n%numberBlock != 0 {
		maxima.Write(bytesOf([]float64{highest}))
	}
	var units []stringRow
	for _, u := range x.units {
		units = append(units, stringRow{Off: strs.text(u), Len: uint32(len(u))})
	}
	for ; int(unit) < len(units); unit++ {
		c.end()
	}
	return errors.Join(err, c.close(), maxima.close(), put(s, "units", units))
}

// numberSets finds the entities that state a number.
type numberSets struct {
	units map[string]int
	rows  csr[numberRow]
	max   []float64
}

// overlap calls yield with each page, in no order and perhaps more than once, that states a number in unit which overlaps low..high.
func (x *numberSets) overlap(unit string, low, high float64, yield func(uint32)) {
	u, ok := x.units[unit]
	if !ok {
		return
	}
	from, to := int(x.rows.offs[u]), int(x.rows.offs[u+1])
	n, _ := slices.BinarySearchFunc(x.rows.rows[from:to], high, func(r numberRow, h float64) int {
		if r.Low <= h {
			return -1
		}
		return 1
	})
	for at, end := from, from+n; at < end; {
		block := at / numberBlock
		stop := min(end, (block+1)*numberBlock)
		if x.max[block] < low {
			at = stop
			continue
		}
		for ; at < stop; at++ {
			if x.rows.rows[at].High >= low {
				yield(x.rows.rows[at].Page)
			}
		}
	}
}
