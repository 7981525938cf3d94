package corpus

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
)

// scan is the second pass: names are made, then the texts are read for the pages they name; relation R, link positions, recall and the words of phrases come of it.
func (b *builder) scan(ctx context.Context) error {
	m := &mapping{dir: b.st.dir, files: b.st.files}
	defer m.close()
	work := &mapping{dir: b.work.dir, files: b.work.files}
	defer work.close()
	s := scanned{b: b, texts: m.open("text"), pages: rows[pageRow](m, "pages"), sentences: mapCSR[spanRow](m, "sentences"), out: mapCSR[outLink](work, "outlinks")}
	if err := errors.Join(m.err, work.err); err != nil {
		return err
	}
	b.progress("name", 0, len(s.pages), b.report.TextBytes)
	if err := b.name(m, s.texts, s.out, s.pages); err != nil {
		return err
	}
	s.table = newNameTable(rows[slot](m, "names.slots"), mapCSR[owner](m, "owners"))
	s.titles = titles{s.pages, m.written(b.strings)}
	if m.err != nil {
		return m.err
	}
	sink, err := newScanSink(&s)
	if err != nil {
		return err
	}
	err = ordered(ctx, b.opt.Workers, numbersTo(uint32(len(s.pages))), s.start, sink.take)
	return errors.Join(err, sink.close())
}

// scanned is what is read of a corpus whose names are made.
type scanned struct {
	b         *builder
	texts     []byte
	pages     []pageRow
	sentences csr[spanRow]
	out       csr[outLink]
	table     nameTable
	titles    titles
}

// start makes a scanner for one goroutine.
func (s *scanned) start() func(uint32) *found {
	sc := &scanner{scanned: s, seen: map[uint64]bool{}, pageMark: make([]uint32, len(s.pages)), finder: newFinder(&s.table)}
	return sc.page
}

func numbersTo(n uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// found is what one page's text tells.
type found struct {
	page  uint32
	named []uint32 // pages named, each once
	links []linkRow
	bare  []byte      // by link: 1 where its source gave no position
	found []linkFound // by link
	stems []uint64    // hashes, each once; of entities only
}

// scanner reads pages. It is for one goroutine.
type scanner struct {
	*scanned
	lex      lexer
	found    []match
	links    []outLink
	seen     map[uint64]bool // entries met on the page, with and without capitals
	pageMark []uint32        // page+1 of the text that last named this page
	finder   *finder
}

func (s *scanner) page(n uint32) *found {
	row := s.pages[n]
	text := viewString(s.texts[row.Text : row.Text+uint64(row.Len)])
	s.lex.read(text)
	s.found = s.lex.matches(s.found[:0], &s.table)
	out := &found{page: n}
	s.links = append(s.links[:0], s.out.of(int(n))...)
	s.finder.begin(text, s.links)
	clear(s.seen)
	for _, m := range s.found {
		if s.again(m) {
			continue
		}
		for _, o := range s.table.owners.of(int(m.Entry)) {
			if !m.named(o) {
				continue
			}
			if s.pageMark[o.Page] != n+1 {
				s.pageMark[o.Page] = n + 1
				out.named = append(out.named, o.Page)
			}
			s.finder.see(m, o)
		}
	}
	out.found = s.finder.recall(s.links)
	s.finder.place(&s.lex, s.found, s.links)
	out.links, out.bare = s.linkRows(int(n), s.links)
	if row.Flags&flagEntity != 0 {
		out.stems = s.pageStems()
	}
	return out
}

// again tells whether an occurrence says nothing that one before it on the page has not said: a text that writes a name of many pages again and again would take time with the product of both.
func (s *scanner) again(m match) bool {
	key := uint64(m.Entry) << 1
	if m.Capital {
		key |= 1
	}
	if s.seen[key] {
		return len(s.finder.spots) == 0
	}
	s.seen[key] = true
	return false
}

func (s *scanner) pageStems() []uint64 {
	stems := make([]uint64, 0, len(s.lex.words)/2)
	for _, w := range s.lex.words {
		if w.flags&stop == 0 {
			stems = append(stems, w.stem)
		}
	}
	return sortedUnique(stems)
}

// linkRows gives the links their sentences, in order of position.
func (s *scanner) linkRows(n int, links []outLink) (out []linkRow, bare []byte) {
	sortLinks(links)
	sentences := s.sentences.of(n)
	out, bare = make([]linkRow, len(links)), make([]byte, len(links))
	for i, l := range links {
		bare[i] = byte(l.bare)
		out[i] = linkRow{To: l.to, Start: l.start, End: l.end}
		if l.start >= 0 {
			if at, ok := sentenceAt(sentences, int(l.start)); ok {
				out[i].SenStart, out[i].SenEnd = int32(sentences[at].Start), int32(sentences[at].End)
			}
		}
	}
	return out, bare
}

// sentenceAt finds the sentence in which byte i stands.
func sentenceAt(sentences []spanRow, i int) (int, bool) {
	at, found := slices.BinarySearchFunc(sentences, i, func(s spanRow, i int) int { return cmp.Compare(int(s.Start), i) })
	if !found {
		at--
	}
	return at, at >= 0 && i < int(sentences[at].End)
}

// inLink is a link seen from its target.
type inLink struct {
	to uint32
	inRow
}

// scanSink takes the pages' results in order and writes them.
type scanSink struct {
	*scanned
	links   *csrFile[linkRow]
	bare    *file
	in      *sorter[inLink]
	related *pairs
	phrase  *phraseIndex
}

func newScanSink(s *scanned) (*scanSink, error) {
	links, err := createCSR[linkRow](s.b.st, "links")
	if err != nil {
		return nil, err
	}
	bare, err := s.b.st.create("links.bare")
	order := func(a, b inLink) int {
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(a.From, b.From), cmp.Compare(a.Nth, b.Nth))
	}
	in := newSorter(s.b.work.dir, "linksin", s.b.opt.Pairs, order, codec[inLink](plainRows[inLink]{}))
	return &scanSink{scanned: s, links: links, bare: bare, in: in, related: s.b.newPairs("related"), phrase: newPhraseIndex(s.b)}, err
}

