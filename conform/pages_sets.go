package conform

import (
	"slices"
	"strings"
	"sync"

	"infoseek"
)

// set checks that a set is ascending, without repetition, of pages that exist, and of entities alone if it should be.
func (c *pagesSuite) set(what string, p infoseek.PageNum, set []infoseek.PageNum, entities bool) {
	c.Helper()
	for i, q := range set {
		switch {
		case int(q) >= len(c.all):
			c.Errorf("%s of page %d: no page %d", what, p, q)
		case i > 0 && q <= set[i-1]:
			c.Errorf("%s of page %d: %d after %d", what, p, q, set[i-1])
		case entities && !c.all[q].Entity:
			c.Errorf("%s of page %d: page %d is no entity", what, p, q)
		}
	}
}

// relations checks that R is a symmetric, irreflexive relation between entities that leaves out no link and no mention.
func (c *pagesSuite) relations(p infoseek.Page) {
	c.Helper()
	related := must[[]infoseek.PageNum](c, "related", p.Num)(c.Related(c.ctx, p.Num))
	c.set("related", p.Num, related, true)
	if contains(related, p.Num) {
		c.Errorf("page %d is related to itself", p.Num)
	}
	if !p.Entity {
		if len(related) > 0 {
			c.Errorf("page %d is no entity and related to %d", p.Num, len(related))
		}
		return
	}
	for _, q := range related {
		if int(q) < len(c.all) && !contains(must[[]infoseek.PageNum](c, "related", q)(c.Related(c.ctx, q)), p.Num) {
			c.Errorf("page %d is related to %d, and not the other way round", p.Num, q)
		}
	}
	for _, l := range must[[]infoseek.Link](c, "links", p.Num)(c.LinksOut(c.ctx, p.Num)) {
		c.relates("links to", p.Num, l.To, related)
	}
	for _, m := range must[[]infoseek.Mention](c, "mentions", p.Num)(c.Mentions(c.ctx, p.Num, infoseek.Span{})) {
		for _, q := range m.Pages {
			c.relates("mentions", p.Num, q, related)
		}
	}
}

func (c *pagesSuite) relates(how string, p, q infoseek.PageNum, related []infoseek.PageNum) {
	c.Helper()
	if int(q) < len(c.all) && p != q && c.all[q].Entity && !contains(related, q) {
		c.Errorf("page %d %s page %d and is not related to it", p, how, q)
	}
}

func (c *pagesSuite) attributes() {
	c.Helper()
	c.categories()
	c.types()
	c.ranges(infoseek.AttrYear, -5000, 0, 1500, 1900, 2000, 2100)
	c.ranges(infoseek.AttrNumber, -1e6, 0, 1, 10, 1000, 1e12)
	c.phrases()
	if _, err := c.Attribute(c.ctx, infoseek.Attribute{Kind: "mood", Value: "good"}); err == nil {
		c.Errorf("an attribute of unknown kind: no error")
	}
}

func (c *pagesSuite) attribute(a infoseek.Attribute) []infoseek.PageNum {
	c.Helper()
	set, err := c.Attribute(c.ctx, a)
	if err != nil {
		c.Fatalf("%s: %v", a, err)
	}
	c.set(a.String()+" as", 0, set, true)
	return set
}

// entities lists the entities for which keep holds.
func (c *pagesSuite) entities(keep func(p infoseek.Page) bool) []infoseek.PageNum {
	set := []infoseek.PageNum{}
	for _, p := range c.all {
		if p.Entity && keep(p) {
			set = append(set, p.Num)
		}
	}
	return set
}

func (c *pagesSuite) categories() {
	c.Helper()
	seen := map[string]bool{}
	for _, p := range c.sample {
		for _, name := range p.Categories {
			if seen[name] || len(seen) == mostPages {
				continue
			}
			seen[name] = true
			got := c.attribute(infoseek.Attribute{Kind: infoseek.AttrCategory, Value: name})
			if want := c.entities(func(p infoseek.Page) bool { return slices.Contains(p.Categories, name) }); !slices.Equal(got, want) {
				c.Errorf("category %q: %d entities, by their pages %d, or not the same ones", name, len(got), len(want))
			}
		}
	}
	if got := c.attribute(infoseek.Attribute{Kind: infoseek.AttrCategory, Value: "no category is called this"}); len(got) > 0 {
		c.Errorf("a category that is none has %d entities", len(got))
	}
}

