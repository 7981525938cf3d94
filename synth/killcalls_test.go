package synth

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"infoseek"
	"infoseek/runs"
)

// childModel is where a child finds the model of TestKillNeverPaysTwice.
const childModel = "INFOSEEK_SYNTH_TEST_MODEL"

// overHTTP is the model at a URL that answers a POST of the request with its text.
func overHTTP(url string) infoseek.Model {
	return oracle(func(ctx context.Context, request string) (string, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader([]byte(request)))
		if err != nil {
			return "", err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return string(b), err
	})
}

// paid is a server that counts what it was asked.
type paid struct {
	mu    sync.Mutex
	asked map[string]int
	slow  time.Duration
}

func (p *paid) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	p.mu.Lock()
	p.asked[string(b)]++
	p.mu.Unlock()
	time.Sleep(p.slow + time.Duration(1+rand.IntN(4))*time.Millisecond)
	io.WriteString(w, advice(string(b)))
}

// again lists the requests that came again since they were protected.
func (p *paid) again(protected map[string]int) (again []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for request, n := range protected {
		if p.asked[request] != n {
			again = append(again, request)
		}
	}
	return again
}

// protect notes how often the requests that the run's journal answers were asked.
func (p *paid) protect(t *testing.T, dir string, protected map[string]int) {
	t.Helper()
	r, err := runs.Read(dir)
	if err != nil {
		return // killed before there was a run
	}
	answered := map[string]bool{}
	for c, err := range r.Calls() {
		if err != nil {
			t.Fatal(err)
		}
		answered[c.Key] = true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for request, n := range p.asked {
		key, err := asking(request).Key()
		if err != nil {
			t.Fatal(err)
		}
		if _, before := protected[request]; answered[key] && !before {
			protected[request] = n
		}
	}
}

func (p *paid) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.asked)
}

// TestKillNeverPaysTwice kills a run with models at 50 random moments. Resumed, it ends with the same bytes; and no request whose answer was in the journal at the kill reaches the server again.
func TestKillNeverPaysTwice(t *testing.T) {
	openWorld(t)
	server := &paid{asked: map[string]int{}}
	front := httptest.NewServer(server)
	defer front.Close()
	command := func(dir string) *exec.Cmd {
		c := childCommand(dir)
		c.Env = append(c.Env, childModel+"="+front.URL)
		return c
	}
	whole := filepath.Join(t.TempDir(), "whole")
	start := time.Now()
	if err := command(whole).Run(); err != nil {
		t.Fatal(err)
	}
	usual, want := time.Since(start), outputs(t, whole)
	rng := rand.New(rand.NewPCG(uint64(start.UnixNano()), 0))
	moments, kills, kept := few(50), 0, 0
	for kills < moments {
		dir, protected := filepath.Join(t.TempDir(), "killed"), map[string]int{}
		server.forget()
		for range 5 {
			if !killAfter(t, command(dir), time.Duration(float64(usual)*(0.2+0.6*rng.Float64()))) {
				break // it was done before
			}
			kills++
			server.protect(t, dir, protected)
		}
		if err := command(dir).Run(); err != nil {
			t.Fatal(err)
		}
		if outputs(t, dir) != want {
			t.Fatalf("killed and resumed, the outputs in %s differ", dir)
		}
		if again := server.again(protected); len(again) > 0 {
			t.Fatalf("answered in the journal, and asked again: %q", again)
		}
		kept += len(protected)
	}
	if kept < 10*moments {
		t.Errorf("only %d answers were in the journals", kept)
	}
	t.Logf("%d killed, a run takes %v; %d answers were in the journals", kills, usual, kept)
}
