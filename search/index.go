package search

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"infoseek"
	"infoseek/internal/sections"
)

// Index is an index file, mapped into memory and read-only. It is safe for concurrent use.
type Index struct {
	columns
	file *sections.File
}

// DamageError says that an index file is there but not whole, or not one that this program reads.
type DamageError struct{ Err error }

func (e *DamageError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *DamageError) Unwrap() error { return e.Err }

// Open opens the index in dir and checks that it is whole: if it is not, a *DamageError is in the error's chain.
func Open(dir string) (*Index, error) {
	path := filepath.Join(dir, fileName)
	ix, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("search: index %s: %w", path, err)
	}
	return ix, nil
}

func open(path string) (*Index, error) {
	f, err := sections.Open(path)
	if err != nil {
		return nil, err
	}
	ix := &Index{file: f}
	if err := ix.load(f.Bytes()); err != nil {
		ix.Close()
		return nil, &DamageError{err}
	}
	return ix, nil
}

// load checks the file and makes the columns views of it.
func (c *columns) load(file []byte) error {
	s, err := layout.Split(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(s[1], &c.meta); err != nil {
		return fmt.Errorf("meta data: %w", err)
	}
	c.set(s)
	return c.checkSizes()
}

// checkSizes says whether the columns fit one another, so that no look-up by numbers taken from one of them can fail in another if those are in range (see Verify).
func (c *columns) checkSizes() error {
	m := c.meta
	if err := checkConstants(m.K1, m.B); err != nil {
		return err
	}
	if !slices.Contains(Analyses(), m.Analysis) {
		return fmt.Errorf("analysis %q is unknown", m.Analysis)
	}
	if m.Pages < 0 || m.Passages < 0 || m.Passages > maxPassages || m.Terms < 0 {
		return fmt.Errorf("numbers of pages, passages or terms are out of range")
	}
	for _, s := range []struct {
		what     string
		is, want int
	}{
		{"starts", len(c.starts), (m.Passages + 63) / 64},
		{"ranks", len(c.ranks), (m.Passages + inRank - 1) / inRank},
		{"places of spans", len(c.places), (m.Passages + inPlace - 1) / inPlace},
		{"lengths", len(c.lengths), m.Passages},
		{"places of terms", len(c.termPlaces), 2 * ((m.Terms + termsInBlock - 1) / termsInBlock)},
	} {
		if s.is != s.want {
			return fmt.Errorf("%d %s, not %d", s.is, s.what, s.want)
		}
	}
	if len(c.postings) < slackBytes || m.Longest > maxLength {
		return fmt.Errorf("no postings, or a length that is none")
	}
	return nil
}

// Options are what the index was built with.
func (ix *Index) Options() Options {
	m := ix.meta
	return Options{Analysis: m.Analysis, PassageWords: m.PassageWords, TitleWeight: m.TitleWeight, K1: &m.K1, B: &m.B}
}

// Close unmaps the index. No search may be under way or follow.
func (ix *Index) Close() error {
	if err := ix.file.Close(); err != nil {
		return fmt.Errorf("search: close index: %w", err)
	}
	return nil
}

// Passages is the number of passages of page n.
func (ix *Index) Passages(n infoseek.PageNum) int {
	end := uint32(ix.meta.Passages)
	if int(n)+1 < ix.meta.Pages {
		end = ix.first(uint32(n) + 1)
	}
	return int(end - ix.first(uint32(n)))
}

// Passage returns the span of the i-th passage of page n.
func (ix *Index) Passage(n infoseek.PageNum, i int) infoseek.Span {
	return ix.span(ix.first(uint32(n)) + uint32(i))
}
