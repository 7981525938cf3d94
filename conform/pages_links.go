package conform

import (
	"slices"

	"infoseek"
)

func (c *pagesSuite) links(p infoseek.Page) {
	c.Helper()
	last, positions := -1, true
	for _, l := range must[[]infoseek.Link](c, "links", p.Num)(c.LinksOut(c.ctx, p.Num)) {
		if l.From != p.Num || int(l.To) >= len(c.all) {
			c.Errorf("page %d: link %+v is another page's, or leads nowhere", p.Num, l)
		}
		if l.Anchor.Start < 0 {
			positions = false
			if l.Sentence != (infoseek.Span{}) {
				c.Errorf("page %d: link %+v has a sentence and no place", p.Num, l)
			}
			continue
		}
		if !positions || l.Anchor.Start < last {
			c.Errorf("page %d: link %+v is out of order", p.Num, l)
		}
		last = l.Anchor.Start
		if !within(l.Anchor, p.Length) || !within(l.Sentence, p.Length) || l.Anchor.Start < l.Sentence.Start || l.Anchor.Start >= l.Sentence.End {
			c.Errorf("page %d: link %+v: its anchor does not begin in its sentence, or outside the text of %d bytes", p.Num, l, p.Length)
		}
	}
}

// linksBothWays checks that LinksIn is LinksOut seen from the other end.
func (c *pagesSuite) linksBothWays() {
	c.Helper()
	in := make([][]infoseek.Link, len(c.all))
	for _, p := range c.all {
		for _, l := range must[[]infoseek.Link](c, "links", p.Num)(c.LinksOut(c.ctx, p.Num)) {
			if int(l.To) < len(in) {
				in[l.To] = append(in[l.To], l)
			}
		}
	}
	for _, p := range c.sample {
		got := must[[]infoseek.Link](c, "links in", p.Num)(c.LinksIn(c.ctx, p.Num))
		if !slices.IsSortedFunc(got, func(a, b infoseek.Link) int { return int(a.From) - int(b.From) }) {
			c.Errorf("page %d: links in are not in order of the page they come from", p.Num)
		}
		if !slices.Equal(ordered(got), ordered(in[p.Num])) {
			c.Errorf("page %d: %d links in, %d links of other pages to it, or not the same ones", p.Num, len(got), len(in[p.Num]))
		}
	}
}

func ordered(links []infoseek.Link) []infoseek.Link {
	links = slices.Clone(links)
	slices.SortFunc(links, func(a, b infoseek.Link) int {
		if a.From != b.From {
			return int(a.From) - int(b.From)
		}
		return a.Anchor.Start - b.Anchor.Start
	})
	return links
}

func (c *pagesSuite) mentions(p infoseek.Page) {
	c.Helper()
	c.mentionsIn(p, infoseek.Span{Start: 0, End: p.Length}, infoseek.Span{})
	for _, s := range must[[]infoseek.Span](c, "sentences", p.Num)(c.Sentences(c.ctx, p.Num)) {
		if within(s, p.Length) && s != (infoseek.Span{}) {
			c.mentionsIn(p, s, s)
		}
	}
	if _, err := c.Mentions(c.ctx, p.Num, infoseek.Span{Start: 0, End: p.Length + 1}); err == nil {
		c.Errorf("page %d: mentions of a span outside the text: no error", p.Num)
	}
}

func (c *pagesSuite) mentionsIn(p infoseek.Page, span, ask infoseek.Span) {
	c.Helper()
	end := span.Start
	for _, m := range must[[]infoseek.Mention](c, "mentions", p.Num)(c.Mentions(c.ctx, p.Num, ask)) {
		if m.Span.Start < end || m.Span.End <= m.Span.Start || m.Span.End > span.End {
			c.Errorf("page %d: mention at %d..%d after byte %d of %d..%d: empty, overlapping, out of order or outside", p.Num, m.Span.Start, m.Span.End, end, span.Start, span.End)
		}
		end = m.Span.End
		if len(m.Pages) == 0 || m.Linked && len(m.Pages) != 1 {
			c.Errorf("page %d: mention %+v of no page, or a link to several", p.Num, m)
		}
		c.set("mentioned pages", p.Num, m.Pages, false)
	}
}
