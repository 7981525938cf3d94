// Package library has the corpora that benchmarks run on: it imports them once from the data set beside the repository, and keeps them in a folder that can be
// deleted at any time. It must not know what is measured on them.
package library

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"infoseek"
	"infoseek/cmd/infoseek/sample"
	"infoseek/corpus"
	"infoseek/corpus/source"
	"infoseek/search"
)

// Library says where source files are, and where corpora are kept.
type Library struct {
	Data  string
	Cache string
	Log   *slog.Logger
}

// New is the library of the repository that the program is started in: data beside it (or INFOSEEK_DATA), corpora in bench/out/cache.
func New() Library {
	data := cmp.Or(os.Getenv("INFOSEEK_DATA"), filepath.Join("..", "shared", "data"))
	return Library{Data: data, Cache: filepath.Join("bench", "out", "cache"), Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}
}

// Collection is what a corpus is made from.
type Collection struct {
	Name  string
	File  string // below Data; "" is the program's own sample
	Group bool   // records with one title are one page
	Share float64
	// Seed draws the Share of the pages that is taken; a Share of 0 takes all.
	Seed uint64
}

// Shelf is an open corpus with its index.
type Shelf struct {
	*corpus.Corpus
	Searcher infoseek.Searcher
	index    *search.Index
}

// Close closes the corpus and the index.
func (s *Shelf) Close() error { return errors.Join(s.index.Close(), s.Corpus.Close()) }

// Open opens a collection's corpus, as Import has it.
func (l Library) Open(ctx context.Context, c Collection) (*Shelf, error) {
	dir, err := l.Import(ctx, c)
	if err != nil {
		return nil, err
	}
	return OpenDir(dir)
}

// Import is the directory of a collection's corpus, which is imported first unless it is there and made from the same file by the same code. An error is fs.ErrNotExist if its
// source is missing.
func (l Library) Import(ctx context.Context, c Collection) (string, error) {
	key, err := l.key(c)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(l.Cache, fmt.Sprintf("%s-%x.corpus", c.Name, key[:6]))
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := l.build(ctx, c, dir); err != nil {
			return "", fmt.Errorf("library: %s: %w", c.Name, err)
		}
	}
	return dir, nil
}

// OpenOwn makes a corpus of records that are the caller's own, anew each time, and opens it.
func (l Library) OpenOwn(ctx context.Context, name string, records iter.Seq2[source.Record, error]) (*Shelf, error) {
	dir := filepath.Join(l.Cache, name+".own")
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(l.Cache, 0o755)); err != nil {
		return nil, err
	}
	if err := l.index(ctx, name, dir, records); err != nil {
		return nil, fmt.Errorf("library: %s: %w", name, err)
	}
	return OpenDir(dir)
}

// OpenDir opens a corpus directory with its index.
func OpenDir(dir string) (*Shelf, error) {
	c, err := corpus.Open(dir)
	if err != nil {
		return nil, err
	}
	ix, err := search.Open(filepath.Join(dir, "index"))
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	s, err := ix.Searcher(search.Settings{})
	if err != nil {
		return nil, errors.Join(err, ix.Close(), c.Close())
	}
	return &Shelf{Corpus: c, Searcher: s, index: ix}, nil
}

// key is of what a corpus depends on: the collection, its file's size and date, and the code that imports it.
func (l Library) key(c Collection) ([]byte, error) {
	h := sha256.New()
	if c.File != "" {
		st, err := os.Stat(filepath.Join(l.Data, c.File))
		if err != nil {
			return nil, err
		}
		fmt.Fprintln(h, st.Size(), st.ModTime().UnixNano())
	}
	code, err := CodeHash(".", "text", "corpus", "search", "cmd/infoseek/sample")
	fmt.Fprintf(h, "%+v %s", c, code)
	return h.Sum(nil), err
}

// CodeHash is a hash of the files of folders of the repository, those below them included except of the root, tests left out.
func CodeHash(dirs ...string) (string, error) {
	h := sha256.New()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir():
				if dir == "." && path != "." || d.Name() == "testdata" {
					return fs.SkipDir
				}
				return nil
			case strings.HasSuffix(path, "_test.go"), dir == "." && filepath.Ext(path) != ".go":
				return nil
			}
			data, err := os.ReadFile(path)
			fmt.Fprintf(h, "%s %d\n%s", filepath.ToSlash(path), len(data), data)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

func (l Library) build(ctx context.Context, c Collection, dir string) error {
	records, closeSource, err := l.records(ctx, c)
	if err != nil {
		return err
	}
	defer closeSource()
	if err := os.MkdirAll(l.Cache, 0o755); err != nil {
		return err
	}
	return l.index(ctx, c.Name, dir, thinned(records, c))
}

// index makes the corpus and its search index.
func (l Library) index(ctx context.Context, name, dir string, records iter.Seq2[source.Record, error]) error {
	begin := time.Now()
	rep, err := corpus.Build(ctx, dir, records, corpus.BuildOptions{
		Sources: []string{name},
		Index: func(ctx context.Context, p infoseek.Pages, dir string) error {
			return search.Build(ctx, p, dir, search.Options{})
		},
	})
	if err == nil {
		l.Log.Info("imported", "corpus", name, "pages", rep.Pages, "seconds", int(time.Since(begin).Seconds()))
	}
	return err
}

func (l Library) records(ctx context.Context, c Collection) (iter.Seq2[source.Record, error], func() error, error) {
	path := filepath.Join(l.Data, c.File)
	if c.File == "" {
		path = filepath.Join(l.Cache, "sample.xml")
		if err := os.MkdirAll(l.Cache, 0o755); err != nil {
			return nil, nil, err
		}
		if err := os.WriteFile(path, sample.XML(), 0o644); err != nil {
			return nil, nil, err
		}
	}
	o := source.Options{}
	if c.Group {
		o.Group = source.GroupTitle
	}
	r, err := source.Open(path, o)
	if err != nil {
		return nil, nil, err
	}
	return r.Records(ctx), r.Close, nil
}

// thinned keeps a share of the pages, drawn one by one. What redirects, and links, to pages that are not kept then leads nowhere.
func thinned(records iter.Seq2[source.Record, error], c Collection) iter.Seq2[source.Record, error] {
	if c.Share == 0 {
		return records
	}
	return func(yield func(source.Record, error) bool) {
		rng := rand.New(rand.NewPCG(c.Seed, 0x5a3e))
		for r, err := range records {
			if err == nil && r.Redirect == "" && rng.Float64() >= c.Share {
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
