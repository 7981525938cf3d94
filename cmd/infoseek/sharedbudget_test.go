package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"infoseek/llm/fakeserver"
	"infoseek/runs/queue"
)

// sharedModels costs a cent for 1,000 tokens read or 250 written.
const sharedModels = `
default:
  endpoint: %s
  model: fake
  price: {in: 10, out: 40}
  max_tokens: 200
  timeout: 400ms
  attempts: 3
  limits: {in_flight: 8}
`

// sharedRun is a run whose models cost money, with three workers at a queue that others can be started at.
type sharedRun struct {
	t       *testing.T
	server  *fakeserver.Server
	queue   string
	workers []*exec.Cmd
	rng     *rand.Rand
}

func newSharedRun(t *testing.T) *sharedRun {
	t.Chdir(t.TempDir())
	must(t, "sample", "-o", "pages.xml")
	must(t, "corpus", "import", "pages.xml", "-o", "corpus")
	faults := fakeserver.All(0.02)
	server := fakeserver.New(fakeserver.Options{
		Seed: 11, Name: "fake", Faults: faults, RetryAfter: time.Millisecond, Tokens: func(text string) int { return len(text) }, Latency: fakeserver.Latency{Median: 8 * time.Millisecond, Sigma: 1},
	})
	t.Cleanup(server.Close)
	if err := os.WriteFile("models.yaml", fmt.Appendf(nil, sharedModels, server.URL()), 0o644); err != nil {
		t.Fatal(err)
	}
	q, err := queue.Serve(t.TempDir(), "127.0.0.1:0", queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	s := &sharedRun{t: t, server: server, queue: q.URL(), rng: rand.New(rand.NewPCG(5, 6))}
	t.Cleanup(func() {
		for _, w := range s.workers {
			w.Process.Kill()
			w.Wait()
		}
	})
	for range 3 {
		s.workers = append(s.workers, s.worker())
	}
	return s
}

func (s *sharedRun) start(args ...string) *exec.Cmd {
	cmd := program(args)
	if testing.Verbose() {
		cmd.Stderr = os.Stderr
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	return cmd
}

func (s *sharedRun) worker(more ...string) *exec.Cmd {
	return s.start(append([]string{"worker", "-c", "corpus", "--models", "models.yaml", "--queue", s.queue}, more...)...)
}

// replace kills a worker and starts another.
func (s *sharedRun) replace() {
	i := s.rng.IntN(len(s.workers))
	s.workers[i].Process.Kill()
	s.workers[i].Wait()
	s.workers[i] = s.worker()
}

// served is what the server worked for, in dollars.
func (s *sharedRun) served() float64 {
	u := s.server.Served()["fake"]
	return float64(u.Prompt)*10/1e6 + float64(u.Completion)*40/1e6
}

// run goes on with the run within a budget and returns its exit code. Evenly over what is left of the budget, up to the dollars in most, as many workers are killed as kills says, or the owner where that is -1.
func (s *sharedRun) run(budget, most float64, kills int) int {
	s.t.Helper()
	owner := s.start("synth", "-c", "corpus", "-o", "run", "-n", "1000", "--root-type", "person", "--tries", "1", "--max-faults", "1000", "--models", "models.yaml", "--queue", s.queue, "--budget", fmt.Sprint(budget), "-q")
	ended := make(chan struct{})
	var killing sync.WaitGroup
	killing.Go(func() {
		begin := s.served()
		for k := range max(kills, -kills) {
			for s.served() < begin+(most-begin)*float64(k+1)/float64(max(kills, -kills)+1) {
				select {
				case <-time.After(5 * time.Millisecond):
				case <-ended:
					s.t.Errorf("the run with $%g ended before kill %d", budget, k+1)
					return
				}
			}
			if kills < 0 {
				owner.Process.Kill()
			} else {
				s.replace()
			}
		}
	})
	owner.Wait()
	close(ended)
	killing.Wait()
	code := owner.ProcessState.ExitCode()
	s.t.Logf("budget $%.2f: $%.4f served, exit code %d", budget, s.served(), code)
	if s.served() > budget {
		s.t.Errorf("$%f served, of a budget of $%g", s.served(), budget)
	}
	return code
}

// TestSharedBudget: a run's budget holds for all its workers, by the server's own count of what it served, with workers and owner killed in the middle and faults in the calls. Each time it is reached the run ends with exit
// code 4 and its workers wait; with a larger one it goes on, to its end.
func TestSharedBudget(t *testing.T) {
	if testing.Short() {
		t.Skip("waits half a minute for workers that were killed")
	}
	s := newSharedRun(t)
	if code := s.run(1, 1, 0); code != exitLimit || s.served() < 0.5 {
		t.Errorf("exit code %d, $%f served of $1", code, s.served())
	}
	if code := s.run(6, 5, 3); code != exitLimit {
		t.Errorf("exit code %d", code)
	}
	if code := s.run(10, 9, -1); code != -1 {
		t.Errorf("killed, with exit code %d", code)
	}
	if code := s.run(1000, 1000, 0); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}
