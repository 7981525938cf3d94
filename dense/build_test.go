package dense

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"infoseek"
	"infoseek/internal/sections"

	"pgregory.net/rapid"
)

// failing fails once at the n-th call from now on.
type failing struct {
	Embedder
	left int
}

var errPlugged = &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "embed", Err: errors.New("unplugged")}

func (f *failing) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if f.left--; f.left == 0 {
		return nil, errPlugged
	}
	return f.Embedder.Embed(ctx, texts)
}

func someVectors(n int) given { return anyVectors(rand.New(rand.NewPCG(9, 9)), n, 33, 1) }

func fileOf(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestResumes: a build whose embedder fails at the first, second, third … call, and whose journal is torn each time, comes to the same bytes as one that nothing befell.
func TestResumes(t *testing.T) {
	const rows = 100
	g := someVectors(rows)
	whole, torn := t.TempDir(), t.TempDir()
	o := Options{Batch: 7}
	if err := Build(t.Context(), g.passages(rows, 3), whole, g, Model{Name: "m"}, o); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	ended := false
	before := 0
	for n := 2; !ended; n = 3 {
		first := -1
		o.Progress = func(done int) {
			if first < 0 {
				first = done
			}
		}
		err := Build(t.Context(), g.passages(rows, 3), torn, &failing{g, n}, Model{Name: "m"}, o)
		if err != nil && !errors.Is(err, errPlugged) {
			t.Fatal(err)
		}
		if ended = err == nil; ended {
			break
		}
		if first < before-o.Batch {
			t.Fatalf("begins with %d vectors, there were %d", first, before)
		}
		before = first
		tearTail(t, r, torn)
	}
	if before == 0 {
		t.Error("nothing was kept")
	}
	if fileOf(t, whole) != fileOf(t, torn) {
		t.Error("other bytes")
	}
	if _, err := os.Stat(filepath.Join(torn, partName)); !errors.Is(err, os.ErrNotExist) {
		t.Error("the beginning is left behind")
	}
}

// tearTail adds half a frame to the journal, as a process that was killed leaves it.
func tearTail(t *testing.T, r *rand.Rand, dir string) {
	f, err := os.OpenFile(filepath.Join(dir, partName), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	half := []byte{7, 0, 0, 0, 33, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7}
	if _, err := f.Write(half[:r.IntN(len(half))]); err != nil {
		t.Fatal(err)
	}
}

func TestOtherBuildIsLeftAlone(t *testing.T) {
	g := someVectors(50)
	dir := t.TempDir()
	if err := Build(t.Context(), g.passages(50, 3), dir, &failing{g, 3}, Model{Name: "m"}, Options{Batch: 7}); !errors.Is(err, errPlugged) {
		t.Fatal(err)
	}
	var other *OtherBuildError
	for name, build := range map[string]func() error{
		"another model":  func() error { return Build(t.Context(), g.passages(50, 3), dir, g, Model{Name: "n"}, Options{}) },
		"other passages": func() error { return Build(t.Context(), g.passages(50, 2), dir, g, Model{Name: "m"}, Options{}) },
		"fewer passages": func() error { return Build(t.Context(), g.passages(49, 3), dir, g, Model{Name: "m"}, Options{}) },
		"other, more text": func() error {
			return Build(t.Context(), g.passages(50, 3), dir, g, Model{Name: "m", PassagePrefix: "p"}, Options{})
		},
	} {
		if err := build(); !errors.As(err, &other) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Build(t.Context(), g.passages(50, 3), dir, g, Model{Name: "m"}, Options{Batch: 5, Parallel: 4}); err != nil {
		t.Error(err)
	}
}

// badEmbedder answers as no model should.
type badEmbedder func(n int) [][]float32

func (b badEmbedder) Embed(_ context.Context, texts []string) ([][]float32, error) {
	return b(len(texts)), nil
}

func TestWrongVectorsAreFaults(t *testing.T) {
	same := func(v ...float32) badEmbedder {
		return func(n int) [][]float32 {
			all := make([][]float32, n)
			for i := range all {
				all[i] = append([]float32(nil), v...)
			}
			return all
		}
	}
	inf := float32(1e38)
	for name, e := range map[string]badEmbedder{
		"too few":       func(n int) [][]float32 { return make([][]float32, n-1) },
		"empty":         func(n int) [][]float32 { return make([][]float32, n) },
		"no number":     same(1, inf*inf-inf*inf),
		"infinite":      same(1, inf*inf),
		"other lengths": func(n int) [][]float32 { return append(same(1, 2)(n-1), []float32{1}) },
	} {
		err := Build(t.Context(), someVectors(9).passages(9, 1), t.TempDir(), e, Model{}, Options{})
		var f *infoseek.Fault
		if !errors.As(err, &f) || f.Boundary != infoseek.BoundaryModel {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestModelChanges: vectors of another length than those before, in the middle of a build, end it at once.
func TestModelChanges(t *testing.T) {
	made := 0
	e := badEmbedder(func(n int) [][]float32 {
		made += n
		all := make([][]float32, n)
		for i := range all {
			all[i] = []float32{1, 2}
			if made > 6 {
				all[i] = []float32{1, 2, 3}
			}
		}
		return all
	})
	err := Build(t.Context(), someVectors(30).passages(30, 1), t.TempDir(), e, Model{}, Options{Batch: 3, Parallel: 1})
	if err == nil || !strings.Contains(err.Error(), "vectors of 2 and of 3 numbers") {
		t.Errorf("%v", err)
	}
	if made == 30 {
		t.Error("all passages were embedded")
	}
}

func TestCancelled(t *testing.T) {
	g := someVectors(50)
	ctx, cancel := context.WithCancel(t.Context())
	o := Options{Batch: 5, Progress: func(done int) {
		if done >= 10 {
			cancel()
		}
	}}
	done := make(chan error)
	go func() { done <- Build(ctx, g.passages(50, 3), t.TempDir(), g, Model{}, o) }()
	select {
	case err := <-done:
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it does not end")
	}
}

func TestEmptyCorpus(t *testing.T) {
	ix := built(t, given{}.passages(0, 1), given{})
	results, err := ix.Searcher(given{}).Search(t.Context(), []infoseek.Query{{Text: "vector 1", K: 3}})
	if err != nil || len(results) != 1 || len(results[0]) != 0 {
		t.Errorf("%v, %v", results, err)
	}
}

// TestDamage: a file with any bit flipped, or cut anywhere, does not open.
func TestDamage(t *testing.T) {
	g := someVectors(40)
	dir := t.TempDir()
	if err := Build(t.Context(), g.passages(40, 3), dir, g, Model{}, Options{}); err != nil {
		t.Fatal(err)
	}
	whole := []byte(fileOf(t, dir))
	var c columns
	if err := c.load(whole); err != nil {
		t.Fatal(err)
	}
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		whole[i] ^= 1 << (i % 8)
		if err := c.load(whole); err == nil {
			t.Errorf("a bit of byte %d is flipped, nothing said", i)
		}
		whole[i] ^= 1 << (i % 8)
	}
	for n := 0; n < len(whole); n += 61 {
		if err := c.load(whole[:n:n]); err == nil {
			t.Errorf("cut to %d bytes, nothing said", n)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, fileName), whole[:100], 0o644); err != nil {
		t.Fatal(err)
	}
	var damaged *DamageError
	if _, err := Open(dir); !errors.As(err, &damaged) {
		t.Errorf("%v is no *DamageError", err)
	}
}

// TestVerify: what is wrong behind right checksums is found.
func TestVerify(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := someVectors(40)
		ix := built(t, g.passages(40, 3), g)
		c := ix.columns
		c.packed = append([]byte(nil), c.packed...)
		c.places = append([]place(nil), c.places...)
		c.scales = append([]float32(nil), c.scales...)
		c.vectors = append([]float32(nil), c.vectors...)
		row := rapid.IntRange(0, 39).Draw(rt, "row")
		switch rapid.IntRange(0, 3).Draw(rt, "what") {
		case 0:
			c.packed[rapid.IntRange(0, len(c.packed)-1).Draw(rt, "byte")]++
		case 1:
			c.places[row].end = 0
			c.places[row].start = 5
		case 2:
			c.scales[row] += 1e-3
		case 3:
			c.vectors[row*33] += 3
		}
		if err := c.check(); err == nil {
			rt.Error("nothing is found")
		}
	})
}

func FuzzLoad(f *testing.F) {
	dir := f.TempDir()
	g := someVectors(20)
	if err := Build(f.Context(), g.passages(20, 3), dir, g, Model{}, Options{}); err != nil {
		f.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:200])
	f.Add([]byte(layout.Magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		aligned := make([]float32, len(b)/4+1)
		file := sections.Bytes(aligned)[:len(b):len(b)]
		copy(file, b)
		var c columns
		if c.load(file) != nil || c.check() != nil {
			return
		}
		ix := &Index{columns: c}
		w := newWanted(make([]float32, c.meta.Dims), 3, true)
		if err := ix.scan(t.Context(), &fastest, []*wanted{w}); err != nil {
			t.Error(err)
		}
		w.best(&ix.columns, &fastest)
	})
}
