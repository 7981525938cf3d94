package llm

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/llm/fakeserver"
)

type choice struct {
	Number int    `json:"number"`
	Why    string `json:"why"`
}

var chooser = prompt.MustLoad(fstest.MapFS{
	"choose.system.txt": {Data: []byte("You choose numbers.")},
	"choose.user.tmpl":  {Data: []byte("Choose between 1 and {{.}}.")},
}, "choose")

// hardened is what Open builds, with waits short enough for a test.
func hardened(t testing.TB, s *fakeserver.Server, l *Ledger, tally *Tally) infoseek.Model {
	c := NewClient(Endpoint{URL: s.URL(), Model: "fake", Price: infoseek.Price{In: 1, Out: 3}, Format: FormatSchema})
	m := Budget(Meter(Timeout(c, 400*time.Millisecond), tally, "planner"), l, 100)
	return Retry(Limit(m, NewLimiter(Limits{InFlight: 64})), Retries{Attempts: 8, First: time.Millisecond, Longest: 8 * time.Millisecond})
}

// askMany puts n different questions at once and sorts how they end.
func askMany(t *testing.T, m infoseek.Model, n int) (answered, invalid, failed, limited int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			seed := uint64(i)
			got, _, err := prompt.Ask(context.Background(), m, chooser, i, prompt.Options[choice]{MaxTokens: 60, Seed: &seed})
			mu.Lock()
			defer mu.Unlock()
			var f *infoseek.Fault
			var wrong *prompt.InvalidError
			switch {
			case err == nil && got.Why != "":
				answered++
			case errors.Is(err, infoseek.ErrLimit):
				limited++
			case errors.As(err, &wrong):
				invalid++
			case errors.As(err, &f) && f.Op != "" && f.Err.Error() != "":
				failed++
			default:
				t.Errorf("call %d: %+v, error %v", i, got, err)
			}
		})
	}
	wg.Wait()
	return answered, invalid, failed, limited
}

// TestEveryCallEnds: a server that fails in 30% of calls, in eight ways, gets answers or faults with a reason out of every call, nearly all of them answers.
func TestEveryCallEnds(t *testing.T) {
	s := fake(t, fakeserver.Options{Seed: 3, Faults: fakeserver.All(0.3 / 8), RetryAfter: 2 * time.Millisecond})
	var tally Tally
	l := mustLedger(t, filepath.Join(t.TempDir(), "ledger.jsonl"), Ceiling{Dollars: 10})
	const n = 600
	answered, invalid, failed, limited := askMany(t, hardened(t, s, l, &tally), n)
	c := s.Counts()
	t.Logf("%d answered, %d invalid, %d failed; the server: %+v; %+v", answered, invalid, failed, c, tally.Totals()["planner"])
	if answered+invalid+failed != n || limited != 0 || answered < n*95/100 {
		t.Errorf("of %d calls %d answered, %d invalid, %d failed, %d limited", n, answered, invalid, failed, limited)
	}
	for kind, count := range map[string]int{"429": c.TooMany, "500": c.Internal, "hang": c.Hang, "cut": c.Cut, "garbage": c.Garbage, "not JSON": c.NotJSON, "wrong schema": c.WrongSchema, "wrong citation": c.WrongCitation} {
		if count == 0 {
			t.Errorf("no call ended by %s", kind)
		}
	}
}

// TestBudgetHoldsUnderFaults: with the same faults and a budget for part of the calls, the rest is refused, and what counts is within it.
func TestBudgetHoldsUnderFaults(t *testing.T) {
	for _, ceiling := range []Ceiling{{Dollars: 0.02}, {Tokens: 9000}} {
		t.Run(fmt.Sprint(ceiling), func(t *testing.T) {
			s := fake(t, fakeserver.Options{Seed: 3, Faults: fakeserver.All(0.3 / 8)})
			l := mustLedger(t, filepath.Join(t.TempDir(), "ledger.jsonl"), ceiling)
			answered, _, _, limited := askMany(t, hardened(t, s, l, &Tally{}), 600)
			t.Logf("%d answered, %d limited, %+v spent", answered, limited, l.Spent())
			if answered == 0 || limited == 0 || !ceiling.allows(l.Spent()) {
				t.Errorf("%d answered, %d limited, %+v spent of %+v", answered, limited, l.Spent(), ceiling)
			}
		})
	}
}
