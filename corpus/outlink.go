package corpus

import (
	"cmp"
	"errors"
	"slices"
)

// outLink is a link of the page at hand whose target is in the corpus.
type outLink struct {
	to         uint32
	start, end int32
	bare       uint32 // 1 where the source gave no position, even if one was found since
}

// newOutLink makes a link of what a source gives; start is -1 where it has no position.
func newOutLink(to uint32, start, end int32) outLink {
	l := outLink{to: to, start: start, end: end}
	if start < 0 {
		l.bare = 1
	}
	return l
}

// outLinks looks up the targets of each page's links, and writes those found to a scratch file. Links to nowhere and to the page itself are counted and left out; of links without position to
// one target one is kept, and none if there is one with a position. The result is by page, sorted by position, those without last.
func (b *builder) outLinks() error {
	m := &mapping{dir: b.st.dir, files: b.st.files}
	defer m.close()
	t := titles{rows[pageRow](m, "pages"), m.written(b.strings)}
	targets := b.titles.view(m, t.strings)
	in, err := b.links.reread()
	if err = errors.Join(err, m.err); err != nil {
		return err
	}
	out, err := createCSR[outLink](b.work, "outlinks")
	if err != nil {
		return err
	}
	var links []outLink
	for n := range b.report.Pages {
		links = links[:0]
		for range in.number() {
			start := in.number() - 1
			end := start + in.number()
			key := in.bytes()
			if in.err != nil {
				return in.err
			}
			switch to, ok := targets.find(viewString(key)); {
			case !ok:
				b.report.LinksNowhere++
				b.report.problem(problemNowhere, "%s -> %s", t.of(uint32(n)), key)
			case to == uint32(n):
				b.report.LinksSelf++
			default:
				links = append(links, newOutLink(to, int32(start), int32(end)))
			}
		}
		kept := distinct(links)
		b.report.Links += len(kept)
		out.add(kept)
	}
	return errors.Join(in.err, out.close(), b.links.remove())
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
	return kept
}

// sortLinks puts links in order of position, those without last.
func sortLinks(links []outLink) {
	slices.SortFunc(links, func(a, b outLink) int {
		return cmp.Or(cmp.Compare(uint32(a.start), uint32(b.start)), cmp.Compare(a.end, b.end), cmp.Compare(a.to, b.to))
	})
}

// titles are the pages' titles as they stand in strings.
type titles struct {
	rows    []pageRow
	strings []byte
}

// of views a page's title.
func (t titles) of(n uint32) string {
	at := t.rows[n].Strings + uint64(t.rows[n].ID)
	return viewString(t.strings[at : at+uint64(t.rows[n].Title)])
}
