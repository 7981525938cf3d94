package split

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Side is where a question ends up.
type Side int8

// The sides. A straddling question shares something with a question to test by and is none itself.
const (
	Train Side = iota
	Test
	Straddles
)

// Options of a split; the zero value is the default.
type Options struct {
	// Test is how many questions to hold out: below 1 a share of all, from 1 on their number; 0: a tenth.
	Test float64 `json:"test"`
	// Tries is how many cuts of a giant component are tried, of which the one that loses fewest questions is taken; 0: 16.
	Tries int    `json:"tries"`
	Seed  uint64 `json:"seed"`
}

// Parts is how the questions are split.
type Parts struct {
	Sides []Side // of each item
	// Shared tells a straddling item one thing that it shares with the test side, else "".
	Shared []string
	// Components counts the connected components of the graph, and Largest the questions of the largest.
	Components, Largest int
	// Cut is set if whole components did not do.
	Cut bool
}

const (
	defaultTest  = .1
	defaultTries = 16
)

// Settle checks o and fills in the defaults.
func (o Options) Settle() (Options, error) {
	if o.Test == 0 {
		o.Test = defaultTest
	}
	if o.Tries == 0 {
		o.Tries = defaultTries
	}
	switch {
	case o.Test < 0 || math.IsNaN(o.Test) || math.IsInf(o.Test, 0) || o.Test >= 1 && o.Test != math.Trunc(o.Test):
		return o, fmt.Errorf("split: %g questions to test by: give a share below 1 or a whole number", o.Test)
	case o.Tries < 0:
		return o, fmt.Errorf("split: %d tries", o.Tries)
	}
	return o, nil
}

// Wanted is how many of n questions are to be held out.
func (o Options) Wanted(n int) int {
	if o.Test < 1 {
		return int(math.Round(o.Test * float64(n)))
	}
	return int(o.Test)
}

// Partition splits items, whose order does not matter. It is a function of items and options alone.
func Partition(items []Item, o Options) (Parts, error) {
	o, err := o.Settle()
	if err != nil {
		return Parts{}, err
	}
	want := o.Wanted(len(items))
	switch {
	case len(items) == 0:
		return Parts{}, errors.New("split: no questions")
	case want < 1 || want >= len(items):
		return Parts{}, fmt.Errorf("split: %d questions to test by of %d: both sides need some", want, len(items))
	}
	order := byID(items)
	for i := 1; i < len(order); i++ {
		if id := items[order[i]].ID; id == items[order[i-1]].ID {
			return Parts{}, fmt.Errorf("split: question %q twice", id)
		}
	}
	g := newGraph(items, order)
	test, p := g.holdOut(want, o)
	p.Sides, p.Shared = make([]Side, len(items)), make([]string, len(items))
	for n, i := range order {
		p.Sides[i] = test.sides[n]
		if test.sides[n] == Straddles {
			p.Shared[i] = g.sharedWith(n, test.sides)
		}
	}
	return p, nil
}

// byID is the order in which the work is done.
func byID(items []Item) []int {
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(items[a].ID, items[b].ID) })
	return order
}
