package llm

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"infoseek"
)

// crowd asks m n times at once and returns how long that took and how many calls were at most inside.
func crowd(t *testing.T, n int, limits Limits, call func(inside int) (infoseek.Response, error)) (took time.Duration, most int) {
	var mu sync.Mutex
	inside := 0
	m := Limit(stubbed(func(context.Context, infoseek.Request) (infoseek.Response, error) {
		mu.Lock()
		inside++
		most = max(most, inside)
		now := inside
		mu.Unlock()
		time.Sleep(time.Second)
		mu.Lock()
		inside--
		mu.Unlock()
		return call(now)
	}), NewLimiter(limits))
	begin := time.Now()
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for {
				if _, err := m.Generate(t.Context(), infoseek.Request{Messages: hello, Sampling: infoseek.Sampling{MaxTokens: 100}}); err == nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return time.Since(begin), most
}

func fine(int) (infoseek.Response, error) { return said, nil }

func TestInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if took, most := crowd(t, 30, Limits{InFlight: 10}, fine); took != 3*time.Second || most != 10 {
			t.Errorf("took %v with %d at once", took, most)
		}
	})
}

func TestRequestsPerMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// 60 a minute: ten at once, then one a second.
		if took, _ := crowd(t, 40, Limits{InFlight: 100, RequestsPerMinute: 60}, fine); took != 31*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestTokensPerMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// 105 tokens are expected of each and 11 come back: what was expected too much is given back, so 40 calls of 11 tokens at 6 a second take far less than 40 of 105.
		took, _ := crowd(t, 40, Limits{InFlight: 1, TokensPerMinute: 360}, fine)
		if took < 60*time.Second || took > 150*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// TestAdapts: a server that takes 5 at a time and refuses more is soon asked for about as many, and everything gets through.
func TestAdapts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := 0
		var mu sync.Mutex
		took, most := crowd(t, 500, Limits{InFlight: 64}, func(inside int) (infoseek.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			if inside > 5 {
				refused++
				return infoseek.Response{}, waitFor(0)
			}
			return said, nil
		})
		if most != 64 || refused > 500 || took > 250*time.Second {
			t.Errorf("%d refused, at most %d at once, took %v", refused, most, took)
		}
	})
}

// TestPauses: after a refusal nothing is asked before the time it names.
func TestPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var asked []time.Duration
		begin := time.Now()
		l := NewLimiter(Limits{InFlight: 1})
		m := Limit(stubbed(func(context.Context, infoseek.Request) (infoseek.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			asked = append(asked, time.Since(begin))
			if len(asked) == 1 {
				return infoseek.Response{}, waitFor(5 * time.Second)
			}
			return said, nil
		}), l)
		for range 3 {
			m.Generate(t.Context(), infoseek.Request{Messages: hello})
		}
		if len(asked) != 3 || asked[1] != 5*time.Second || asked[2] != 5*time.Second {
			t.Errorf("asked at %v", asked)
		}
	})
}

// TestWaitersLeave: who gives up waiting takes no place from the others.
func TestWaitersLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWindow(1)
		if err := w.acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() { left <- w.acquire(ctx) }()
		synctest.Wait()
		got := make(chan error, 1)
		go func() { got <- w.acquire(t.Context()) }()
		synctest.Wait()
		cancel()
		if err := <-left; err != context.Canceled {
			t.Errorf("error %v", err)
		}
		w.release()
		if err := <-got; err != nil {
			t.Errorf("error %v", err)
		}
		w.release()
		if w.taken != 0 || w.waiting.Len() != 0 {
			t.Errorf("%d taken, %d waiting", w.taken, w.waiting.Len())
		}
	})
}
