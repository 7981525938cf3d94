package corpus

// finder finds the links of one page among the names in its text: whether naming alone would find them, and where those without position stand. It is reused from page to page.
type finder struct {
	table *nameTable
	lex   lexer              // for anchors
	kinds map[uint32]uint32  // by target of a link: the kinds of names that found it
	spots map[uint32][]match // by target of a link without position: where it is named
	here  map[use]bool       // names that a page has from links of this page
}

// use is a page's having a name.
type use struct{ entry, page uint32 }

func newFinder(table *nameTable) *finder {
	return &finder{table: table, kinds: map[uint32]uint32{}, spots: map[uint32][]match{}, here: map[use]bool{}}
}

// begin turns to a page with these links.
func (f *finder) begin(text string, links []outLink) {
	clear(f.kinds)
	clear(f.spots)
	clear(f.here)
	for _, l := range links {
		f.kinds[l.to] = 0
		if l.start < 0 {
			f.spots[l.to] = nil
			continue
		}
		key, _, ok := f.lex.nameKey(text[l.start:l.end], kindAnchor)
		if !ok {
			continue
		}
		if s, ok := f.table.find(key); ok && s.Entry != noEntry {
			f.here[use{s.Entry, l.to}] = true
		}
	}
}

// see takes note of an occurrence of a name of o.
func (f *finder) see(m match, o owner) {
	had, linked := f.kinds[o.Page]
	if !linked {
		return
	}
	kinds := o.Kinds &^ anchorOfOne
	if !m.Capital {
		kinds &^= 1 << kindSurname
	}
	if o.Kinds&anchorOfOne != 0 && f.here[use{m.Entry, o.Page}] {
		kinds &^= 1 << kindAnchor
	}
	f.kinds[o.Page] = had | kinds
	if spots, bare := f.spots[o.Page]; bare {
		f.spots[o.Page] = append(spots, m)
	}
}

// recall tells of each link whether it was found.
func (f *finder) recall(links []outLink) []linkFound {
	found := make([]linkFound, len(links))
	for i, l := range links {
		found[i] = linkFound{to: l.to, bare: l.start < 0, kinds: f.kinds[l.to]}
	}
	return found
}

// place gives each link without position the place of the longest name of its target: one that is part of no longer name goes first, then the earliest.
func (f *finder) place(text *lexer, found []match, links []outLink) {
	if len(f.spots) == 0 {
		return
	}
	whole := map[[2]int]bool{}
	for _, m := range longest(nil, found) {
		whole[[2]int{m.From, m.To}] = true
	}
	for i := range links {
		l := &links[i]
		if l.start >= 0 {
			continue
		}
		best, most := match{}, 0
		for _, m := range f.spots[l.to] {
			size := text.spans[m.To-1].End - text.spans[m.From].Start
			if whole[[2]int{m.From, m.To}] {
				size += 1 << 20
			}
			if size > most {
				best, most = m, size
			}
		}
		if most > 0 {
			l.start, l.end = int32(text.spans[best.From].Start), int32(text.spans[best.To-1].End)
		}
	}
}

// longest keeps, from left to right, the longest match at each place that no earlier one covers. found is by position, shorter before longer.
func longest(dst, found []match) []match {
	end := 0
	for i := 0; i < len(found); {
		best := found[i]
		from := best.From
		for ; i < len(found) && found[i].From == from; i++ {
			if found[i].To > best.To {
				best = found[i]
			}
		}
		if from >= end {
			dst = append(dst, best)
			end = best.To
		}
	}
	return dst
}
