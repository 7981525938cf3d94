package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"infoseek/text"
)

// maxSpan is the longest time, in years, of which every year is indexed; longer ones are kept as periods.
const maxSpan = 300

// yearZero is added to years so that they sort as unsigned keys. Years before it are not indexed.
const yearZero = 1 << 20

// level is one resolution of the year index: entities by year divided by width, rounded down.
type level struct {
	name  string
	width int
}

var levels = [...]level{{"years", 1}, {"decades", 10}, {"centuries", 100}}

// yearIndex gathers the entities that state each year.
type yearIndex struct {
	levels  [len(levels)]*pairs
	periods *pairs
	numbers map[period]uint32
	order   []period
}

func newYearIndex(b *builder) *yearIndex {
	y := &yearIndex{periods: b.newPairs("periods"), numbers: map[period]uint32{}}
	for i, l := range levels {
		y.levels[i] = b.newPairs(l.name)
	}
	return y
}

func (y *yearIndex) add(page uint32, years []text.Year) {
	for _, t := range years {
		if t.Low > t.High || t.Low < -yearZero/2 || t.High > yearZero/2 {
			continue
		}
		if t.Century || t.High-t.Low > maxSpan {
			y.periods.add(y.period(t), page)
			continue
		}
		for i, l := range levels {
			for k := floorDiv(t.Low, l.width); k <= floorDiv(t.High, l.width); k++ {
				y.levels[i].add(uint32(k+yearZero), page)
			}
		}
	}
}

func (y *yearIndex) period(t text.Year) uint32 {
	p := period{Low: int32(t.Low), High: int32(t.High)}
	if t.Century {
		p.Century = 1
	}
	num, ok := y.numbers[p]
	if !ok {
		num = uint32(len(y.order))
		y.numbers[p] = num
		y.order = append(y.order, p)
	}
	return num
}

func (y *yearIndex) write(s *store) error {
	var errs []error
	for i, l := range levels {
		errs = append(errs, writeLevel(s, l.name, y.levels[i]))
	}
	_, err := y.periods.writeCSR(s, "periods", len(y.order))
	return errors.Join(append(errs, err, put(s, "periods.keys", y.order))...)
}

// writeLevel writes a csr with its ascending keys beside it.
func writeLevel(s *store, name string, p *pairs) error {
	c, err := createCSR[uint32](s, name)
	if err != nil {
		return err
	}
	var keys []int32
	var run []uint32
	err = p.each(func(key, page uint32) {
		k := int32(key) - yearZero
		if n := len(keys); n == 0 || keys[n-1] != k {
			if n > 0 {
				c.add(run)
			}
			keys, run = append(keys, k), run[:0]
		}
		run = append(run, page)
	})
	if len(keys) > 0 {
		c.add(run)
	}
	return errors.Join(err, c.close(), put(s, name+".keys", keys))
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// yearSets finds the entities that state a time.
type yearSets struct {
	keys    [len(levels)][]int32
	sets    [len(levels)]csr[uint32]
	periods []period
	long    csr[uint32]
}

func mapYears(m *mapping) yearSets {
	var y yearSets
	for i, l := range levels {
		y.keys[i] = rows[int32](m, l.name+".keys")
		y.sets[i] = mapCSR[uint32](m, l.name)
	}
	y.periods = rows[period](m, "periods.keys")
	y.long = mapCSR[uint32](m, "periods")
	return y
}

// overlap calls yield with sets whose union are the entities that state a time which overlaps low..high. Decades and centuries stand for the years they are made of.
func (y *yearSets) overlap(low, high int, yield func([]uint32)) {
	y.cover(low, high, len(levels)-1, yield)
	for i, p := range y.periods {
		if int(p.Low) <= high && int(p.High) >= low && (p.Century == 0 || high-low+1 >= 100) {
			yield(y.long.of(i))
		}
	}
}

func (y *yearSets) cover(low, high, at int, yield func([]uint32)) {
	if low > high {
		return
	}
	w := levels[at].width
	if at == 0 {
		y.take(0, low, high, yield)
		return
	}
	first, last := floorDiv(low+w-1, w), floorDiv(high+1, w)-1 // whole ones within
	if first > last {
		y.cover(low, high, at-1, yield)
		return
	}
	y.take(at, first, last, yield)
	y.cover(low, first*w-1, at-1, yield)
	y.cover((last+1)*w, high, at-1, yield)
}

func (y *yearSets) take(at, first, last int, yield func([]uint32)) {
	keys := y.keys[at]
	i, _ := slices.BinarySearchFunc(keys, first, func(k int32, t int) int { return cmp.Compare(int(k), t) })
	for ; i < len(keys) && int(keys[i]) <= last; i++ {
		yield(y.sets[at].of(i))
	}
}

// tallyYears counts the years stated, each by its entities, and lists the decades stated most.
func (c *Corpus) tallyYears() Tally {
	decades := map[string]int{}
	for i, k := range c.years.keys[1] {
		decades[fmt.Sprintf("%ds", int(k)*levels[1].width)] = len(c.years.sets[1].of(i))
	}
	t := tally(decades)
	t.Different, t.Total = len(c.years.keys[0]), len(c.years.sets[0].rows)
	return t
}
