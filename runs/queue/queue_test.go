package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Serve(dir, "127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func dial(t *testing.T, s *Server) *Conn {
	t.Helper()
	c, err := Dial(s.URL(), Options{AckWait: time.Second, Grace: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func mustOpen(t *testing.T, c *Conn, key string) *Line {
	t.Helper()
	l, err := c.Open(context.Background(), key, []byte("spec of "+key))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// outcomes receives until there are n outcomes.
func outcomes(t *testing.T, l *Line, n int) (first map[int]string, twice int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	first, enough := map[int]string{}, errors.New("enough")
	err := l.Receive(ctx, func(p Parcel) error {
		if !p.Outcome {
			return nil
		}
		if _, there := first[p.Item]; there {
			twice++
			return nil
		}
		if first[p.Item] = string(p.Data); len(first) == n {
			return enough
		}
		return nil
	}, nil)
	if err != enough {
		t.Fatalf("%d outcomes of %d: %v", len(first), n, err)
	}
	return first, twice
}

func theRun(t *testing.T, c *Conn) Run {
	t.Helper()
	runs, err := c.Runs(context.Background())
	if err != nil || len(runs) != 1 {
		t.Fatalf("runs %v, %v", runs, err)
	}
	return runs[0]
}

func put(t *testing.T, l *Line, items ...int) {
	t.Helper()
	for _, i := range items {
		if err := l.Put(context.Background(), i, fmt.Append(nil, "item ", i), false); err != nil {
			t.Fatal(err)
		}
	}
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestItemsAreWorkedOnOnce(t *testing.T) {
	c := dial(t, start(t, t.TempDir()))
	l := mustOpen(t, c, "a-1")
	put(t, l, upTo(100)...)
	put(t, l, 3, 4, 5) // again
	r := theRun(t, c)
	if r.Key != "a-1" || string(r.Spec) != "spec of a-1" {
		t.Fatalf("run %+v", r)
	}
	var mu sync.Mutex
	worked := map[int]int{}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := r.Work(context.Background(), 5, func(_ context.Context, task Task) ([]byte, error) {
				mu.Lock()
				defer mu.Unlock()
				worked[task.Item]++
				if task.Item == 50 {
					return nil, errors.New("bad item")
				}
				return fmt.Append(nil, "done: ", string(task.Data)), nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	got, twice := outcomes(t, l, 100)
	for i := range 100 {
		want := fmt.Sprint("done: item ", i)
		if i == 50 {
			want = "bad item"
		}
		if got[i] != want || worked[i] != 1 {
			t.Errorf("item %d: %q, worked on %d times", i, got[i], worked[i])
		}
	}
	if twice != 0 {
		t.Errorf("%d outcomes came twice", twice)
	}
	if err := l.End(context.Background()); err != nil {
		t.Fatal(err)
	}
	all.Wait() // for the run has ended
	if runs, err := c.Runs(context.Background()); err != nil || len(runs) != 0 {
		t.Errorf("after the end: %v, %v", runs, err)
	}
}

// TestLostWorker: a worker that vanishes in the middle of an item leaves it, and its notes, to another; and the server may be started again meanwhile.
func TestLostWorker(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir)
	c := dial(t, s)
	l := mustOpen(t, c, "lost")
	put(t, l, 7)
	dying, err := Dial(s.URL(), Options{AckWait: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	noted := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var all sync.WaitGroup
	all.Go(func() {
		r := theRun(t, dying)
		r.Work(ctx, 1, func(ctx context.Context, task Task) ([]byte, error) {
			for i := range 3 {
				if err := r.Note(ctx, task.Item, fmt.Append(nil, "note ", i)); err != nil {
					t.Error(err)
				}
			}
			dying.Close() // as a killed process does
			close(noted)
			<-ctx.Done()
			return nil, ctx.Err()
		})
	})
	<-noted
	s.Close()
	c = dial(t, start(t, dir))
	l = mustOpen(t, c, "lost")
	put(t, l, 7) // as an owner does that starts again
	all.Go(func() {
		r := theRun(t, c)
		if err := r.Work(ctx, 1, func(ctx context.Context, task Task) ([]byte, error) {
			if !task.Resumed {
				t.Error("not resumed")
			}
			notes, err := r.Notes(ctx, task.Item)
			return slices.Concat(notes...), err
		}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	if got, _ := outcomes(t, l, 1); got[7] != "note 0note 1note 2" {
		t.Errorf("outcome %q", got[7])
	}
	cancel()
	all.Wait()
}

// TestDrain: a worker that is told to stop finishes what it has begun, if that ends soon, and gives back the rest.
func TestDrain(t *testing.T) {
	c := dial(t, start(t, t.TempDir()))
	l := mustOpen(t, c, "drain")
	put(t, l, 0, 1)
	ctx, cancel := context.WithCancel(context.Background())
	begun := make(chan struct{}, 2)
	var all sync.WaitGroup
	all.Go(func() {
		err := theRun(t, c).Work(ctx, 2, func(ctx context.Context, task Task) ([]byte, error) {
			begun <- struct{}{}
			if task.Item == 0 {
				time.Sleep(100 * time.Millisecond)
				return []byte("by the first"), nil
			}
			<-ctx.Done()
			return nil, ctx.Err()
		})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	<-begun
	<-begun
	cancel()
	all.Wait()
	ctx, cancel = context.WithCancel(context.Background())
	all.Go(func() {
		theRun(t, c).Work(ctx, 2, func(context.Context, Task) ([]byte, error) { return []byte("by the second"), nil })
	})
	if got, _ := outcomes(t, l, 2); got[0] != "by the first" || got[1] != "by the second" {
		t.Errorf("outcomes %v", got)
	}
	cancel()
	all.Wait()
}

func TestWorkerLeaves(t *testing.T) {
	c := dial(t, start(t, t.TempDir()))
	l := mustOpen(t, c, "leave")
	put(t, l, 0)
	broke := errors.New("the budget is spent")
	err := theRun(t, c).Work(context.Background(), 3, func(context.Context, Task) ([]byte, error) { return nil, &LeaveError{broke} })
	if !errors.Is(err, broke) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		theRun(t, c).Work(ctx, 1, func(context.Context, Task) ([]byte, error) { return []byte("ok"), nil })
	})
	if got, _ := outcomes(t, l, 1); got[0] != "ok" {
		t.Errorf("outcomes %v", got)
	}
	cancel()
	all.Wait()
}

// TestOwnerComesBack: what workers sent while the owner was away is there, and is told apart from what comes later.
func TestOwnerComesBack(t *testing.T) {
	c := dial(t, start(t, t.TempDir()))
	put(t, mustOpen(t, c, "back"), 0, 1, 2)
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		theRun(t, c).Work(ctx, 1, func(context.Context, Task) ([]byte, error) { return []byte("ok"), nil })
	})
	l := mustOpen(t, c, "back")
	outcomes(t, l, 3)
	cancel()
	all.Wait()
	if err := l.Note(context.Background(), 9, []byte("known")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	var got []string
	l.Receive(ctx, func(p Parcel) error {
		got = append(got, fmt.Sprint(p.Item, p.Outcome))
		return nil
	}, cancel)
	slices.Sort(got)
	if s := strings.Join(got, " "); s != "0 true 1 true 2 true 9 false" {
		t.Errorf("received %s", s)
	}
}

func TestServeRefuses(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":4222", "example.com:1", "127.0.0.1", "127.0.0.1:x"} {
		if _, err := Serve(t.TempDir(), addr, Options{}); err == nil {
			t.Errorf("%s: no error", addr)
		}
	}
	s, err := Serve(t.TempDir(), "127.0.0.1:0", Options{Token: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := Dial(s.URL(), Options{}); err == nil {
		t.Error("dialled without the token")
	}
	c, err := Dial(s.URL(), Options{Token: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if _, err := Dial("nats://127.0.0.1:1", Options{}); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("no server: %v", err)
	}
}

// TestReclaim: items of workers that are gone are given to others at once when they are put again.
func TestReclaim(t *testing.T) {
	s := start(t, t.TempDir())
	c, err := Dial(s.URL(), Options{AckWait: time.Hour, Grace: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	l := mustOpen(t, c, "a-1")
	put(t, l, 1, 2)
	cons, err := l.items.Consumer(t.Context(), workers)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := cons.Next(); err != nil || m == nil { // and dies
		t.Fatal(err)
	}
	if err := c.Reclaim(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, l, 1, 2)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var working sync.WaitGroup
	defer working.Wait()
	defer cancel()
	working.Go(func() {
		theRun(t, c).Work(ctx, 2, func(context.Context, Task) ([]byte, error) { return []byte("done"), nil })
	})
	if first, _ := outcomes(t, l, 2); len(first) != 2 {
		t.Errorf("outcomes %v", first)
	}
}

// TestOwnerIsAsked: a worker's question is answered while the owner is there, and what it tells an owner that isn't there comes with what is received later.
func TestOwnerIsAsked(t *testing.T) {
	c := dial(t, start(t, t.TempDir()))
	l := mustOpen(t, c, "a-1")
	r := theRun(t, c)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if _, err := r.Ask(ctx, []byte("?")); err == nil {
		t.Error("answered, and nobody was there")
	}
	stop, err := l.answer(func(message []byte) ([]byte, error) {
		if string(message) == "?" {
			return []byte("!"), nil
		}
		return nil, errors.New("no question\nat all")
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.Ask(ctx, []byte("?")); string(got) != "!" || err != nil {
		t.Errorf("answer %q, %v", got, err)
	}
	if _, err := r.Ask(ctx, []byte("#")); err == nil || !strings.Contains(err.Error(), "no question") {
		t.Errorf("error %v", err)
	}
	stop()
	if _, err := r.Ask(ctx, []byte("?")); err == nil {
		t.Error("answered after the end")
	}
	if err := r.Tell(ctx, []byte("bye")); err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	if err := l.Receive(ctx, func(p Parcel) error {
		if !p.Told || string(p.Data) != "bye" {
			t.Errorf("received %+v", p)
		}
		return enough
	}, nil); err != enough {
		t.Error(err)
	}
	if err := l.End(ctx); err != nil {
		t.Fatal(err)
	}
	if err := r.Tell(ctx, []byte("late")); err != nil {
		t.Errorf("nobody to tell: %v", err)
	}
}
