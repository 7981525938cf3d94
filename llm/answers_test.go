package llm

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"infoseek"
)

// counting is a model that says how often it was asked.
func counting(asked *atomic.Int64, errs ...error) stub {
	return stubbed(func(context.Context, infoseek.Request) (infoseek.Response, error) {
		n := int(asked.Add(1))
		if n <= len(errs) && errs[n-1] != nil {
			return infoseek.Response{}, errs[n-1]
		}
		r := said
		r.Text = strings.Repeat("yes ", n)
		return r, nil
	})
}

func TestCache(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	var asked atomic.Int64
	kept := mustAnswers(t, dir)
	m := Cache(counting(&asked), kept, testScope)
	first := infoseek.Request{Messages: hello}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if r, err := m.Generate(t.Context(), first); err != nil || r.Text != "yes " || r.Usage != said.Usage || r.Finish != said.Finish {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
	wg.Wait()
	if asked.Load() != 1 {
		t.Errorf("asked %d times", asked.Load())
	}
	for name, other := range map[string]func() infoseek.Model{
		"another endpoint": func() infoseek.Model { return Cache(counting(&asked), kept, Scope{Endpoint: "there", Model: "fake"}) },
		"another model":    func() infoseek.Model { return Cache(counting(&asked), kept, Scope{Endpoint: "here", Model: "big"}) },
		"another body": func() infoseek.Model {
			return Cache(counting(&asked), kept, Scope{Endpoint: "here", Model: "fake", Extra: map[string]any{"top_k": 1}})
		},
	} {
		before := asked.Load()
		if _, err := other().Generate(t.Context(), first); err != nil || asked.Load() != before+1 {
			t.Errorf("%s: asked %d times, %v", name, asked.Load()-before, err)
		}
	}
	for _, r := range []infoseek.Request{
		{Messages: hello, Sampling: infoseek.Sampling{Seed: ptr(uint64(1))}},
		{Messages: hello, Sampling: infoseek.Sampling{MaxTokens: 3}},
		{Messages: hello, Schema: []byte(`{}`)},
		{Messages: hello, LogProbs: true},
		{Messages: append(hello, infoseek.Message{Role: "assistant"})},
	} {
		before := asked.Load()
		if _, err := m.Generate(t.Context(), r); err != nil || asked.Load() != before+1 {
			t.Errorf("%+v: asked %d times, %v", r, asked.Load()-before, err)
		}
	}
}

func TestCacheKeepsNoFaults(t *testing.T) {
	var asked atomic.Int64
	m := Cache(counting(&asked, errSpent), mustAnswers(t, t.TempDir()), testScope)
	if _, err := m.Generate(t.Context(), infoseek.Request{}); err != errSpent {
		t.Errorf("error %v", err)
	}
	if r, err := m.Generate(t.Context(), infoseek.Request{}); err != nil || r.Text != "yes yes " {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestRecordAndReplay: faults come again in their order, then the answer, which stays.
func TestRecordAndReplay(t *testing.T) {
	dir := t.TempDir()
	var asked atomic.Int64
	m := Record(counting(&asked, errSpent, context.Canceled, fault("reserve", false, &BudgetError{})), mustAnswers(t, dir), testScope)
	var texts []string
	for range 5 {
		r, err := m.Generate(t.Context(), infoseek.Request{})
		if err == nil {
			texts = append(texts, r.Text)
		}
	}
	if len(texts) != 2 || texts[0] != texts[1] || asked.Load() != 4 {
		t.Errorf("texts %q after %d calls", texts, asked.Load())
	}
	again := Replay(m.Info(), mustAnswers(t, dir), testScope)
	if _, err := again.Generate(t.Context(), infoseek.Request{}); err == nil || err.Error() != errSpent.Error() {
		t.Errorf("error %v, want %v", err, errSpent)
	}
	for range 2 {
		if r, err := again.Generate(t.Context(), infoseek.Request{}); err != nil || r.Text != texts[0] {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

// TestAnswersStay: another process finds what was kept, but for a line half written.
func TestAnswersStay(t *testing.T) {
	dir := t.TempDir()
	var asked atomic.Int64
	for seed, want := range []string{"yes ", "yes yes "} {
		a := mustAnswers(t, dir)
		r, err := Cache(counting(&asked), a, testScope).Generate(t.Context(), infoseek.Request{Sampling: infoseek.Sampling{MaxTokens: seed + 1}})
		if err != nil || r.Text != want {
			t.Fatalf("%+v, %v", r, err)
		}
		a.Close()
	}
	second := filepath.Join(dir, "answers-000002.jsonl")
	info, err := os.Stat(second)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(second, info.Size()-1); err != nil {
		t.Fatal(err)
	}
	m := Cache(counting(&asked), mustAnswers(t, dir), testScope)
	for seed, want := range []string{"yes ", "yes yes yes "} {
		if r, err := m.Generate(t.Context(), infoseek.Request{Sampling: infoseek.Sampling{MaxTokens: seed + 1}}); err != nil || r.Text != want {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

func TestBrokenAnswers(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"no line":       {`{"v":1`, `{"v":9`, "line 1: no line of recorded answers"},
		"bad key":       {`"key":"`, `"key":"x`, "line 1: no line of recorded answers"},
		"other end":     {`"end":"answer"`, `"end":"ansver"`, "line 1: no line of recorded answers"},
		"bad response":  {`"text":"yes "`, `"text":yes"`, "at byte 0: invalid character"},
		"no response":   {`"response"`, `"responze"`, "neither answer nor fault"},
		"wrong member":  {`"finish":"stop"`, `"finish":{}`, "at byte 0: json: cannot unmarshal"},
		"nothing wrong": {`"v":1`, `"v":1`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			a := mustAnswers(t, dir)
			if _, err := Cache(counting(new(atomic.Int64)), a, testScope).Generate(t.Context(), infoseek.Request{}); err != nil {
				t.Fatal(err)
			}
			a.Close()
			spoil(t, filepath.Join(dir, "answers-000001.jsonl"), c.old, c.new)
			a, err := OpenAnswers(dir)
			if err == nil {
				defer a.Close()
				_, err = Cache(counting(new(atomic.Int64)), a, testScope).Generate(t.Context(), infoseek.Request{})
			}
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

// spoil replaces old in a file, which must be there.
func spoil(t *testing.T, path, old, new string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(b), old) {
		t.Fatalf("%s has no %q: %v", path, old, err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWaitingForAnAnswer: who waits for another's call can be interrupted.
func TestWaitingForAnAnswer(t *testing.T) {
	a, k := mustAnswers(t, t.TempDir()), key{1}
	if err := a.acquire(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := a.acquire(ctx, k); err != context.DeadlineExceeded {
		t.Errorf("error %v", err)
	}
	a.release(k)
	if err := a.acquire(t.Context(), k); err != nil {
		t.Error(err)
	}
}
