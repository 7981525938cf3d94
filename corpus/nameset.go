package corpus

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// naming makes the names of all pages, once their texts, titles, redirects and links are known.
type naming struct {
	*builder
	texts    []byte
	out      csr[outLink]
	titles   titles
	lex      lexer
	anchored csr[anchor] // by page
	aliased  csr[uint32] // by page: entries of titles
	entries  dictionary
	table    *nameTableFile
	rows     *csrFile[named]
}

// anchorUse is one link whose anchor may be a name.
type anchorUse struct {
	hash       uint64 // of the name
	to, from   uint32
	start, len uint32 // in from's text
}

// anchor is a name that links give a page.
type anchor struct {
	hash  uint64
	at    uint64 // in the text file, spelled as most often
	len   uint32
	to    uint32
	links uint32
	share float32
	kinds uint32 // as owner's
	_     uint32
}

// named is a row to be written once its hash has an entry; hash 0 occurs nowhere.
type named struct {
	row  nameRow
	hash uint64
}

// name writes the names of all pages and their table.
func (b *builder) name(m *mapping, texts []byte, out csr[outLink], pages []pageRow) error {
	work := &mapping{dir: b.work.dir, files: b.work.files}
	defer work.close()
	n := &naming{builder: b, texts: texts, out: out, titles: titles{pages, m.written(b.strings)}}
	n.table = &nameTableFile{st: b.st, work: b.work, uses: newSorter(b.work.dir, "uses", b.opt.Pairs, byNameAndPage, codec[nameUse](plainRows[nameUse]{})),
		prefixes: newSorter(b.work.dir, "prefixes", b.opt.Pairs, cmp.Compare[uint64], codec[uint64](ascendingNumbers{}))}
	if err := errors.Join(m.err, n.groupAnchors(n.anchorUses()), n.prepare(m, work)); err != nil {
		return err
	}
	if err := errors.Join(n.pages(), n.table.write()); err != nil {
		return err
	}
	return n.writeRows(m)
}

// prepare makes anchors and redirects ready to be read page by page.
func (n *naming) prepare(m, work *mapping) error {
	if _, err := n.aliases.writeCSR(n.work, "aliases", n.report.Pages); err != nil {
		return err
	}
	n.anchored, n.aliased = mapCSR[anchor](work, "anchors"), mapCSR[uint32](work, "aliases")
	n.entries = dictionary{entries: rows[entry](m, "titles"), strings: n.titles.strings}
	return errors.Join(m.err, work.err)
}

// pages takes down the names of each page.
func (n *naming) pages() error {
	leads, err := n.leads.reread()
	if err != nil {
		return err
	}
	if n.rows, err = createCSR[named](n.work, "named"); err != nil {
		return err
	}
	for p := range uint32(n.report.Pages) {
		person := n.titles.rows[p].Flags&flagPerson != 0
		n.page(p, namesOf(n.titles.of(p), n.redirectsTo(p), leads.texts(), leads.texts(), person))
		if leads.err != nil {
			return leads.err
		}
	}
	return errors.Join(n.rows.close(), n.leads.close())
}

func (n *naming) redirectsTo(page uint32) []string {
	var all []string
	for _, e := range n.aliased.of(int(page)) {
		all = append(all, strings.ReplaceAll(n.entries.text(n.entries.entries[e]), "_", " "))
	}
	return all
}

// page takes down a page's names, with its anchors before the names made out of others. An anchor of the words of another of its names is no name of its own.
func (n *naming) page(p uint32, names []called) {
	split := slices.IndexFunc(names, func(c called) bool { return c.kind > kindAnchor })
	if split < 0 {
		split = len(names)
	}
	have := map[uint64]bool{}
	for _, c := range names[:split] {
		have[n.add(p, c.text, c.kind, 1, 0)] = true
	}
	for _, a := range n.anchorsOf(p) {
		if !have[a.hash] {
			n.add(p, n.spelled(a), kindAnchor, a.share, a.kinds)
		}
	}
	for _, c := range names[split:] {
		n.add(p, c.text, c.kind, 1, 0)
	}
	n.rows.end()
}

// anchorsOf lists a page's anchors, the most used first.
func (n *naming) anchorsOf(p uint32) []anchor {
	all := slices.Clone(n.anchored.of(int(p)))
	slices.SortStableFunc(all, func(a, b anchor) int {
		return cmp.Or(cmp.Compare(b.links, a.links), cmp.Compare(n.spelled(a), n.spelled(b)))
	})
	return all
}

// spelled is an anchor's text with blanks alone between its words.
func (n *naming) spelled(a anchor) string {
	return strings.Join(strings.Fields(viewString(n.texts[a.at:a.at+uint64(a.len)])), " ")
}

// add takes down one name and returns its hash. One that occurs nowhere is left out, unless it is the title.
func (n *naming) add(p uint32, name string, kind uint32, share float32, kinds uint32) uint64 {
	hash, beginnings, ok := n.lex.nameKey(name, kind)
	if !ok && kind != kindTitle {
		return 0
	}
	if ok {
		for _, h := range beginnings {
			n.table.prefixes.add(h)
		}
		n.table.uses.add(nameUse{hash, p, kinds | 1<<kind})
	}
	n.report.Names++
	n.rows.put(named{nameRow{Off: n.strings.text(name), Len: uint32(len(name)), Entry: noEntry, Share: share, Kind: kind}, hash})
	return hash
}

