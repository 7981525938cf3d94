package corpus

import (
	"cmp"
	"slices"
)

// outLink is a link of the page at hand whose target is in the corpus.
type outLink struct {
	to         uint32
	start, end int32
}

// outLinks looks up the targets of each page's links. Links to nowhere and to the page itself are counted and left out; of links without position to one target one is kept, and
// none if there is one with a position. The result is by page, sorted by position, those without last.
func (b *builder) outLinks() [][]outLink {
	pages := b.resolveTargets()
	out := make([][]outLink, len(b.pages))
	from := 0
	for n, end := range b.linkEnds {
		var links []outLink
		for _, raw := range b.links[from:end] {
			switch to := pages[raw.target]; to {
			case noPage:
				b.report.LinksNowhere++
				b.report.problem(problemNowhere, "%s -> %s", b.titles[n], b.targets[raw.target])
			case uint32(n):
				b.report.LinksSelf++
			default:
				links = append(links, outLink{to, raw.start, raw.end})
			}
		}
		from = end
		out[n] = distinct(links)
		b.report.Links += len(out[n])
	}
	b.links, b.linkEnds = nil, nil
	return out
}

func distinct(links []outLink) []outLink {
	sortLinks(links)
	seen := make(map[uint32]bool, len(links))
	kept := links[:0]
	for _, l := range links {
		if l.start < 0 && seen[l.to] || len(kept) > 0 && l == kept[len(kept)-1] {
			continue
		}
		seen[l.to] = true
		kept = append(kept, l)
	}
	return slices.Clip(kept)
}

// sortLinks puts links in order of position, those without last.
func sortLinks(links []outLink) {
	slices.SortFunc(links, func(a, b outLink) int {
		return cmp.Or(cmp.Compare(uint32(a.start), uint32(b.start)), cmp.Compare(a.end, b.end), cmp.Compare(a.to, b.to))
	})
}
