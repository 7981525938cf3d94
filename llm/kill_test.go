package llm

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"infoseek"
	"infoseek/llm/fakeserver"
)

// childLedger and childURL make the test binary ask a server within a budget until that is reached.
const (
	childLedger = "INFOSEEK_LLM_TEST_LEDGER"
	childURL    = "INFOSEEK_LLM_TEST_URL"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childLedger); path != "" {
		spend(path, os.Getenv(childURL))
		return
	}
	os.Exit(m.Run())
}

var killBudget = Ceiling{Tokens: 40_000}

// spend asks with several calls in flight until the budget is reached.
func spend(path, url string) {
	l, err := OpenLedger(path, killBudget)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	m := Budget(NewClient(Endpoint{URL: url, Model: "fake"}), l, 20)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				if _, err := m.Generate(context.Background(), infoseek.Request{Messages: hello}); err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	l.Close()
}

// TestKilledSpenderStaysWithin: processes that are killed while they ask, one after the other on one ledger, together take no more tokens from the server than the budget says, although the server counts
// every request it saw.
func TestKilledSpenderStaysWithin(t *testing.T) {
	var served atomic.Int64
	s := fake(t, fakeserver.Options{Latency: fakeserver.Latency{Median: 2 * time.Millisecond, Sigma: 1}, Answer: func(r fakeserver.Request) string {
		served.Add(2 + 5) // the words of the prompt and of the answer
		return "one two three four five"
	}})
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	kills := 0
	for i := range 12 {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), childLedger+"="+path, childURL+"="+s.URL())
		c.Stderr = os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(20+15*i)*time.Millisecond, func() { c.Process.Kill() })
		if c.Wait() != nil {
			kills++
		}
	}
	l := mustLedger(t, path, killBudget)
	t.Logf("%d of 12 killed; %d tokens served, %d counted", kills, served.Load(), l.Spent().Tokens)
	if kills == 0 || served.Load() == 0 {
		t.Error("nobody was killed at work")
	}
	if served.Load() > l.Spent().Tokens || l.Spent().Tokens > killBudget.Tokens {
		t.Errorf("%d tokens served, %d counted, of %d", served.Load(), l.Spent().Tokens, killBudget.Tokens)
	}
}
