package corpus

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
)

// scan is the second pass: names are known, so the texts are read for the pages they name; relation R, link positions, recall and the words of phrases come of it.
func (b *builder) scan(ctx context.Context, strs *file) error {
	m := &mapping{dir: b.st.dir, files: b.st.files}
	defer m.close()
	texts := m.open("text")
	sentences := mapCSR[spanRow](m, "sentences")
	if m.err != nil {
		return m.err
	}
	out := b.outLinks()
	b.progress("name", 0, len(b.pages), b.report.TextBytes)
	names, err := b.name(texts, out, strs)
	if err != nil {
		return err
	}
	b.report.Names = names.total
	b.leads, b.acronyms, b.byTitle = nil, nil, nil
	sink, err := newScanSink(b, out)
	if err != nil {
		return err
	}
	start := func() func(uint32) *scanned {
		s := &scanner{b: b, texts: texts, sentences: sentences, names: names, out: out, pageMark: make([]uint32, len(b.pages)), finder: newFinder(names)}
		return s.page
	}
	if err := ordered(ctx, b.opt.Workers, numbersTo(uint32(len(b.pages))), start, sink.take); err != nil {
		return errors.Join(err, sink.close())
	}
	return sink.close()
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

// scanned is what one page's text tells.
type scanned struct {
	page  uint32
	named []uint32 // pages named, each once
	links []linkRow
	found []linkFound // by link
	stems []uint64    // hashes, each once; of entities only
}

// scanner reads pages. It is for one goroutine.
type scanner struct {
	b         *builder
	texts     []byte
	sentences csr[spanRow]
	names     *nameSet
	out       [][]outLink
	lex       lexer
	found     []match
	pageMark  []uint32 // page+1 of the text that last named this page
	finder    *finder
}

func (s *scanner) page(n uint32) *scanned {
	row := s.b.pages[n]
	text := viewString(s.texts[row.Text : row.Text+uint64(row.Len)])
	s.lex.read(text)
	s.found = s.lex.matches(s.found[:0], s.names.table)
	out := &scanned{page: n}
	links := s.out[n]
	s.finder.begin(text, links)
	for _, m := range s.found {
		for _, o := range s.names.table.owners.of(int(m.Entry)) {
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
	out.found = s.finder.recall(links)
	s.finder.place(&s.lex, s.found, links)
	out.links = s.linkRows(int(n), links)
	if row.Flags&flagEntity != 0 {
		out.stems = s.pageStems()
	}
	return out
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
func (s *scanner) linkRows(n int, links []outLink) []linkRow {
	sortLinks(links)
	sentences := s.sentences.of(n)
	out := make([]linkRow, len(links))
	for i, l := range links {
		out[i] = linkRow{To: l.to, Start: l.start, End: l.end}
		if l.start >= 0 {
			if at, ok := sentenceAt(sentences, int(l.start)); ok {
				out[i].SenStart, out[i].SenEnd = int32(sentences[at].Start), int32(sentences[at].End)
			}
		}
	}
	return out
}

// sentenceAt finds the sentence in which byte i stands.
func sentenceAt(sentences []spanRow, i int) (int, bool) {
	at, found := slices.BinarySearchFunc(sentences, i, func(s spanRow, i int) int { return cmp.Compare(int(s.Start), i) })
	if !found {
		at--
	}
	return at, at >= 0 && i < int(sentences[at].End)
}

// scanSink takes the pages' results in order and writes them.
type scanSink struct {
	b       *builder
	links   *csrFile[linkRow]
	related *pairs
	phrase  *phraseIndex
	out     [][]outLink
}

func newScanSink(b *builder, out [][]outLink) (*scanSink, error) {
	links, err := createCSR[linkRow](b.st, "links")
	return &scanSink{b: b, links: links, related: b.newPairs("related"), phrase: newPhraseIndex(b), out: out}, err
}

func (k *scanSink) take(s *scanned) error {
	for _, f := range s.found {
		k.b.recall.add(f)
		if f.kinds == 0 && len(k.b.recall.Missed) < recallExamples {
			k.b.recall.Missed = append(k.b.recall.Missed, k.b.titles[s.page]+" -> "+k.b.titles[f.to])
		}
	}
	for _, l := range s.links {
		if l.Start < 0 {
			k.b.report.Unplaced++
		}
		k.relate(s.page, l.To)
	}
	for _, q := range s.named {
		k.relate(s.page, q)
	}
	k.links.add(s.links)
	k.phrase.add(s.page, s.stems)
	k.b.progress("scan", int(s.page)+1, len(k.b.pages), k.b.report.TextBytes)
	return errors.Join(k.related.err, k.links.rows.err)
}

// relate puts p and q in relation R if both are entities.
func (k *scanSink) relate(p, q uint32) {
	if p != q && k.b.pages[p].Flags&k.b.pages[q].Flags&flagEntity != 0 {
		k.related.add(p, q)
		k.related.add(q, p)
	}
}

func (k *scanSink) close() error {
	n, err := k.related.writeCSR(k.b.st, "related", len(k.b.pages))
	k.b.report.Pairs = int(n / 2)
	k.b.report.Placed = k.b.recall.Bare - k.b.report.Unplaced
	return errors.Join(err, k.links.close(), k.phrase.write(k.b.st), k.writeIn())
}

// writeIn writes the links by target.
func (k *scanSink) writeIn() error {
	in := make([][]inRow, len(k.b.pages))
	for from, links := range k.out {
		for nth, l := range links {
			in[l.to] = append(in[l.to], inRow{uint32(from), uint32(nth)})
		}
	}
	c, err := createCSR[inRow](k.b.st, "linksin")
	if err != nil {
		return err
	}
	for _, run := range in {
		c.add(run)
	}
	return c.close()
}
