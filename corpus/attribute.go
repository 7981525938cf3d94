package corpus

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"infoseek"
)

/*
# When a page states an attribute

Only entities count. A page's text is its whole stored text, facts and categories included.

  - category: the page's categories hold the value, letter by letter.
  - type: the value is a coarse class or a kind, and neither the page's class nor its kind, where they are known, is disjoint from it.
  - year: some time that text.Years reads in the text overlaps low..high; a bare century only if the range has a hundred years or more.
  - number: some number that text.Numbers reads in the text, in the same unit, overlaps low..high as rounded there.
  - phrase: for each word of the value that is no stop word some word of the text has the same stem of its normal form.
*/

// Attribute returns the entities whose pages state a, ascending.
func (c *Corpus) Attribute(_ context.Context, a infoseek.Attribute) ([]infoseek.PageNum, error) {
	switch a.Kind {
	case infoseek.AttrCategory:
		n, ok := c.categories.find(a.Value)
		if !ok {
			return nil, nil
		}
		return c.category.of(int(n)), nil
	case infoseek.AttrType:
		return c.ofType(a)
	case infoseek.AttrYear:
		return c.inYears(a)
	case infoseek.AttrNumber:
		return c.withNumber(a)
	case infoseek.AttrPhrase:
		return c.withWords(a)
	}
	return nil, fmt.Errorf("corpus: attribute %s: unknown kind", a)
}

// ofType lists the entities not known to be of a type disjoint from a's.
func (c *Corpus) ofType(a infoseek.Attribute) ([]infoseek.PageNum, error) {
	t, ok := infoseek.TypeByName(a.Value)
	if !ok {
		return nil, fmt.Errorf("corpus: attribute %s: no such type (there are %s)", a, strings.Join(infoseek.TypeNames(), ", "))
	}
	return c.cache.get(a, func() []infoseek.PageNum {
		var set []infoseek.PageNum
		for n, row := range c.pages {
			if row.Flags&flagEntity != 0 && t.Admits(row.types()) {
				set = append(set, infoseek.PageNum(n))
			}
		}
		return set
	}), nil
}

// bounds reads a's range; open ends are infinite.
func bounds(a infoseek.Attribute) (low, high float64, err error) {
	low, high = math.Inf(-1), math.Inf(1)
	if a.Low != nil {
		low = *a.Low
	}
	if a.High != nil {
		high = *a.High
	}
	if !(low <= high) {
		return 0, 0, fmt.Errorf("corpus: attribute %s: empty range", a)
	}
	return low, high, nil
}

func (c *Corpus) inYears(a infoseek.Attribute) ([]infoseek.PageNum, error) {
	low, high, err := bounds(a)
	if err != nil {
		return nil, err
	}
	return c.cache.get(a, func() []infoseek.PageNum {
		set := c.newSet()
		c.years.overlap(int(max(math.Ceil(low), -yearZero)), int(min(math.Floor(high), yearZero)), set.addAll)
		return set.pages()
	}), nil
}

func (c *Corpus) withNumber(a infoseek.Attribute) ([]infoseek.PageNum, error) {
	low, high, err := bounds(a)
	if err != nil {
		return nil, err
	}
	return c.cache.get(a, func() []infoseek.PageNum {
		set := c.newSet()
		c.numbers.overlap(a.Unit, low, high, set.add)
		return set.pages()
	}), nil
}

// withWords lists the entities whose pages have all words of a's value. Case and endings do not count, and stop words are on every page.
func (c *Corpus) withWords(a infoseek.Attribute) ([]infoseek.PageNum, error) {
	r := c.readers.Get().(*reader)
	defer c.readers.Put(r)
	r.lex.read(a.Value)
	var stems []uint64
	for _, w := range r.lex.words {
		if w.flags&stop == 0 {
			stems = append(stems, w.stem)
		}
	}
	stems = sortedUnique(stems)
	if len(r.lex.words) == 0 {
		return nil, fmt.Errorf("corpus: attribute %s: no word", a)
	}
	return c.cache.get(a, func() []infoseek.PageNum { return c.withStems(stems) }), nil
}

func (c *Corpus) withStems(stems []uint64) []infoseek.PageNum {
	if len(stems) == 0 {
		return c.entities()
	}
	var out []uint32
	for i, h := range stems {
		pages := c.phrases.with(h)
		if i == 0 {
			out = pages
			continue
		}
		out = slices.DeleteFunc(out, func(p uint32) bool {
			_, ok := slices.BinarySearch(pages, p)
			return !ok
		})
	}
	set := make([]infoseek.PageNum, len(out))
	for i, p := range out {
		set[i] = infoseek.PageNum(p)
	}
	return set
}

func (c *Corpus) entities() []infoseek.PageNum {
	var all []infoseek.PageNum
	for n, row := range c.pages {
		if row.Flags&flagEntity != 0 {
			all = append(all, infoseek.PageNum(n))
		}
	}
	return all
}

// pageSet is a set of pages as bits.
type pageSet []uint64

func (c *Corpus) newSet() pageSet { return make(pageSet, (len(c.pages)+63)/64) }

func (s pageSet) add(page uint32) { s[page/64] |= 1 << (page % 64) }

func (s pageSet) addAll(pages []uint32) {
	for _, p := range pages {
		s.add(p)
	}
}

func (s pageSet) pages() []infoseek.PageNum {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	out := make([]infoseek.PageNum, 0, n)
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			out = append(out, infoseek.PageNum(i*64+bits.TrailingZeros64(w)))
		}
	}
	return out
}

// setCache keeps the sets asked for last. When it is full it starts anew: sets are cheap to make again.
type setCache struct {
	mu   sync.RWMutex
	sets map[attributeKey][]infoseek.PageNum
	size int // pages in all sets
}

// cacheLimit bounds the cache to 64 MiB.
const cacheLimit = 16 << 20

// attributeKey is an attribute with its bounds by value.
type attributeKey struct {
	kind        infoseek.AttributeKind
	value, unit string
	low, high   float64
}

func (c *setCache) get(a infoseek.Attribute, make_ func() []infoseek.PageNum) []infoseek.PageNum {
	low, high, _ := bounds(a)
	key := attributeKey{a.Kind, a.Value, a.Unit, low, high}
	c.mu.RLock()
	set, ok := c.sets[key]
	c.mu.RUnlock()
	if ok {
		return set
	}
	set = make_()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sets == nil || c.size > cacheLimit {
		c.sets, c.size = map[attributeKey][]infoseek.PageNum{}, 0
	}
	c.sets[key] = set
	c.size += len(set) + 32
	return set
}