func (c *pagesSuite) types() {
	c.Helper()
	for _, name := range infoseek.TypeNames() {
		got := c.attribute(infoseek.Attribute{Kind: infoseek.AttrType, Value: name})
		t, _ := infoseek.TypeByName(name)
		want := c.entities(t.Admits)
		if !slices.Equal(got, want) {
			c.Errorf("type %q: %d entities, by their classes %d, or not the same ones", name, len(got), len(want))
		}
	}
}

// ranges checks that a wider range holds what a narrower one does, and that a missing bound is wider than any.
func (c *pagesSuite) ranges(kind infoseek.AttributeKind, marks ...float64) {
	c.Helper()
	open := infoseek.Attribute{Kind: kind, Low: &marks[0]}
	wider := c.attribute(open)
	for len(marks) >= 2 {
		low, high := marks[0], marks[len(marks)-1]
		set := c.attribute(infoseek.Attribute{Kind: kind, Low: &low, High: &high})
		for _, p := range set {
			if !contains(wider, p) {
				c.Errorf("%s: page %d is in %g..%g and not in a wider range", kind, p, low, high)
			}
		}
		wider, marks = set, marks[1:len(marks)-1]
	}
}

// phrases checks that a page is found by the first words of its own text, and by both only if by each.
func (c *pagesSuite) phrases() {
	c.Helper()
	for _, p := range c.sample[:min(len(c.sample), 50)] {
		text := must[string](c, "text", p.Num)(c.Text(c.ctx, p.Num, infoseek.Span{}))
		words := strings.FieldsFunc(text[:min(len(text), 2000)], func(r rune) bool { return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') })
		words = slices.DeleteFunc(words, func(w string) bool { return len(w) < 5 || !strings.Contains(" "+text+" ", " "+w+" ") })
		if len(words) < 2 || !p.Entity {
			continue
		}
		both := c.attribute(infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: words[0] + " " + words[1]})
		if !contains(both, p.Num) {
			c.Errorf("page %d is not among those with its own words %q", p.Num, words[:2])
		}
		one := c.attribute(infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: words[0]})
		for _, q := range both {
			if !contains(one, q) {
				c.Errorf("page %d has the words %q and not the word %q", q, words[:2], words[0])
			}
		}
	}
}

// concurrently reads from several goroutines: each must see what one alone saw. The race detector sees the rest.
func (c *pagesSuite) concurrently() {
	c.Helper()
	want := make([]int, len(c.sample))
	for i := range want {
		want[i] = c.weigh(c.sample[i].Num)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range want {
				if got := c.weigh(c.sample[i].Num); got != want[i] {
					c.Errorf("page %d: read by four at a time it gives other things than read alone", c.sample[i].Num)
				}
			}
		})
	}
	wg.Wait()
}

// weigh sums up what every method says of a page; -1 if one fails.
func (c *pagesSuite) weigh(p infoseek.PageNum) int {
	page, err0 := c.Page(c.ctx, p)
	text, err1 := c.Text(c.ctx, p, infoseek.Span{})
	sentences, err2 := c.Sentences(c.ctx, p)
	out, err3 := c.LinksOut(c.ctx, p)
	in, err4 := c.LinksIn(c.ctx, p)
	mentions, err5 := c.Mentions(c.ctx, p, infoseek.Span{})
	names, err6 := c.Names(c.ctx, p)
	related, err7 := c.Related(c.ctx, p)
	set, err8 := c.Attribute(c.ctx, infoseek.Attribute{Kind: infoseek.AttrType, Value: "person"})
	for _, err := range []error{err0, err1, err2, err3, err4, err5, err6, err7, err8} {
		if err != nil {
			return -1
		}
	}
	weight := len(page.Title) + len(text)
	for _, n := range []int{len(sentences), len(out), len(in), len(mentions), len(names), len(related), len(set)} {
		weight = weight*31 + n
	}
	return weight
}
