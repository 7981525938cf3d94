package llm

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/conform"
	"infoseek/llm/fakeserver"
)

func open(t testing.TB, c Config, o Options) *Set {
	t.Helper()
	s, err := Open(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestOpenedModelsConform(t *testing.T) {
	s := fake(t, fakeserver.Options{Key: "k"})
	dir := t.TempDir()
	set := open(t, Config{
		Budget:  Ceiling{Dollars: 1, Tokens: 1e6},
		Default: Role{Endpoint: s.URL(), Model: "fake", KeyEnv: "KEY", Price: &infoseek.Price{In: 1, Out: 2}},
		Roles:   map[string]Role{"writer": {Off: true}},
	}, Options{Env: func(n string) (string, bool) { return "k", n == "KEY" }, Ledger: filepath.Join(dir, "run", "ledger.jsonl"), Cache: filepath.Join(dir, "cache"), Record: filepath.Join(dir, "rec")})
	if set.Model("writer") != nil || set.Model("nobody") != nil {
		t.Error("a model for a role that has none")
	}
	conform.Model(t, func(testing.TB) infoseek.Model { return set.Model("planner") })
	if sum := set.Totals()["planner"]; sum.Calls == 0 || sum.Dollars == 0 || set.Spent().Dollars() < sum.Dollars {
		t.Errorf("totals %+v, spent %v", sum, set.Spent())
	}
}

// TestReplayNeedsNothing: a recording answers without server, key or configuration.
func TestReplayNeedsNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	s := fakeserver.New(fakeserver.Options{Key: "k", Name: "the-only-one", Faults: fakeserver.Faults{NotJSON: 0.3}})
	c := Config{Default: Role{Endpoint: s.URL(), KeyEnv: "KEY"}, Roles: map[string]Role{"judge": {Temperature: ptr(0.3)}}}
	ask := func(set *Set, n int) string {
		seed := uint64(n)
		r, err := set.Model("judge").Generate(t.Context(), infoseek.Request{Messages: hello, Schema: []byte(`{"type":"object","properties":{"n":{"type":"integer"}}}`), Sampling: infoseek.Sampling{Seed: &seed}})
		if err != nil {
			t.Fatal(err)
		}
		return r.Text
	}
	recorded := open(t, c, Options{Env: func(string) (string, bool) { return "k", true }, Record: dir})
	var want []string
	for n := range 20 {
		want = append(want, ask(recorded, n))
	}
	s.Close()
	replayed := open(t, Config{}, Options{Replay: dir})
	for n, text := range want {
		if got := ask(replayed, n); got != text {
			t.Errorf("answer %d: %q, recorded %q", n, got, text)
		}
	}
	if got := replayed.Model("judge").Info(); got != recorded.Model("judge").Info() || got.Name != "the-only-one" {
		t.Errorf("info %+v", got)
	}
	_, err := replayed.Model("judge").Generate(t.Context(), infoseek.Request{Messages: hello})
	if f := (*infoseek.Fault)(nil); !errors.As(err, &f) || f.Retryable || !strings.Contains(err.Error(), `no answer of the-only-one is recorded`) {
		t.Errorf("something else asked: %v", err)
	}
	for _, secret := range []string{`"k"`, "k\n"} {
		if b, err := os.ReadFile(filepath.Join(dir, configName)); err != nil || strings.Contains(string(b), secret) {
			t.Errorf("the key is in the recording, or %v", err)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	two := fake(t, fakeserver.Options{})
	for name, c := range map[string]struct {
		config Config
		o      Options
		want   string
	}{
		"no key":       {Config{Default: Role{Endpoint: two.URL(), Model: "m", KeyEnv: "NO_KEY"}}, Options{}, "llm: role planner: the variable NO_KEY, which should hold the key, is not set"},
		"no price":     {Config{Budget: Ceiling{Dollars: 1}, Default: Role{Endpoint: two.URL(), Model: "m"}}, Options{}, "needs the price of m"},
		"no server":    {Config{Default: Role{Endpoint: "http://127.0.0.1:1/v1"}}, Options{}, "connection refused"},
		"bad endpoint": {Config{Default: Role{Endpoint: "localhost:8000"}}, Options{}, "give a URL like"},
		"no recording": {Config{}, Options{Replay: t.TempDir()}, "holds no recording"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Open(t.Context(), c.config, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

// TestSharing: roles of one endpoint and model share its client, but not their sampling.
func TestSharing(t *testing.T) {
	set := open(t, Config{Default: Role{Endpoint: "http://127.0.0.1:1/v1", Model: "m"}, Roles: map[string]Role{"writer": {Model: "n"}}}, Options{})
	if set.bare["planner"] != set.bare["browser"] || set.bare["planner"] == set.bare["writer"] {
		t.Error("clients are not shared as they should")
	}
	if p, b := set.Model("planner").(*played), set.Model("browser").(*played); *p.role.Temperature != 0.9 || *b.role.Temperature != 0.8 {
		t.Errorf("temperatures %g, %g", *p.role.Temperature, *b.role.Temperature)
	}
}
