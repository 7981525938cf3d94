package corpus

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"infoseek"
	"infoseek/corpus/source"
)

// Progress says how far a build is.
type Progress struct {
	Phase string // "read", "name", "scan", "index"
	Done  int    // pages
	Total int    // 0 if not known
	Bytes int64  // of text
}

// BuildOptions say how to build. The zero value is the default.
type BuildOptions struct {
	// Replace lets a build take the place of an existing corpus directory.
	Replace bool
	// Sources are named in the directory; they do not change what is built.
	Sources []string
	// Progress is called now and then, from one goroutine at a time.
	Progress func(Progress)
	// Index is called with the finished corpus and the folder in which a search index is to be made, before the directory gets its name.
	Index func(ctx context.Context, p infoseek.Pages, dir string) error
	// Workers is the number of goroutines; 0: one for each CPU. It does not change what is built.
	Workers int
	// Pairs bounds the rows that each sorter holds in memory; 0: 32 MiB of them. It does not change what is built.
	Pairs int

	unsafe bool // for tests: files are not synced
}

// builder is a build under way.
type builder struct {
	opt    BuildOptions
	st     *store
	report *Report

	work    *store // scratch files
	strings *file
	titles  *keyTable // by titleKey; redirects too, once resolved
	// of records, until the names are made
	redirects  *spool
	redirected int    // redirects read
	leads      *spool // of each page the names in its definition and its acronyms
	links      *spool
	aliases    *pairs // entries of titles that redirect to a page, by page

	recall Recall
	ticked time.Time
}

func (b *builder) newPairs(name string) *pairs { return newPairs(b.work.dir, name, b.opt.Pairs) }

// progress reports at most ten times a second.
func (b *builder) progress(phase string, done, total int, bytes int64) {
	if b.opt.Progress == nil || time.Since(b.ticked) < 100*time.Millisecond && done != total {
		return
	}
	b.ticked = time.Now()
	b.opt.Progress(Progress{phase, done, total, bytes})
}

// Build makes a corpus directory of records. It writes beside dir and gives the directory its name when it is whole; on error nothing is left. An error that records yields is
// counted in the report and the rest goes in, unless it is a cancelled context. The same records give the same bytes, whatever the number of workers.
func Build(ctx context.Context, dir string, records iter.Seq2[source.Record, error], opt BuildOptions) (Report, error) {
	began := time.Now()
	dir = filepath.Clean(dir)
	if err := vacant(dir, opt.Replace); err != nil {
		return Report{}, err
	}
	b, tmp, err := newBuilder(dir, opt)
	if err != nil {
		return Report{}, err
	}
	defer tmp.remove()
	if err := b.build(ctx, records); err != nil {
		return *b.report, fmt.Errorf("corpus: build %s: %w", dir, err)
	}
	b.report.Seconds = time.Since(began).Seconds()
	if err := tmp.become(dir, opt.Replace); err != nil {
		return *b.report, err
	}
	return *b.report, nil
}

// newBuilder begins a directory beside dir.
func newBuilder(dir string, opt BuildOptions) (*builder, *temp, error) {
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	tmp, err := makeTemp(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("corpus: %w", err)
	}
	b := &builder{opt: opt, st: newStore(tmp.path), report: &Report{Problems: map[string]*Problem{}}}
	b.st.unsafe = opt.unsafe
	if b.work, err = newScratch(tmp.path); err != nil {
		tmp.remove()
		return nil, nil, fmt.Errorf("corpus: %w", err)
	}
	return b, tmp, nil
}

// vacant checks that dir may be written.
func vacant(dir string, replace bool) error {
	st, err := os.Lstat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("corpus: %w", err)
	case !replace:
		return fmt.Errorf("corpus: %s exists: choose another directory or ask to replace it", dir)
	case !st.IsDir():
		return fmt.Errorf("corpus: %s is no directory", dir)
	}
	if _, err := os.Stat(filepath.Join(dir, metaName)); err != nil {
		return fmt.Errorf("corpus: %s is no corpus directory, so it is not replaced", dir)
	}
	return nil
}

func (b *builder) build(ctx context.Context, records iter.Seq2[source.Record, error]) error {
	in, err := newIngest(b)
	if err != nil {
		return err
	}
	if err := in.read(ctx, records); err != nil {
		return err
	}
	if b.report.Pages == 0 {
		return errors.New("the sources hold no pages")
	}
	if err := errors.Join(in.close(), b.resolve(), b.outLinks(), b.titles.close(b.st)); err != nil {
		return err
	}
	return b.second(ctx)
}

// second does all that comes after the first pass.
func (b *builder) second(ctx context.Context) error {
	if err := b.scan(ctx); err != nil {
		return err
	}
	if err := errors.Join(b.strings.close(), os.RemoveAll(b.work.dir)); err != nil {
		return err
	}
	if err := b.finish(); err != nil {
		return err
	}
	return b.index(ctx)
}

// finish writes meta.json.
func (b *builder) finish() error {
	for _, f := range b.st.files {
		b.report.Bytes += f.Size
	}
	m := &Meta{V: infoseek.FormatVersion, Format: formatVersion, Sources: b.opt.Sources, Report: *b.report, Recall: b.recall, Files: b.st.files}
	m.Info = infoseek.CorpusInfo{Hash: m.hash(), Pages: b.report.Pages, Entities: b.report.Entities, NameRecall: b.recall.share()}
	if err := m.write(b.st.dir); err != nil {
		return err
	}
	return syncDir(b.st.dir)
}

// index lets the caller make the search index over the finished corpus.
func (b *builder) index(ctx context.Context) error {
	if b.opt.Index == nil {
		return nil
	}
	c, err := Open(b.st.dir)
	if err != nil {
		return err
	}
	b.progress("index", 0, b.report.Pages, b.report.TextBytes)
	return errors.Join(b.opt.Index(ctx, c, filepath.Join(b.st.dir, "index")), c.Close())
}
