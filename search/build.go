package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"infoseek"
	"infoseek/text"
)

// maxText is the longest text, in bytes, that an index can hold.
const maxText = math.MaxUint32

// Build indexes pages into the directory dir, which is made if it is missing. An index that is already there is replaced when the new one is whole. No more than one page's
// text is held at a time, and of the postings no more than a part's (part.go): further parts wait in temporary files in dir until they are merged.
func Build(ctx context.Context, pages infoseek.Pages, dir string, o Options) error {
	o, err := o.withDefaults()
	if err != nil {
		return err
	}
	w, err := newWriter(dir)
	if err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	b := &builder{options: o, dir: dir, limit: o.partPostings, part: newPart(o.Analysis, 0)}
	err = b.addAll(ctx, pages)
	if err == nil {
		if err = b.write(ctx, w, pages.Info().Hash); err != nil {
			err = fmt.Errorf("search: build: %w", err)
		}
	}
	for _, s := range b.spilled {
		s.close()
	}
	w.Abandon()
	return err
}

// builder reads pages into parts.
type builder struct {
	options  Options
	dir      string
	limit    int // postings of a part
	part     *part
	spilled  []*spilled
	passages passageWriter
	lengths  []uint16
	words    uint64

	// Of the page or passage at hand.
	bodyWords, titleWords []infoseek.Span
	cuts                  []passage
	title, found          []uint32
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
	if uint64(len(body)) > maxText {
		return fmt.Errorf("search: build: page %q: text of %d bytes is longer than an index can hold", page.Title, len(body))
	}
	if err := b.makeRoom(); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	b.titleWords = text.Words(b.titleWords[:0], page.Title)
	b.title = b.part.appendTerms(b.title[:0], page.Title, b.titleWords)
	b.bodyWords = text.Words(b.bodyWords[:0], body)
	b.cuts = cut(b.cuts[:0], sentences, b.bodyWords, b.options.PassageWords)
	for i, p := range b.cuts {
		b.found = b.found[:0]
		for range b.options.TitleWeight {
			b.found = append(b.found, b.title...)
		}
		b.found = b.part.appendTerms(b.found, body, b.bodyWords[p.first:p.last])
		if err := b.addPassage(p.span, i == 0); err != nil {
			return fmt.Errorf("search: build: page %q: %w", page.Title, err)
		}
	}
	return nil
}

// makeRoom writes a full part to a file.
func (b *builder) makeRoom() error {
	if !b.part.full(b.limit) {
		return nil
	}
	s, err := spill(b.part.invert(), b.dir)
	if err != nil {
		return err
	}
	b.spilled = append(b.spilled, s)
	b.part = b.part.next(uint32(len(b.lengths)))
	return nil
}

// addPassage adds the passage that has the terms b.found.
func (b *builder) addPassage(span infoseek.Span, first bool) error {
	if len(b.lengths) == maxPassages {
		return errors.New("more passages than an index can hold")
	}
	length := min(len(b.found), maxLength)
	b.passages.add(span, first)
	b.lengths = append(b.lengths, uint16(length))
	b.words += uint64(length)
	b.part.add(b.found)
	return nil
}

// write merges the parts into w and ends it.
func (b *builder) write(ctx context.Context, w *writer, corpus string) error {
	last := b.part.invert()
	b.part = nil
	var parts []cursor
	for _, s := range b.spilled {
		if err := s.rewind(); err != nil {
			return err
		}
		parts = append(parts, s)
	}
	c := &w.columns
	c.passageTable, c.lengths = b.passages.passageTable, b.lengths
	o := b.options
	c.meta = meta{
		V: int(layout.Version), Analysis: o.Analysis, PassageWords: o.PassageWords, TitleWeight: o.TitleWeight, K1: *o.K1, B: *o.B,
		Corpus: corpus, Passages: len(b.lengths), Words: b.words, Floors: floors(b.lengths), Pages: b.pages(),
	}
	if len(b.lengths) > 0 {
		c.meta.Longest = uint32(slices.Max(b.lengths))
	}
	w.levels = levels(c.meta.Floors, c.meta.Longest)
	if err := merge(ctx, append(parts, last), w.add); err != nil {
		return err
	}
	return w.finish()
}

func (b *builder) pages() int {
	n := b.passages.passages
	if n == 0 {
		return 0
	}
	return int(b.passages.page(uint32(n-1))) + 1
}

// floors returns 16 lengths, ascending, that part the passages into groups of about the same size; the first is the shortest length.
func floors(lengths []uint16) (f [16]uint32) {
	if len(lengths) == 0 {
		return f
	}
	sorted := slices.Clone(lengths)
	slices.Sort(sorted)
	for i := range f {
		f[i] = uint32(sorted[i*len(sorted)/len(f)])
	}
	return f
}
