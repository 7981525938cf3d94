package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"infoseek"
	"infoseek/bench/table"
	"infoseek/llm"
	"infoseek/llm/fakeserver"
	"infoseek/runs"
	"infoseek/token"
)

const goalRate = 5000

// instant answers at once.
type instant struct{}

func (instant) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{Name: "instant"} }
func (instant) Tokenizer() infoseek.Tokenizer { return token.Bound{} }

func (instant) Generate(ctx context.Context, _ infoseek.Request) (infoseek.Response, error) {
	return infoseek.Response{
		Text: `{"choice": 3, "why": "the river is named in the third sentence"}`, Finish: infoseek.FinishStop, Usage: infoseek.Usage{Prompt: 900, Completion: 20},
	}, ctx.Err()
}

// speed measures calls without latency.
func speed(ctx context.Context, n int) ([]table.Row, error) {
	here, err := callsASecond(ctx, instant{}, n)
	if err != nil {
		return nil, err
	}
	server := fakeserver.New(fakeserver.Options{})
	defer server.Close()
	there, err := callsASecond(ctx, llm.NewClient(llm.Endpoint{URL: server.URL(), Model: "fake"}), n/3)
	if err != nil {
		return nil, err
	}
	return []table.Row{
		table.Figure("calls through all wrappers and the journal, over a model in this process", here, "/s", table.AtLeast(goalRate)),
		table.Figure("  over HTTP on the loopback address, with the server on the same cores", there, "/s", table.Bound{}),
	}, nil
}

// callsASecond makes n calls, of 4 kB, for items that make ten each, with as many at once as are allowed.
func callsASecond(ctx context.Context, m infoseek.Model, n int) (rate float64, err error) {
	dir, err := os.MkdirTemp("", "bench-calls")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	m, closed, err := wrapped(m, dir)
	if err != nil {
		return 0, err
	}
	defer closed()
	run, err := runs.Open(filepath.Join(dir, "run"), runs.Options{Command: "bench"})
	if err != nil {
		return 0, err
	}
	defer run.Close()
	calls, err := run.Calls()
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	err = atOnce(inFlight, n/10, func(item int) error {
		m := calls.Model(item, "planner", m)
		for i := range 10 {
			if _, err := m.Generate(ctx, request(item, i)); err != nil {
				return err
			}
		}
		calls.Forget(item)
		return nil
	})
	return float64(n/10*10) / time.Since(begin).Seconds(), err
}

// atOnce does f for 0 … n-1, so many at once.
func atOnce(hands, n int, f func(i int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, hands)
	for h := range hands {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && errs[h] == nil; i = int(next.Add(1)) - 1 {
				errs[h] = f(i)
			}
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

var page = strings.Repeat("12. The river rises in the hills above the town and meets the sea at the old harbour.\n", 46)

func request(item, i int) infoseek.Request {
	return infoseek.Request{
		Messages: []infoseek.Message{{Role: "system", Content: "You choose among numbered steps."}, {Role: "user", Content: fmt.Sprintf("%d.%d\n%s", item, i, page)}},
		Schema:   []byte(`{"type":"object","properties":{"choice":{"enum":[1,2,3,4,5,6,7,8]},"why":{"type":"string"}}}`),
		Sampling: infoseek.Sampling{MaxTokens: 100},
	}
}
