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
	r := &register{strs: strs}
	var uses []anchorUse
	uses, r.prefixes = b.anchorUses(&r.lex, texts, out)
	anchors := s.groupAnchors(uses, texts, len(b.pages))
	for n := range b.pages {
		person := b.pages[n].Flags&flagPerson != 0
		r.page(uint32(n), namesOf(b.titles[n], b.aliases[uint32(n)], b.leads[n], b.acronyms[n], person), anchors[n])
	}
	s.table = buildNameTable(r.uses, r.prefixes)
	s.write(r.pages)
	if err := s.rows.close(); err != nil {
		return nil, err
	}
	return s, s.table.write(b.st)
}

// write writes the names of each page with the entries that the table gave them.
func (s *nameSet) write(pages [][]named) {
	var run []nameRow
	for _, page := range pages {
		run = run[:0]
		for _, name := range page {
			if found, ok := s.table.find(name.hash); ok && name.hash != 0 {
				name.row.Entry = found.Entry
			}
			run = append(run, name.row)
		}
		s.rows.add(run)
		s.total += len(run)
	}
}

// register takes down the names of one page after the other.
type register struct {
	lex      lexer
	strs     *file
	pages    [][]named
	uses     []nameUse
	prefixes []uint64
}

// named is a row to be written once its hash has an entry; hash 0 occurs nowhere.
type named struct {
	row  nameRow
	hash uint64
}

// page takes down a page's names, with its anchors before the names made out of others. An anchor of the words of another of its names is no name of its own.
func (r *register) page(n uint32, names []called, anchors []anchor) {
	r.pages = append(r.pages, nil)
	split := slices.IndexFunc(names, func(c called) bool { return c.kind > kindAnchor })
	if split < 0 {
		split = len(names)
	}
	have := map[uint64]bool{}
	for _, c := range names[:split] {
		have[r.add(n, c.text, c.kind, 1)] = true
	}
	for _, a := range anchors {
		if !have[a.hash] {
			r.add(n, a.text, kindAnchor, a.share)
		}
	}
	for _, c := range names[split:] {
		r.add(n, c.text, c.kind, 1)
	}
}

// add takes down one name and returns its hash. One that occurs nowhere is left out, unless it is the title.
func (r *register) add(n uint32, name string, kind uint32, share float32) uint64 {
	hash, beginnings, ok := r.lex.nameKey(name, kind)
	if !ok && kind != kindTitle {
		return 0
	}
	if ok {
		r.prefixes = append(r.prefixes, beginnings...)
		r.uses = append(r.uses, nameUse{hash, n, kind})
	}
	row := nameRow{Off: r.strs.text(name), Len: uint32(len(name)), Entry: noEntry, Share: share, Kind: kind}
	r.pages[n] = append(r.pages[n], named{row, hash})
	return hash
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
