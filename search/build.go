package search

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// Build indexes pages into the directory dir, which is made if it is missing. An index that is already there is replaced when the new one is whole. No more than one page's
// text is held at a time; what a passage's terms are waits in a temporary file in dir until all are known.
func Build(ctx context.Context, pages infoseek.Pages, dir string, o Options) error {
	o, err := o.withDefaults()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	forward, err := os.CreateTemp(dir, "forward-*.tmp")
	if err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	defer func() {
		forward.Close()
		os.Remove(forward.Name())
	}()
	b := &builder{options: o, forward: bufio.NewWriterSize(forward, 1<<20), known: map[string]uint32{}, ids: map[string]uint32{}}
	if err := b.addAll(ctx, pages); err != nil {
		return err
	}
	if err := b.forward.Flush(); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	if _, err := forward.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	c, err := b.invert(ctx, bufio.NewReaderSize(forward, 1<<20))
	if err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	c.meta.Corpus = pages.Info().Hash
	return c.write(dir)
}

// noTerm marks words without an index term in builder.known.
const noTerm = math.MaxUint32

// knownWords bounds builder.known.
const knownWords = 1 << 20

// builder reads pages into a forward file: of each passage the number of its distinct terms, then of each term its number (uvarint) and count (one byte).
type builder struct {
	options Options
	forward *bufio.Writer
	known   map[string]uint32 // words as they stand in texts -> term, so that each is stemmed once
	ids     map[string]uint32 // terms
	terms   []termState
	text    []byte // the terms, one after another
	ends    []uint32
	columns columns // those by page and passage

	// Of the page or passage at hand.
	words, titleWords []infoseek.Span
	passages          []passage
	title, found      []uint32
	varint            []byte
}

// termState is what a builder knows of a term. In invert, entries and shared become the places where the next entry and posting go.
type termState struct {
	frequency uint32 // passages that have the term
	entries   uint32 // blocks that have it
	shared    uint32 // passages that have it and are not alone in their block
	passage   uint32 // the last that has it, plus 1
	count     uint32 // in that passage
	block     uint32 // the last that has it, plus 1
	inBlock   uint32 // passages in that block
}

func (b *builder) addAll(ctx context.Context, pages infoseek.Pages) error {
	n := pages.Info().Pages
	for i := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.add(ctx, pages, infoseek.PageNum(i)); err != nil {
			return err
		}
		if b.options.Progress != nil {
			b.options.Progress(i+1, n)
		}
	}
	b.columns.firstPassage = append(b.columns.firstPassage, uint32(len(b.columns.lengths)))
	return nil
}

func (b *builder) add(ctx context.Context, pages infoseek.Pages, n infoseek.PageNum) error {
	page, err := pages.Page(ctx, n)
	if err != nil {
		return fmt.Errorf("search: build: page %d: %w", n, err)
	}
	body, err := pages.Text(ctx, n, infoseek.Span{})
	if err != nil {
		return fmt.Errorf("search: build: page %q: %w", page.Title, err)
	}
	sentences, err := pages.Sentences(ctx, n)
	if err != nil {
		return fmt.Errorf("search: build: page %q: %w", page.Title, err)
	}
	if uint64(len(body)) > math.MaxUint32 {
		return fmt.Errorf("search: build: page %q: text of %d bytes is longer than an index can hold", page.Title, len(body))
	}
	b.titleWords = text.Words(b.titleWords[:0], page.Title)
	b.title = b.appendTerms(b.title[:0], page.Title, b.titleWords)
	b.words = text.Words(b.words[:0], body)
	b.passages = cut(b.passages[:0], sentences, b.words, b.options.PassageWords)
	b.columns.firstPassage = append(b.columns.firstPassage, uint32(len(b.columns.lengths)))
	for _, p := range b.passages {
		b.found = append(b.found[:0], b.title...)
		b.found = b.appendTerms(b.found, body, b.words[p.first:p.last])
		if err := b.addPassage(n, p.span); err != nil {
			return fmt.Errorf("search: build: page %q: %w", page.Title, err)
		}
	}
	return nil
}

// addPassage writes the passage that has the terms b.found.
func (b *builder) addPassage(page infoseek.PageNum, span infoseek.Span) error {
	number := uint32(len(b.columns.lengths))
	if number == maxPassages {
		return errors.New("more passages than an index can hold")
	}
	block := number / blockSize
	b.columns.passagePage = append(b.columns.passagePage, uint32(page))
	b.columns.spans = append(b.columns.spans, uint32(span.Start), uint32(span.End))
	b.columns.lengths = append(b.columns.lengths, uint32(len(b.found)))
	b.columns.meta.Words += uint64(len(b.found))
	distinct := b.found[:0]
	for _, id := range b.found {
		t := &b.terms[id]
		if t.passage == number+1 {
			t.count++
			continue
		}
		t.passage, t.count = number+1, 1
		t.addPassage(block)
		distinct = append(distinct, id)
	}
	b.varint = binary.AppendUvarint(b.varint[:0], uint64(len(distinct)))
	for _, id := range distinct {
		b.varint = binary.AppendUvarint(b.varint, uint64(id))
		b.varint = append(b.varint, uint8(min(b.terms[id].count, math.MaxUint8)))
	}
	_, err := b.forward.Write(b.varint)
	return err
}

