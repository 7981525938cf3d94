package synth

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// at counts how many calls there are at once.
type at struct{ now, most atomic.Int64 }

func (a *at) begin() (end func()) {
	n := a.now.Add(1)
	for m := a.most.Load(); n > m && !a.most.CompareAndSwap(m, n); m = a.most.Load() {
	}
	return func() { a.now.Add(-1) }
}

func TestSameBytesHoweverManyTreesAreInFlight(t *testing.T) {
	w := openWorld(t)
	var want [2]string
	const crowd = 12 // calls that must be made at once where they may
	for i, trees := range []int{1, 7, 500} {
		var calls at
		var once sync.Once
		gathered := make(chan struct{})
		j := w.job(t.TempDir(), quick(), 15).ask(oracle(func(ctx context.Context, request string) (string, error) {
			defer calls.begin()()
			if calls.now.Load() >= crowd || trees < crowd {
				once.Do(func() { close(gathered) })
			}
			select {
			case <-gathered: // the first wait for a crowd
			case <-time.After(time.Minute):
				return "", errors.New("no crowd gathers")
			}
			time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
			return advice(request), nil
		}))
		j.Limits.Trees = trees
		if res := mustRun(t, j); res.Questions != 15 {
			t.Fatalf("%d trees: %+v", trees, res)
		}
		got := outputs(t, j.Dir)
		if i == 0 {
			want = got
		}
		if got != want {
			t.Errorf("%d trees in flight: other outputs than one", trees)
		}
		if most := int(calls.most.Load()); most > trees {
			t.Errorf("%d trees in flight: %d calls at once", trees, most)
		}
		if r := manifest(t, j.Dir).Roles["browser"]; r.Calls < 15 || r.Prompt != 10*r.Calls {
			t.Errorf("the manifest tells %+v", r)
		}
	}
}

// TestSlowTreeHoldsUpNoOther: the first item's model answers only when it has answered many other items.
func TestSlowTreeHoldsUpNoOther(t *testing.T) {
	w := openWorld(t)
	const others = 25
	var mu sync.Mutex
	var once sync.Once
	seen, enough := map[string]bool{}, make(chan struct{})
	j := w.job(t.TempDir(), quick(), 40).ask(oracle(func(ctx context.Context, request string) (string, error) {
		item, _, _ := strings.Cut(request, ",")
		if item == "item 0" {
			select {
			case <-enough:
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if seen[item] = true; len(seen) >= others {
			once.Do(func() { close(enough) })
		}
		return advice(request), nil
	}))
	j.Limits.Trees = 4 // the window is wider
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := Run(ctx, j); err != nil {
		t.Fatal(err)
	}
}

// early are options with which the first roots tried give questions.
func early() Options { return Options{Tries: 4, Seed: 7} }

// TestNoMoreTreesThanNeeded: trees in flight cost money, so one question wanted doesn't begin a thousand.
func TestNoMoreTreesThanNeeded(t *testing.T) {
	w := openWorld(t)
	var mu sync.Mutex
	begun := map[string]bool{}
	j := w.job(t.TempDir(), early(), 1).ask(oracle(func(ctx context.Context, request string) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		item, _, _ := strings.Cut(request, ",")
		begun[item] = true
		return advice(request), nil
	}))
	if res := mustRun(t, j); res.Questions != 1 {
		t.Fatalf("%+v", res)
	}
	if len(begun) > 20 {
		t.Errorf("%d trees for one question", len(begun))
	}
}

// TestErrorWaitsForItsTurn: a run that has enough before the item that failed is no failed run, whichever ended first.
func TestErrorWaitsForItsTurn(t *testing.T) {
	w := openWorld(t)
	failing := func(n int, failed chan struct{}) Job {
		return w.job(t.TempDir(), early(), n).ask(oracle(func(ctx context.Context, request string) (string, error) {
			if strings.HasPrefix(request, "item 5,") {
				close(failed)
				return "", errDisk
			}
			<-failed
			return advice(request), nil
		}))
	}
	if res := mustRun(t, failing(2, make(chan struct{}))); res.Questions != 2 {
		t.Errorf("%+v", res)
	}
	j := failing(30, make(chan struct{}))
	if _, err := Run(context.Background(), j); !errors.Is(err, errDisk) {
		t.Fatalf("error %v", err)
	}
	if m := manifest(t, j.Dir); m.Counts["roots"] != 5 {
		t.Errorf("%d roots are done, want those before the one that failed", m.Counts["roots"])
	}
}
