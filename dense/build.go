package dense

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/internal/sections"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"
)

// Passage is a passage of a corpus.
type Passage struct {
	Page   infoseek.PageNum
	Number int // within the page
	Span   infoseek.Span
}

// Passages are those of a corpus, in its order: ascending by page, and by number within the page.
type Passages struct {
	Corpus string // CorpusInfo.Hash
	All    []Passage
	// Text is what is embedded of one. It is safe for concurrent use.
	Text func(ctx context.Context, p Passage) (string, error)
}

// Options say how vectors are made. The zero value is the default.
type Options struct {
	Batch    int // texts given to the embedder at once; 0: 32
	Parallel int // batches under way; 0: 1
	// Progress, if set, is called with the number of passages that have their vectors: first those of earlier, then after each batch.
	Progress func(done int)
}

// Build makes the vectors of passages in the directory dir, which is made if it is missing. Those that are there already are replaced when the new ones are whole. A build that was ended, however, goes on where it was with the same call; two at once are an error.
func Build(ctx context.Context, p Passages, dir string, e Embedder, m Model, o Options) error {
	if err := build(ctx, p, dir, e, m, o); err != nil {
		return fmt.Errorf("dense: build: %w", err)
	}
	return nil
}

func build(ctx context.Context, p Passages, dir string, e Embedder, m Model, o Options) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(dir, partName+".lock"))
	if ok, err := lock.TryLock(); err != nil || !ok {
		return errors.Join(err, fmt.Errorf("another process is making the vectors in %s", dir))
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	places, err := placesOf(p.All)
	if err != nil {
		return err
	}
	j, err := openJournal(dir, identity{int(layout.Version), p.Corpus, m, len(p.All), crc32.Checksum(sections.Bytes(places), sections.Castagnoli)})
	if err != nil {
		return err
	}
	defer j.file.Close()
	if err := j.fill(ctx, p, e, m, o); err != nil {
		return err
	}
	if err := writeAll(dir, meta{int(layout.Version), p.Corpus, m, j.rows, j.dims}, places, j.each); err != nil {
		return err
	}
	j.file.Close() // some systems don't remove what is open
	return os.Remove(j.file.Name())
}

func placesOf(all []Passage) ([]place, error) {
	places := make([]place, len(all))
	for i, p := range all {
		places[i] = place{uint32(p.Page), uint32(p.Number), uint32(p.Span.Start), uint32(p.Span.End)}
		if i > 0 && !places[i-1].before(places[i]) {
			return nil, fmt.Errorf("passage %d: page %d, number %d is out of order", i, p.Page, p.Number)
		}
	}
	return places, nil
}

func (p place) before(q place) bool {
	return p.page < q.page || p.page == q.page && p.number < q.number
}

// batch is a run of passages on its way to its vectors.
type batch struct {
	passages []Passage
	vectors  [][]float32
	done     chan struct{}
}

// fill embeds the passages that have no vectors yet. Batches are embedded at once and written in order.
func (j *journal) fill(ctx context.Context, p Passages, e Embedder, m Model, o Options) error {
	size, parallel := o.Batch, max(o.Parallel, 1)
	if size <= 0 {
		size = 32
	}
	told := func(n int) {
		if o.Progress != nil {
			o.Progress(n)
		}
	}
	told(j.rows)
	dims := j.dims
	g, ctx := errgroup.WithContext(ctx)
	waiting := make(chan *batch, parallel-1)
	g.Go(func() error {
		for b := range waiting {
			select {
			case <-b.done:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := j.add(b.vectors); err != nil {
				return err
			}
			told(j.rows)
		}
		return nil
	})
	rest := p.All[j.rows:]
	g.Go(func() error {
		defer close(waiting)
		for len(rest) > 0 {
			b := &batch{passages: rest[:min(size, len(rest))], done: make(chan struct{})}
			rest = rest[len(b.passages):]
			select {
			case waiting <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
			g.Go(func() (err error) {
				if b.vectors, err = p.embed(ctx, b.passages, e, m, dims); err == nil {
					close(b.done)
				}
				return err
			})
		}
		return nil
	})
	return g.Wait()
}

func (p Passages) embed(ctx context.Context, passages []Passage, e Embedder, m Model, dims int) ([][]float32, error) {
	texts := make([]string, len(passages))
	for i, one := range passages {
		var err error
		if texts[i], err = p.Text(ctx, one); err != nil {
			return nil, err
		}
	}
	return embed(ctx, e, m.PassagePrefix, texts, dims)
}
