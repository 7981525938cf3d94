package synth

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"infoseek"
	"infoseek/runs"
)

var errDisk = errors.New("disk gone")

// breaker fails the n-th of the calls it counts; 0 fails none.
type breaker struct {
	n     int64
	calls atomic.Int64
}

func (b *breaker) fail(boundary infoseek.Boundary) error {
	if b.calls.Add(1) == b.n {
		return &infoseek.Fault{Boundary: boundary, Op: "read", Err: errDisk}
	}
	return nil
}

// brittlePages is a corpus whose reads break.
type brittlePages struct {
	infoseek.Pages
	*breaker
}

// broken calls f unless this call is the one that fails.
func broken[T any](b *breaker, boundary infoseek.Boundary, f func() (T, error)) (T, error) {
	if err := b.fail(boundary); err != nil {
		var none T
		return none, err
	}
	return f()
}

func (b brittlePages) ByID(ctx context.Context, id string) (infoseek.PageNum, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() (infoseek.PageNum, error) { return b.Pages.ByID(ctx, id) })
}

func (b brittlePages) Page(ctx context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() (infoseek.Page, error) { return b.Pages.Page(ctx, n) })
}

func (b brittlePages) Text(ctx context.Context, n infoseek.PageNum, s infoseek.Span) (string, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() (string, error) { return b.Pages.Text(ctx, n, s) })
}

func (b brittlePages) Sentences(ctx context.Context, n infoseek.PageNum) ([]infoseek.Span, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() ([]infoseek.Span, error) { return b.Pages.Sentences(ctx, n) })
}

func (b brittlePages) Mentions(ctx context.Context, n infoseek.PageNum, s infoseek.Span) ([]infoseek.Mention, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() ([]infoseek.Mention, error) { return b.Pages.Mentions(ctx, n, s) })
}

func (b brittlePages) Facts(ctx context.Context, n infoseek.PageNum) ([]infoseek.Fact, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() ([]infoseek.Fact, error) { return b.Pages.Facts(ctx, n) })
}

func (b brittlePages) Names(ctx context.Context, n infoseek.PageNum) ([]infoseek.Name, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() ([]infoseek.Name, error) { return b.Pages.Names(ctx, n) })
}

func (b brittlePages) Related(ctx context.Context, n infoseek.PageNum) ([]infoseek.PageNum, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() ([]infoseek.PageNum, error) { return b.Pages.Related(ctx, n) })
}

func (b brittlePages) Attribute(ctx context.Context, a infoseek.Attribute) ([]infoseek.PageNum, error) {
	return broken(b.breaker, infoseek.BoundaryCorpus, func() ([]infoseek.PageNum, error) { return b.Pages.Attribute(ctx, a) })
}

// brittleSearcher is a search engine whose queries break.
type brittleSearcher struct {
	infoseek.Searcher
	*breaker
}

func (b brittleSearcher) Search(ctx context.Context, q []infoseek.Query) ([][]infoseek.Hit, error) {
	return broken(b.breaker, infoseek.BoundarySearch, func() ([][]infoseek.Hit, error) { return b.Searcher.Search(ctx, q) })
}

// TestFaults breaks the corpus at many of its calls, then the searcher: each time the run stops with that error, and ends as if nothing had been when it is resumed.
func TestFaults(t *testing.T) {
	w := openWorld(t)
	o := quick()
	o.Tries = 2
	const n = 2
	whole := w.job(t.TempDir(), o, n)
	whole.Limits.Workers = 1
	all := &breaker{}
	whole.Pages = brittlePages{whole.Pages, all}
	mustRun(t, whole)
	want := outputs(t, whole.Dir)
	total := all.calls.Load()
	points, queries := few(24), 4
	stopped := 0
	for i := range points {
		b := &breaker{n: 1 + int64(i)*(total-1)/int64(points-1)}
		if faulty(t, w, o, n, want, b, func(j *Job) { j.Pages = brittlePages{j.Pages, b} }) {
			stopped++
		}
	}
	for i := range queries {
		b := &breaker{n: 1 + int64(i)}
		if faulty(t, w, o, n, want, b, func(j *Job) { j.Searcher = brittleSearcher{j.Searcher, b} }) {
			stopped++
		}
	}
	if stopped < (points+queries)/3 {
		t.Errorf("only %d of %d faults stopped the run", stopped, points+queries)
	}
}

