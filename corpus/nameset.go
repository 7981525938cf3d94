package corpus

import (
	"cmp"
	"slices"
	"strings"
)

// nameSet is the names of all pages while the directory is built.
type nameSet struct {
	table *nameTable
	rows  *csrFile[nameRow]
	// elsewhere counts, for each anchor name of a page, the pages with such an anchor: what hiding one page's links leaves is told by it.
	elsewhere map[anchorName]uint32
	total     int
}

// anchorName is a name by its hash and a page that links with it lead to.
type anchorName struct {
	hash uint64
	to   uint32
}

// anchorUse is one link whose anchor may be a name.
type anchorUse struct {
	anchorName
	from uint32
	at   uint64 // in the text file
	len  uint32
}

// name makes the names of all pages, writes them, and builds their table.
func (b *builder) name(texts []byte, out [][]outLink, strs *file) (*nameSet, error) {
	rows, err := createCSR[nameRow](b.st, "names")
	if err != nil {
		return nil, err
	}
	s := &nameSet{rows: rows, elsewhere: map[anchorName]uint32{}}
	lex := &lexer{}
	uses, prefixes := b.anchorUses(lex, texts, out)
	anchors := s.groupAnchors(uses, texts, len(b.pages))
	var table []nameUse
	var all [][]nameRow
	var hashes [][]uint64
	for n := range b.pages {
		person := b.pages[n].Flags&flagPerson != 0
		var page []nameRow
		var keys []uint64
		have := map[uint64]bool{}
		add := func(name string, kind uint32, share float32) {
			key, begin, ok := lex.nameKey(name, kind)
			row := nameRow{Off: strs.text(name), Len: uint32(len(name)), Entry: noEntry, Share: share, Kind: kind}
			if ok {
				prefixes = append(prefixes, begin...)
				table = append(table, nameUse{key, uint32(n), kind})
				have[key] = true
			} else {
				key = 0
				if kind != kindTitle {
					return
				}
			}
			page, keys = append(page, row), append(keys, key)
		}
		names := namesOf(b.titles[n], b.aliases[uint32(n)], b.leads[n], b.acronyms[n], person)
		split := slices.IndexFunc(names, func(c called) bool { return c.kind > kindAnchor })
		if split < 0 {
			split = len(names)
		}
		for _, c := range names[:split] {
			add(c.text, c.kind, 1)
		}
		for _, a := range anchors[n] {
			if !have[a.hash] {
				add(a.text, kindAnchor, a.share)
			}
		}
		for _, c := range names[split:] {
			add(c.text, c.kind, 1)
		}
		all, hashes = append(all, page), append(hashes, keys)
	}
	s.table = buildNameTable(table, prefixes)
	for n, page := range all {
		for i := range page {
			if h := hashes[n][i]; h != 0 {
				found, _ := s.table.find(h)
				page[i].Entry = found.Entry
			}
		}
		s.rows.add(page)
		s.total += len(page)
	}
	if err := s.rows.close(); err != nil {
		return nil, err
	}
	return s, s.table.write(b.st)
}

// anchorUses reads the anchors of all links that have a position.
func (b *builder) anchorUses(lex *lexer, texts []byte, out [][]outLink) (uses []anchorUse, prefixes []uint64) {
	for n, links := range out {
		base := b.pages[n].Text
		for _, l := range links {
			if l.start < 0 {
				break
			}
			at, length := base+uint64(l.start), uint32(l.end-l.start)
			anchor := viewString(texts[at : at+uint64(length)])
			key, begin, ok := lex.nameKey(anchor, kindAnchor)
			if !ok || !lex.distinctive() {
				continue
			}
			uses = append(uses, anchorUse{anchorName{key, l.to}, uint32(n), at, length})
			prefixes = append(prefixes, begin...)
		}
	}
	return uses, prefixes
}

// distinctive tells whether the anchor just read has a word that is neither a stop word nor a number.
func (l *lexer) distinctive() bool {
	for _, w := range l.words {
		if w.flags&(stop|number) == 0 {
			return true
		}
	}
	return false
}

// anchor is a name that links give a page.
type anchor struct {
	text  string
	hash  uint64
	share float32
	links int
}

// groupAnchors sorts the uses by name and page and returns each page's anchors, the most used first, spelled as most often.
func (s *nameSet) groupAnchors(uses []anchorUse, texts []byte, pages int) [][]anchor {
	spelled := func(u anchorUse) string { return viewString(texts[u.at : u.at+uint64(u.len)]) }
	slices.SortFunc(uses, func(a, b anchorUse) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.to, b.to), cmp.Compare(spelled(a), spelled(b)), cmp.Compare(a.from, b.from))
	})
	out := make([][]anchor, pages)
	for i := 0; i < len(uses); {
		j := i
		for j < len(uses) && uses[j].hash == uses[i].hash {
			j++
		}
		for total := float32(j - i); i < j; {
			k := i
			for k < j && uses[k].to == uses[i].to {
				k++
			}
			group := uses[i:k]
			best := group[commonest(group, spelled)]
			a := anchor{strings.Join(strings.Fields(spelled(best)), " "), best.hash, float32(len(group)) / total, len(group)}
			out[best.to] = append(out[best.to], a)
			s.elsewhere[best.anchorName] = distinctPages(group)
			i = k
		}
	}
	for _, as := range out {
		slices.SortStableFunc(as, func(a, b anchor) int { return cmp.Or(cmp.Compare(b.links, a.links), cmp.Compare(a.text, b.text)) })
	}
	return out
}

// commonest finds the longest run of one spelling in a group sorted by it.
func commonest(group []anchorUse, spelled func(anchorUse) string) int {
	best, most := 0, 0
	for i := 0; i < len(group); {
		j := i
		for j < len(group) && spelled(group[j]) == spelled(group[i]) {
			j++
		}
		if j-i > most {
			best, most = i, j-i
		}
		i = j
	}
	return best
}

func distinctPages(group []anchorUse) uint32 {
	seen := make(map[uint32]struct{}, len(group))
	for _, u := range group {
		seen[u.from] = struct{}{}
	}
	return uint32(len(seen))
}
