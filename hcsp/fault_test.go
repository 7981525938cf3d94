package hcsp

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// faulty fails the n-th of the calls that solving makes; 0 fails none.
type faulty struct {
	infoseek.Pages
	n, calls int
}

var errDisk = errors.New("disk gone")

func (f *faulty) fail() error {
	if f.calls++; f.calls == f.n {
		return &infoseek.Fault{Boundary: infoseek.BoundaryCorpus, Op: "read", Err: errDisk}
	}
	return nil
}

func (f *faulty) arm(n int) { f.n, f.calls = n, 0 }

func (f *faulty) ByID(ctx context.Context, id string) (infoseek.PageNum, error) {
	if err := f.fail(); err != nil {
		return 0, err
	}
	return f.Pages.ByID(ctx, id)
}

func (f *faulty) Page(ctx context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	if err := f.fail(); err != nil {
		return infoseek.Page{}, err
	}
	return f.Pages.Page(ctx, n)
}

func (f *faulty) Related(ctx context.Context, n infoseek.PageNum) ([]infoseek.PageNum, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.Pages.Related(ctx, n)
}

func (f *faulty) Attribute(ctx context.Context, a infoseek.Attribute) ([]infoseek.PageNum, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.Pages.Attribute(ctx, a)
}

// untilWhole runs do with a fault at its 1st, 2nd, 3rd … call until it needs no more calls; each fault must come back as it is.
func untilWhole(t *testing.T, f *faulty, do func() error, after func()) {
	t.Helper()
	for n := 1; n < 10_000; n++ {
		f.arm(n)
		err := do()
		fired := f.calls >= n
		f.arm(0)
		if !fired {
			if err != nil {
				t.Fatalf("without a fault: %v", err)
			}
			return
		}
		if fault := (*infoseek.Fault)(nil); !errors.Is(err, errDisk) || !errors.As(err, &fault) {
			t.Fatalf("fault at call %d: error %v", n, err)
		}
		after()
	}
	t.Fatal("no end of calls")
}

func TestCertifyAfterAFaultIsAsBefore(t *testing.T) {
	ctx, tree := context.Background(), smallTree()
	want, err := NewSolver(smallCorpus()).Certify(ctx, tree)
	if err != nil {
		t.Fatal(err)
	}
	f := &faulty{Pages: smallCorpus()}
	s := NewSolver(f)
	untilWhole(t, f, func() error { _, err := s.Certify(ctx, tree); return err }, func() {
		got, err := s.Certify(ctx, tree)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("after a fault at call %d:\n%s", f.n, diff)
		}
	})
}

func TestNetworkAfterAFaultIsAsBefore(t *testing.T) {
	ctx, tree := context.Background(), smallTree()
	f := &faulty{Pages: smallCorpus()}
	s := NewSolver(f)
	n, err := s.Load(ctx, prefix(tree, 4))
	if err != nil {
		t.Fatal(err)
	}
	before := snapshot(n)
	leaf, err := s.Leaf(ctx, tree.Vertices[4])
	if err != nil {
		t.Fatal(err)
	}
	unchanged := func() {
		if diff := cmp.Diff(before, snapshot(n)); diff != "" {
			t.Fatalf("after a fault:\n%s", diff)
		}
	}
	untilWhole(t, f, func() error { _, err := n.TryAdd(ctx, 1, leaf); return err }, unchanged)
	untilWhole(t, f, func() error { _, err := n.Add(ctx, 0, leaf); return err }, unchanged)
}

func TestCheckPassesFaultsOn(t *testing.T) {
	ctx, corpus := context.Background(), smallCorpus()
	q := stored(t, corpus, &scripted{})
	f := &faulty{Pages: corpus}
	s := NewSolver(f)
	untilWhole(t, f, func() error { _, err := Check(ctx, s, nil, q); return err }, func() {
		if got, err := Check(ctx, s, nil, q); err != nil || !got.Sound() {
			t.Fatalf("after a fault: %+v, %v", got, err)
		}
	})
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := NewSolver(smallCorpus()).Certify(ctx, smallTree()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

func TestNetworkRefuses(t *testing.T) {
	ctx := context.Background()
	s := NewSolver(smallCorpus())
	n, err := s.Load(ctx, smallTree())
	if err != nil {
		t.Fatal(err)
	}
	leaf := func(p infoseek.PageNum) Leaf {
		l, err := s.EntityLeaf(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if _, err := n.TryAdd(ctx, 0, leaf(2)); !errors.Is(err, ErrTwice) {
		t.Errorf("a page that is in the tree: error %v", err)
	}
	if _, err := n.Add(ctx, 3, leaf(5)); !errors.Is(err, ErrAttribute) {
		t.Errorf("a child of an attribute: error %v", err)
	}
	if _, err := n.Add(ctx, 9, leaf(5)); err == nil {
		t.Error("a child of no vertex: no error")
	}
	if err := NewNetwork(s, 0).Remove(ctx); err == nil {
		t.Error("the root removed")
	}
	if _, err := s.AttributeLeaf(ctx, infoseek.Attribute{Kind: infoseek.AttrYear}); err == nil {
		t.Error("a year without bounds: no error")
	}
}

func TestVerticesAreEntitiesOfTheCorpus(t *testing.T) {
	ctx := context.Background()
	var b memcorpus.Builder
	b.Add(memcorpus.Page{Title: "P0", NotEntity: true})
	for _, title := range []string{"P1", "P2"} {
		b.Add(memcorpus.Page{Title: title})
	}
	s := NewSolver(b.Build())
	if _, err := s.Certify(ctx, smallTree()); err == nil || !strings.Contains(err.Error(), `page "P0" is no entity`) {
		t.Errorf("a list as root: error %v", err)
	}
	missing := smallTree()
	missing.Vertices[2].Page = ptr("p9")
	if _, err := NewSolver(smallCorpus()).Certify(ctx, missing); !errors.As(err, new(*infoseek.NotFoundError)) {
		t.Errorf("a page that is not there: error %v", err)
	}
	large := smallTree()
	for id := 5; id <= maxVertices; id++ {
		large.Vertices = append(large.Vertices, attributeVertex(id, *large.Vertices[4].Attribute))
		large.Edges = append(large.Edges, infoseek.Edge{Parent: 0, Child: id, Kind: infoseek.EdgeAttribute})
	}
	if _, err := NewSolver(smallCorpus()).Certify(ctx, large); err == nil || !strings.Contains(err.Error(), "at most 32") {
		t.Errorf("a tree too large: error %v", err)
	}
}
