package corpus

import (
	"slices"
	"strings"
)

// resolve finds the page that each redirect leads to, through chains of them, and enters the redirect's title for it. A page's own title goes before a redirect's, the
// first of several redirects of one title before the others.
func (b *builder) resolve(strs *file) {
	next := map[string]string{}
	for _, r := range b.redirects {
		from := titleKey(r.from)
		if _, taken := next[from]; !taken {
			next[from] = titleKey(r.to)
		}
	}
	for _, r := range b.redirects {
		from := titleKey(r.from)
		if page, taken := b.byTitle[from]; taken {
			if !slices.Contains(b.aliases[page], r.from) {
				b.report.problem(problemShadowed, "%s", r.from)
			}
			continue
		}
		b.follow(r, next, strs)
	}
	b.report.Redirects = 0
	for _, a := range b.aliases {
		b.report.Redirects += len(a)
	}
}

func (b *builder) follow(r redirect, next map[string]string, strs *file) {
	seen := map[string]bool{titleKey(r.from): true}
	for at := titleKey(r.to); ; {
		if page, ok := b.byTitle[at]; ok {
			key := titleKey(r.from)
			b.byTitle[key] = page
			b.titleTable.add(key, strs.text(r.from), len(r.from), page)
			b.aliases[page] = append(b.aliases[page], strings.ReplaceAll(r.from, "_", " "))
			return
		}
		if seen[at] {
			b.report.problem(problemLoop, "%s -> %s", r.from, r.to)
			return
		}
		seen[at] = true
		to, ok := next[at]
		if !ok {
			b.report.problem(problemDangling, "%s -> %s", r.from, r.to)
			return
		}
		at = to
	}
}

// noPage marks a link target that the corpus lacks.
const noPage = ^uint32(0)

// resolveTargets gives the page of each link target.
func (b *builder) resolveTargets() []uint32 {
	pages := make([]uint32, len(b.targets))
	for i, key := range b.targets {
		page, ok := b.byTitle[key]
		if !ok {
			page = noPage
		}
		pages[i] = page
	}
	return pages
}