// faulty says whether the fault stopped the run: the worker goes ahead of what is wanted, and what breaks there does no harm.
func faulty(t *testing.T, w world, o Options, n int, want [2]string, b *breaker, breaks func(*Job)) bool {
	t.Helper()
	j := w.job(filepath.Join(t.TempDir(), "run"), o, n)
	j.Limits.Workers = 1
	brittle := j
	breaks(&brittle)
	_, err := Run(context.Background(), brittle)
	if err == nil {
		if outputs(t, j.Dir) != want {
			t.Errorf("a fault at call %d went unnoticed", b.n)
		}
		return false
	}
	var fault *infoseek.Fault
	if !errors.Is(err, errDisk) || !errors.As(err, &fault) {
		t.Fatalf("fault at call %d: error %v", b.n, err)
	}
	if _, err := os.Stat(j.Dir); err == nil { // before, roots are listed
		if m := manifest(t, j.Dir); m.State != runs.Failed || !strings.Contains(m.Error, "disk gone") {
			t.Errorf("fault at call %d: state %s, error %q", b.n, m.State, m.Error)
		}
		if so := outputs(t, j.Dir); !strings.HasPrefix(want[0], so[0]) || !strings.HasPrefix(want[1], so[1]) {
			t.Errorf("fault at call %d: the outputs are not the beginning of the whole's", b.n)
		}
	}
	mustRun(t, j)
	if outputs(t, j.Dir) != want {
		t.Errorf("fault at call %d, then resumed: the outputs differ", b.n)
	}
	if m := manifest(t, j.Dir); m.State != runs.Done || m.Error != "" {
		t.Errorf("fault at call %d, then resumed: state %s, error %q", b.n, m.State, m.Error)
	}
	return true
}

// TestDamagedJournalKeepsOutputs makes the journal unreadable between the work and the writing.
func TestDamagedJournalKeepsOutputs(t *testing.T) {
	w := openWorld(t)
	j := w.job(t.TempDir(), quick(), 3)
	mustRun(t, j)
	want := outputs(t, j.Dir)
	run, err := runs.Open(j.Dir, runs.Options{Command: "synth", Options: normal(t, j.Options), Limits: j.Limits.normalize(), Seed: j.Options.Seed,
		Corpus: infoseek.CorpusRef{Hash: w.pages.Info().Hash, Entities: w.pages.Info().Entities}, Version: j.Version})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	if err := run.Append(recordKind, 99, "not a record of a root"); err != nil {
		t.Fatal(err)
	}
	j.Limits.N = 1000
	m := &maker{Job: j, run: run, caps: newCaps(j.Options), res: Result{Reasons: map[string]int{}}}
	if err := m.outputs(); err == nil {
		t.Error("a journal that cannot be read gave outputs")
	}
	if outputs(t, j.Dir) != want {
		t.Error("the old outputs are gone")
	}
	if err := m.resume(); err == nil {
		t.Error("a journal that cannot be read was resumed")
	}
}

func normal(t *testing.T, o Options) Options {
	t.Helper()
	o, err := o.Normalize()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestForeignJournal: records in another order than this package appends them are refused, and so are records that do not fit together.
func TestForeignJournal(t *testing.T) {
	for name, recs := range map[string][]any{
		"items":  {record{Root: "a"}, record{Root: "b"}},
		"nouns":  {record{Root: "a", Questions: []infoseek.Question{{}}}},
		"string": {"root"},
	} {
		run, err := runs.Open(t.TempDir(), runs.Options{Command: "synth"})
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range slices.Backward(recs) {
			if err := run.Append(recordKind, i, r); err != nil {
				t.Fatal(err)
			}
		}
		m := &maker{run: run, caps: newCaps(normal(t, Options{})), res: Result{Reasons: map[string]int{}}}
		if err := m.resume(); err == nil {
			t.Errorf("%s: resumed", name)
		}
		run.Close()
	}
}