// addPassage counts a passage of block.
func (t *termState) addPassage(block uint32) {
	t.frequency++
	if t.block != block+1 {
		t.block, t.inBlock = block+1, 1
		t.entries++
		return
	}
	t.inBlock++
	if t.inBlock == 2 {
		t.shared++
	}
	t.shared++
}

// appendTerms appends the terms of words of s, numbering new ones.
func (b *builder) appendTerms(dst []uint32, s string, words []infoseek.Span) []uint32 {
	for i, w := range words {
		if id := b.number(s[w.Start:w.End]); id != noTerm {
			dst = append(dst, id)
		}
		if b.options.Analysis == Neutral && pair(s, words, i) {
			dst = append(dst, b.number(s[w.Start:words[i+1].End]))
		}
	}
	return dst
}

func (b *builder) number(word string) uint32 {
	if id, ok := b.known[word]; ok {
		return id
	}
	if len(b.known) == knownWords {
		clear(b.known)
	}
	id := uint32(noTerm)
	if t := term(b.options.Analysis, word); t != "" {
		id = b.numberTerm(t)
	}
	b.known[strings.Clone(word)] = id
	return id
}

func (b *builder) numberTerm(t string) uint32 {
	id, ok := b.ids[t]
	if !ok {
		id = uint32(len(b.terms))
		t = strings.Clone(t)
		b.ids[t] = id
		b.terms = append(b.terms, termState{})
		b.text = append(b.text, t...)
		b.ends = append(b.ends, uint32(len(b.text)))
	}
	return id
}

// invert turns the forward file into postings by term.
func (b *builder) invert(ctx context.Context, forward *bufio.Reader) (*columns, error) {
	c := &b.columns
	if err := b.place(); err != nil {
		return nil, err
	}
	c.meta.Floors = floors(c.lengths)
	for passage, length := range c.lengths {
		if passage%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n, err := binary.ReadUvarint(forward)
		if err != nil {
			return nil, err
		}
		level := lengthLevel(&c.meta.Floors, length)
		for range n {
			id, err := binary.ReadUvarint(forward)
			if err != nil {
				return nil, err
			}
			count, err := forward.ReadByte()
			if err != nil {
				return nil, err
			}
			b.post(&b.terms[id], uint32(passage), count, level)
		}
	}
	c.meta.V, c.meta.Analysis, c.meta.PassageWords, c.meta.K1, c.meta.B = formatVersion, b.options.Analysis, b.options.PassageWords, *b.options.K1, *b.options.B
	c.meta.Pages, c.meta.Passages, c.meta.Terms = len(c.firstPassage)-1, len(c.lengths), len(b.terms)
	c.termText, c.termEnds, c.slots = b.text, append([]uint32{0}, b.ends...), hashTable(b.text, b.ends)
	return c, nil
}

// place makes room for the entries and postings of each term, one term after another.
func (b *builder) place() error {
	c := &b.columns
	var entries, shared uint64
	c.frequencies, c.firstEntry = make([]uint32, len(b.terms)), make([]uint32, len(b.terms)+1)
	for i := range b.terms {
		t := &b.terms[i]
		e, p := entries, shared
		entries, shared = entries+uint64(t.entries), shared+uint64(t.shared)
		c.frequencies[i], c.firstEntry[i+1] = t.frequency, uint32(entries)
		t.entries, t.shared, t.block = uint32(e), uint32(p), 0
	}
	if entries > math.MaxUint32 || shared > maxShared || len(b.text) > math.MaxUint32 {
		return fmt.Errorf("%d entries and %d postings are more than an index can hold", entries, shared)
	}
	c.entries, c.postings = make([]entry, entries), make([]posting, shared)
	return nil
}

func (b *builder) post(t *termState, passage uint32, count, level uint8) {
	c := &b.columns
	block := passage / blockSize
	p := posting(count)<<8 | lastPosting | posting(passage%blockSize)
	if t.block != block+1 {
		t.block = block + 1
		c.entries[t.entries] = newEntry(block, boundOf(count, level), p)
		t.entries++
		return
	}
	e := c.entries[t.entries-1]
	bound := widen(e.bound(), boundOf(count, level))
	if !e.several() {
		c.postings[t.shared] = e.only()
		e = entry(t.shared) | several
		t.shared++
	}
	c.entries[t.entries-1] = newEntry(block, bound, 0) | e&math.MaxUint32
	c.postings[t.shared-1] &^= lastPosting
	c.postings[t.shared] = p
	t.shared++
}

// floors returns 16 lengths, ascending, that part the passages into groups of about the same size; the first is the shortest length.
func floors(lengths []uint32) (f [16]uint32) {
	if len(lengths) == 0 {
		return f
	}
	sorted := slices.Clone(lengths)
	slices.Sort(sorted)
	for i := range f {
		f[i] = sorted[i*len(sorted)/len(f)]
	}
	return f
}
