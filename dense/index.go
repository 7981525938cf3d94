package dense

import (
	"fmt"
	"path/filepath"
	"slices"

	"infoseek/internal/sections"
)

// Index is a file of vectors, mapped into memory and read-only. It is safe for concurrent use.
type Index struct {
	columns
	file *sections.File
}

// DamageError says that a file of vectors is there but not whole, or not one that this program reads.
type DamageError struct{ Err error }

func (e *DamageError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *DamageError) Unwrap() error { return e.Err }

// Open opens the vectors in dir and checks that they are whole: if they are not, a *DamageError is in the error's chain.
func Open(dir string) (*Index, error) {
	path := filepath.Join(dir, fileName)
	ix, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("dense: vectors %s: %w", path, err)
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

// Close unmaps the vectors. No search may be under way or follow.
func (ix *Index) Close() error {
	if err := ix.file.Close(); err != nil {
		return fmt.Errorf("dense: close vectors: %w", err)
	}
	return nil
}

// Of says whether the vectors are of these passages.
func (ix *Index) Of(p Passages) bool {
	places, err := placesOf(p.All)
	return err == nil && p.Corpus == ix.meta.Corpus && slices.Equal(places, ix.places)
}

// Model is the one that made the vectors: queries must be embedded by it too.
func (ix *Index) Model() Model { return ix.meta.Model }

// Rows is the number of vectors.
func (ix *Index) Rows() int { return ix.meta.Rows }

// Dims is how many numbers a vector has, 0 if there is none.
func (ix *Index) Dims() int { return ix.meta.Dims }
