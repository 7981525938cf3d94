package corpus

import (
	"cmp"
	"errors"
	"slices"

	"infoseek/text"
)

// numberBlock is how many rows share one entry of numbers.max.
const numberBlock = 64

// numberIndex gathers the numbers that entities state, by canonical unit.
type numberIndex struct {
	units []string
	of    map[string]int
	rows  [][]numberRow
}

func newNumberIndex() *numberIndex { return &numberIndex{of: map[string]int{}} }

func (x *numberIndex) add(page uint32, numbers []text.Number) {
	for _, n := range numbers {
		u, ok := x.of[n.Unit]
		if !ok {
			u = len(x.units)
			x.of[n.Unit] = u
			x.units = append(x.units, n.Unit)
			x.rows = append(x.rows, nil)
		}
		row := numberRow{Low: n.Low, High: n.High, Page: page}
		if rs := x.rows[u]; len(rs) > 0 && rs[len(rs)-1] == row {
			continue
		}
		x.rows[u] = append(x.rows[u], row)
	}
}

func (x *numberIndex) write(s *store, strings *file) error {
	c, err := createCSR[numberRow](s, "numbers")
	if err != nil {
		return err
	}
	var maxima []float64
	var units []stringRow
	at := 0
	for u, rs := range x.rows {
		slices.SortFunc(rs, func(a, b numberRow) int {
			return cmp.Or(cmp.Compare(a.Low, b.Low), cmp.Compare(a.High, b.High), cmp.Compare(a.Page, b.Page))
		})
		rs = slices.Compact(rs)
		for _, r := range rs {
			if at%numberBlock == 0 {
				maxima = append(maxima, r.High)
			}
			last := len(maxima) - 1
			maxima[last] = max(maxima[last], r.High)
			at++
		}
		c.add(rs)
		units = append(units, stringRow{Off: strings.text(x.units[u]), Len: uint32(len(x.units[u]))})
	}
	return errors.Join(c.close(), put(s, "numbers.max", maxima), put(s, "units", units))
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
