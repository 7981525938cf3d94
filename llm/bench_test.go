package llm

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"infoseek"
	"infoseek/llm/fakeserver"
)

// instant is a model in this process that answers at once.
func instant() infoseek.Model {
	r := infoseek.Response{Text: `{"choice": 3, "why": "the river is named in the third sentence"}`, Finish: infoseek.FinishStop, Usage: infoseek.Usage{Prompt: 900, Completion: 20}}
	return stubbed(func(ctx context.Context, _ infoseek.Request) (infoseek.Response, error) { return r, ctx.Err() })
}

var benchPage = strings.Repeat("12. The river rises in the hills above the town and meets the sea at the old harbour.\n", 46)

// benchRequest is about as large as a planner's: 4 kB.
func benchRequest(seed uint64) infoseek.Request {
	return infoseek.Request{
		Messages: []infoseek.Message{{Role: "system", Content: "You choose among numbered steps."}, {Role: "user", Content: benchPage}},
		Schema:   []byte(`{"type":"object","properties":{"choice":{"enum":[1,2,3,4,5,6,7,8]},"why":{"type":"string"}}}`),
		Sampling: infoseek.Sampling{Seed: &seed, MaxTokens: 100},
	}
}

// BenchmarkWrappers measures calls a second through each wrapper, and through all of them, over a model that takes no time; 64 calls in flight.
func BenchmarkWrappers(b *testing.B) {
	all := wrappers(b)
	all["bare"] = func(m infoseek.Model) infoseek.Model { return m }
	all["all"] = func(m infoseek.Model) infoseek.Model { return stack(b, m) }
	for _, name := range []string{"bare", "timeout", "meter", "retry", "limit", "budget", "cache", "record", "all"} {
		b.Run(name, func(b *testing.B) { throughput(b, all[name](instant())) })
	}
}

// BenchmarkHTTP measures the same with a client and a server on the loopback address below.
func BenchmarkHTTP(b *testing.B) {
	s := fake(b, fakeserver.Options{})
	throughput(b, stack(b, NewClient(Endpoint{URL: s.URL(), Model: "fake"})))
}

// stack is every wrapper around m, as Open puts them.
func stack(t testing.TB, m infoseek.Model) infoseek.Model {
	dir := t.TempDir()
	m = Budget(Meter(Timeout(m, defaultTimeout), &Tally{}, "planner"), mustLedger(t, filepath.Join(dir, "ledger.jsonl"), Ceiling{Tokens: 1e15}), 100)
	m = Retry(Limit(m, NewLimiter(Limits{InFlight: 256, RequestsPerMinute: 1e9, TokensPerMinute: 1e12})), Retries{})
	return Record(Cache(m, mustAnswers(t, filepath.Join(dir, "cache")), testScope), mustAnswers(t, filepath.Join(dir, "record")), testScope)
}

func throughput(b *testing.B, m infoseek.Model) {
	var n atomic.Uint64
	start := rand.Uint64() // no answer is in a cache
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := m.Generate(context.Background(), benchRequest(start+n.Add(1))); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}
