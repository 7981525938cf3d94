package llm

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"infoseek"
	"infoseek/conform"
	"infoseek/llm/fakeserver"
)

// counted is a model that counts its calls, holds them until let go, and fails where it is told to.
type counted struct {
	infoseek.Model
	hold  chan struct{} // nil: answer at once
	err   error
	calls int
}

func (c *counted) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	c.calls++
	if c.hold != nil {
		<-c.hold
	}
	return infoseek.Response{Text: "x"}, c.err
}

func TestSpreadConforms(t *testing.T) {
	conform.Model(t, func(testing.TB) infoseek.Model {
		return Spread([]infoseek.Model{fakeserver.NewModel(fakeserver.Options{}), fakeserver.NewModel(fakeserver.Options{})}, time.Now)
	})
}

// TestSpread: calls go where the fewest are under way; one that failed rests as long as another can be asked, and is asked again then.
func TestSpread(t *testing.T) {
	now := time.Unix(0, 0).Add(time.Hour)
	a, b := &counted{}, &counted{}
	s := Spread([]infoseek.Model{a, b}, func() time.Time { return now }).(*spread)
	ask := func() { s.Generate(t.Context(), infoseek.Request{}) }
	counts := func(what string, wantA, wantB int) {
		t.Helper()
		if a.calls != wantA || b.calls != wantB {
			t.Errorf("%s: %d and %d calls, want %d and %d", what, a.calls, b.calls, wantA, wantB)
		}
	}
	var held []int
	for range 4 {
		held = append(held, s.take())
	}
	if !slices.Equal(held, []int{0, 1, 0, 1}) {
		t.Errorf("calls under way went to %v", held)
	}
	for _, i := range held {
		s.release(i, t.Context(), nil)
	}
	a.err = &infoseek.Fault{Boundary: infoseek.BoundaryModel, Retryable: true, Err: errors.New("gone")}
	ask()
	ask()
	ask()
	counts("a failed once", 1, 2)
	now = now.Add(restAfterFault)
	ask()
	counts("it was asked again after its rest", 2, 2)
	b.err = a.err
	ask()
	now = now.Add(time.Second)
	ask()
	counts("both failed: the one that rests longest", 3, 3)
	a.err, b.err = nil, &infoseek.Fault{Boundary: infoseek.BoundaryModel, Err: errors.New("refused for good")}
	now = now.Add(restAfterFault)
	s.release(s.take(), t.Context(), b.err)
	if s.resting(0) {
		t.Error("a refusal for good is no reason to rest")
	}
}

// TestReplicas: a role served at two endpoints asks both, and goes on with one when the other is gone.
func TestReplicas(t *testing.T) {
	one, two := fakeserver.New(fakeserver.Options{}), fakeserver.New(fakeserver.Options{})
	defer two.Close()
	set, err := Open(t.Context(), Config{Default: Role{Endpoint: one.URL(), Replicas: []string{two.URL()}, Model: "fake", Attempts: 3}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	m := set.Model("agent")
	done := make(chan error)
	for range 12 {
		go func() {
			_, err := m.Generate(t.Context(), infoseek.Request{Messages: hello})
			done <- err
		}()
	}
	for range 12 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if a, b := one.Counts().Good, two.Counts().Good; a == 0 || b == 0 || a+b != 12 {
		t.Errorf("%d and %d calls", a, b)
	}
	one.Close()
	before := two.Counts().Good
	for range 3 {
		if _, err := m.Generate(t.Context(), infoseek.Request{Messages: hello}); err != nil {
			t.Fatal(err)
		}
	}
	if two.Counts().Good != before+3 {
		t.Errorf("%d calls at the one that is left", two.Counts().Good-before)
	}
}

func TestReplicasAreChecked(t *testing.T) {
	for config, want := range map[string]string{
		"default: {replicas: ['http://127.0.0.1:1/v1']}":                                     "replicas: they are of an endpoint",
		"default: {endpoint: 'http://127.0.0.1:1/v1', replicas: ['gpu-2']}":                  `endpoint "gpu-2": give a URL`,
		"default: {endpoint: 'http://127.0.0.1:1/v1', replicas: ['http://127.0.0.1:1/v1']}":  "http://127.0.0.1:1/v1 twice",
		"roles: {agent: {endpoint: 'http://127.0.0.1:1/v1', replicas: ['http://u:p@h/v1']}}": "a password in the URL",
	} {
		if _, err := readConfig(strings.NewReader(config)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", config, err, want)
		}
	}
	c, err := readConfig(strings.NewReader("default: {endpoint: 'http://a/v1', replicas: ['http://b/v1'], model: m}\nroles: {judge: {model: other}}"))
	if err != nil {
		t.Fatal(err)
	}
	agent, _ := c.Role("agent")
	judge, _ := c.Role("judge")
	if len(agent.Replicas) != 1 || len(judge.Replicas) != 0 {
		t.Errorf("agent %v, judge %v: another model isn't served at the replicas", agent.Replicas, judge.Replicas)
	}
}
