package llm

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"infoseek"
	"infoseek/conform"
	"infoseek/llm/fakeserver"
)

var testScope = Scope{Endpoint: "here", Model: "fake"}

func mustLedger(t testing.TB, path string, c Ceiling) *Ledger {
	t.Helper()
	l, err := OpenLedger(path, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func mustAnswers(t testing.TB, dir string) *Answers {
	t.Helper()
	a, err := OpenAnswers(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// wrappers are all of them, each around the model given.
func wrappers(t testing.TB) map[string]func(infoseek.Model) infoseek.Model {
	dir := t.TempDir()
	return map[string]func(infoseek.Model) infoseek.Model{
		"timeout": func(m infoseek.Model) infoseek.Model { return Timeout(m, time.Minute) },
		"meter":   func(m infoseek.Model) infoseek.Model { return Meter(m, &Tally{}, "planner") },
		"retry":   func(m infoseek.Model) infoseek.Model { return Retry(m, Retries{}) },
		"limit":   func(m infoseek.Model) infoseek.Model { return Limit(m, NewLimiter(Limits{InFlight: 2})) },
		"budget": func(m infoseek.Model) infoseek.Model {
			return Budget(m, mustLedger(t, filepath.Join(t.TempDir(), "ledger.jsonl"), Ceiling{Tokens: 1e15}), 0)
		},
		"cache": func(m infoseek.Model) infoseek.Model {
			return Cache(m, mustAnswers(t, filepath.Join(dir, "cache")), testScope)
		},
		"record": func(m infoseek.Model) infoseek.Model {
			return Record(m, mustAnswers(t, filepath.Join(dir, "record")), testScope)
		},
		"played": func(m infoseek.Model) infoseek.Model { return &played{m, Role{Temperature: ptr(0.5), MaxTokens: 100}} },
	}
}

func TestWrappersConform(t *testing.T) {
	for name, wrap := range wrappers(t) {
		t.Run(name, func(t *testing.T) {
			m := wrap(fakeserver.NewModel(fakeserver.Options{}))
			conform.Model(t, func(testing.TB) infoseek.Model { return m })
			conform.Model(t, func(testing.TB) infoseek.Model { return m }) // a cache is warm now
		})
	}
}

func TestReplayConforms(t *testing.T) {
	dir := t.TempDir()
	m := Record(fakeserver.NewModel(fakeserver.Options{}), mustAnswers(t, dir), testScope)
	conform.Model(t, func(testing.TB) infoseek.Model { return m })
	conform.Model(t, func(testing.TB) infoseek.Model { return Replay(m.Info(), mustAnswers(t, dir), testScope) })
}

// careless are wrappers that break one promise each.
type careless struct {
	infoseek.Model
	generate func(context.Context, infoseek.Model, infoseek.Request) (infoseek.Response, error)
}

func (c careless) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	return c.generate(ctx, c.Model, r)
}

// failures counts what a suite complains of.
type failures struct {
	testing.TB
	n int
}

func (f *failures) Helper()               {}
func (f *failures) Errorf(string, ...any) { f.n++ }
func (f *failures) Fatalf(string, ...any) { f.n++; panic(f) }

// TestSuiteSeesBrokenWrappers: a wrapper that loses what goes through it does not pass.
func TestSuiteSeesBrokenWrappers(t *testing.T) {
	type (
		request  = infoseek.Request
		response = infoseek.Response
		model    = infoseek.Model
	)
	for name, generate := range map[string]func(context.Context, model, request) (response, error){
		"forgets the context": func(ctx context.Context, m model, r request) (response, error) {
			return m.Generate(context.WithoutCancel(ctx), r)
		},
		"forgets the schema": func(ctx context.Context, m model, r request) (response, error) {
			r.Schema = nil
			return m.Generate(ctx, r)
		},
		"forgets the limit": func(ctx context.Context, m model, r request) (response, error) {
			r.Sampling = infoseek.Sampling{}
			return m.Generate(ctx, r)
		},
		"loses the calls": func(ctx context.Context, m model, r request) (response, error) {
			got, err := m.Generate(ctx, r)
			got.Calls = nil
			return got, err
		},
		"hides faults": func(ctx context.Context, m model, r request) (response, error) {
			got, err := m.Generate(ctx, r)
			if err != nil {
				return response{Text: "[ERROR]", Finish: infoseek.FinishStop}, nil
			}
			return got, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := &failures{TB: t}
			func() {
				defer func() {
					if p := recover(); p != nil && p != f {
						panic(p)
					}
				}()
				conform.Model(f, func(testing.TB) infoseek.Model {
					return careless{fakeserver.NewModel(fakeserver.Options{Answer: func(r fakeserver.Request) string {
						if r.Schema == nil {
							return "one two three four"
						}
						return ""
					}}), generate}
				})
			}()
			if f.n == 0 {
				t.Error("the suite sees nothing wrong")
			}
		})
	}
}