// writeRows writes the names of each page with the entries that the table gave them.
func (n *naming) writeRows(m *mapping) error {
	work := &mapping{dir: n.work.dir, files: n.work.files}
	defer work.close()
	all := mapCSR[named](work, "named")
	table := newNameTable(rows[slot](m, "names.slots"), mapCSR[owner](m, "owners"))
	if err := errors.Join(work.err, m.err); err != nil {
		return err
	}
	c, err := createCSR[nameRow](n.st, "names")
	if err != nil {
		return err
	}
	for p := range n.report.Pages {
		for _, name := range all.of(p) {
			if found, ok := table.find(name.hash); ok && name.hash != 0 {
				name.row.Entry = found.Entry
			}
			c.put(name.row)
		}
		c.end()
	}
	return c.close()
}

// anchorUses reads the anchors of all links that have a position.
func (n *naming) anchorUses() *sorter[anchorUse] {
	order := func(a, b anchorUse) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.to, b.to), cmp.Compare(a.from, b.from), cmp.Compare(a.start, b.start))
	}
	uses := newSorter(n.work.dir, "anchors", n.opt.Pairs, order, codec[anchorUse](plainRows[anchorUse]{}))
	for from := range uint32(n.report.Pages) {
		base := n.titles.rows[from].Text
		for _, l := range n.out.of(int(from)) {
			if l.start < 0 {
				break
			}
			anchor := viewString(n.texts[base+uint64(l.start) : base+uint64(l.end)])
			key, begin, ok := n.lex.nameKey(anchor, kindAnchor)
			if !ok || !n.lex.distinctive() {
				continue
			}
			uses.add(anchorUse{key, l.to, from, uint32(l.start), uint32(l.end - l.start)})
			for _, h := range begin {
				n.table.prefixes.add(h)
			}
		}
	}
	return uses
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

// groupAnchors makes of the uses each page's anchors, spelled as most often.
func (n *naming) groupAnchors(uses *sorter[anchorUse]) error {
	byPage := newSorter(n.work.dir, "anchors-by-page", n.opt.Pairs, func(a, b anchor) int {
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(a.hash, b.hash))
	}, codec[anchor](plainRows[anchor]{}))
	g := anchorGroup{naming: n, spellings: map[string]int{}}
	err := uses.each(func(u anchorUse) {
		if u.hash != g.hash || u.to != g.to {
			g.end()
		}
		if u.hash != g.hash {
			g.flush(byPage)
		}
		g.take(u)
	})
	g.end()
	g.flush(byPage)
	if err != nil {
		return err
	}
	c, err := createCSR[anchor](n.work, "anchors")
	if err != nil {
		return err
	}
	page := uint32(0)
	err = byPage.each(func(a anchor) {
		for ; page < a.to; page++ {
			c.end()
		}
		c.put(a)
	})
	for ; page < uint32(n.report.Pages); page++ {
		c.end()
	}
	return errors.Join(err, c.close())
}

// anchorGroup is the uses of one name that lead to one page, and what the name leads to besides.
type anchorGroup struct {
	*naming
	hash      uint64
	to, from  uint32
	links     uint32
	pages     uint32 // that have such a link
	spellings map[string]int
	most      int // uses of best
	best      string
	bestAt    uint64
	ends      []anchor // of the same name
}

func (g *anchorGroup) take(u anchorUse) {
	if g.links == 0 || u.from != g.from {
		g.pages++
	}
	g.hash, g.to, g.from = u.hash, u.to, u.from
	g.links++
	at := g.titles.rows[u.from].Text + uint64(u.start)
	spelled := viewString(g.texts[at : at+uint64(u.len)])
	g.spellings[spelled]++
	if n := g.spellings[spelled]; n > g.most || n == g.most && spelled < g.best {
		g.most, g.best, g.bestAt = n, spelled, at
	}
}

// end ends the uses of a name for one page.
func (g *anchorGroup) end() {
	if g.links == 0 {
		return
	}
	a := anchor{hash: g.hash, at: g.bestAt, len: uint32(len(g.best)), to: g.to, links: g.links}
	if g.pages < 2 {
		a.kinds = anchorOfOne
	}
	g.ends = append(g.ends, a)
	g.links, g.pages, g.most, g.best = 0, 0, 0, ""
	if len(g.spellings) > 1<<10 {
		g.spellings = map[string]int{} // to clear a large map takes long each time
	}
	clear(g.spellings)
}

// flush ends a name: its shares are known.
func (g *anchorGroup) flush(byPage *sorter[anchor]) {
	total := float32(0)
	for _, a := range g.ends {
		total += float32(a.links)
	}
	for _, a := range g.ends {
		a.share = float32(a.links) / total
		byPage.add(a)
	}
	g.ends = g.ends[:0]
}
