package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"infoseek"
	"infoseek/corpus/source"
)

// comparison sums over the pages that both programs have.
type comparison struct {
	targets, words overlap
	lost, added    bag // words of theirs alone, and of ours
	pages          []pageDifference
	unlinked       []string // page: target of theirs alone
}

type pageDifference struct {
	title       string
	lost, added int
}

func newComparison() *comparison { return &comparison{lost: bag{}, added: bag{}} }

func (c *comparison) add(our source.Record, their theirPage, targets bag) {
	ourTargets := targetsOf(our)
	c.targets.add(ourTargets, targets)
	for t := range targets.without(ourTargets) {
		c.unlinked = append(c.unlinked, our.Title+": "+t)
	}
	ours, theirs := wordsOf(bodyOf(our)), wordsOf(their.body())
	c.words.add(ours, theirs)
	lost, added := theirs.without(ours), ours.without(theirs)
	c.lost.addAll(lost)
	c.added.addAll(added)
	c.pages = append(c.pages, pageDifference{our.Title, lost.sum(), added.sum()})
}

// bodyOf is a page's text without headings and the rows of tables, which wikiextractor leaves out.
func bodyOf(rec source.Record) string {
	out := slices.Concat(rec.Headings, rec.Rows)
	slices.SortFunc(out, func(a, b infoseek.Span) int { return cmp.Compare(a.Start, b.Start) })
	var b strings.Builder
	at := 0
	for _, s := range out {
		b.WriteString(rec.Text[at:s.Start])
		at = s.End
	}
	return b.String() + rec.Text[at:]
}

// describe writes what differs most.
func (c *comparison) describe(b *strings.Builder, name string) {
	const most = 40
	fmt.Fprintf(b, "# %s\nlinks %+v\nwords %+v\n", name, c.targets, c.words)
	fmt.Fprintf(b, "\nwords of theirs alone: %s\n", c.lost.most(most))
	fmt.Fprintf(b, "\nwords of ours alone: %s\n", c.added.most(most))
	slices.SortFunc(c.pages, func(a, b pageDifference) int { return cmp.Compare(b.lost+b.added, a.lost+a.added) })
	b.WriteString("\npages:\n")
	for _, p := range c.pages[:min(most, len(c.pages))] {
		fmt.Fprintf(b, "  %s: %d words of theirs alone, %d of ours\n", p.title, p.lost, p.added)
	}
	slices.Sort(c.unlinked)
	fmt.Fprintf(b, "\nlinks of theirs alone:\n  %s\n\n", strings.Join(c.unlinked, "\n  "))
}

// without is what b has more of than other.
func (b bag) without(other bag) bag {
	left := bag{}
	for thing, n := range b {
		if n > other[thing] {
			left[thing] = n - other[thing]
		}
	}
	return left
}

func (b bag) addAll(other bag) {
	for thing, n := range other {
		b[thing] += n
	}
}

func (b bag) sum() int {
	sum := 0
	for _, n := range b {
		sum += n
	}
	return sum
}

// most lists the things that there are most of.
func (b bag) most(n int) string {
	things := slices.SortedFunc(maps.Keys(b), func(x, y string) int { return cmp.Or(cmp.Compare(b[y], b[x]), cmp.Compare(x, y)) })
	var parts []string
	for _, t := range things[:min(n, len(things))] {
		parts = append(parts, fmt.Sprintf("%s %d", t, b[t]))
	}
	return strings.Join(parts, ", ")
}