func (k *scanSink) take(s *found) error {
	for _, f := range s.found {
		k.b.recall.add(f)
		if f.kinds == 0 && len(k.b.recall.Missed) < recallExamples {
			k.b.recall.Missed = append(k.b.recall.Missed, k.titles.of(s.page)+" -> "+k.titles.of(f.to))
		}
	}
	for nth, l := range s.links {
		if l.Start < 0 {
			k.b.report.Unplaced++
		}
		k.relate(s.page, l.To)
		k.in.add(inLink{l.To, inRow{s.page, uint32(nth)}})
	}
	for _, q := range s.named {
		k.relate(s.page, q)
	}
	k.links.add(s.links)
	k.bare.Write(s.bare)
	k.phrase.add(s.page, s.stems)
	k.b.progress("scan", int(s.page)+1, len(k.pages), k.b.report.TextBytes)
	return errors.Join(k.related.err, k.links.rows.err, k.in.err, k.phrase.err)
}

// relate puts p and q in relation R if both are entities.
func (k *scanSink) relate(p, q uint32) {
	if p != q && k.pages[p].Flags&k.pages[q].Flags&flagEntity != 0 {
		k.related.add(p, q)
		k.related.add(q, p)
	}
}

func (k *scanSink) close() error {
	n, err := k.related.writeCSR(k.b.st, "related", len(k.pages))
	k.b.report.Pairs = int(n / 2)
	k.b.report.Placed = k.b.recall.Bare - k.b.report.Unplaced
	return errors.Join(err, k.links.close(), k.bare.close(), k.phrase.write(k.b.st), k.writeIn())
}

// writeIn writes the links by target.
func (k *scanSink) writeIn() error {
	c, err := createCSR[inRow](k.b.st, "linksin")
	if err != nil {
		return err
	}
	page := uint32(0)
	err = k.in.each(func(l inLink) {
		for ; page < l.to; page++ {
			c.end()
		}
		c.put(l.inRow)
	})
	for ; page < uint32(len(k.pages)); page++ {
		c.end()
	}
	return errors.Join(err, c.close())
}
