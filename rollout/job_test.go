package rollout

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"infoseek"
	"infoseek/llm"
	"infoseek/llm/fakeserver"
	"infoseek/runs"
)

func TestRun(t *testing.T) {
	t.Parallel()
	dir, questions := madeRun(t, 6)
	m := student()
	res, err := Run(t.Context(), job(dir, questions, m))
	if err != nil || res.Samples != 24 || res.Taken != 24 || res.Faults != 0 || m.calls() != 48 {
		t.Fatalf("%+v, %v, %d calls", res, err, m.calls())
	}
	first := file(t, dir, runs.TrajectoriesName)
	seeds := map[uint64]bool{}
	n := 0
	for s, err := range Samples(dir, runs.TrajectoriesName) {
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("q%d/%d", n/4, n%4); s.ID != want || s.Number != n%4 || s.QuestionID != fmt.Sprintf("q%d", n/4) {
			t.Errorf("sample %d is %s, want %s", n, s.ID, want)
		}
		if s.Trajectory.Seconds != 0 || s.Trajectory.Searches[0].Seconds != 0 || len(s.Trajectory.Segments[2].Tokens) != 1 || s.Trajectory.Segments[2].Origin != infoseek.OriginModel {
			t.Errorf("%+v", s.Trajectory)
		}
		seeds[s.Seed] = true
		n++
	}
	if len(seeds) != 24 {
		t.Errorf("%d seeds for 24 samples", len(seeds))
	}
	if res.Shape.Right == 0 || res.Shape.Right == 1 || res.Shape.Seen != 1 || res.Shape.SeenTurn != 1 || res.Shape.Searches != 1 {
		t.Errorf("%+v", res.Shape)
	}

	again, err := Run(t.Context(), job(dir, questions, m))
	if err != nil || again.Taken != 0 || again.Shape != res.Shape || m.calls() != 48 || file(t, dir, runs.TrajectoriesName) != first {
		t.Errorf("the second time: %+v, %v, %d calls", again, err, m.calls())
	}
	for _, workers := range []int{1, 24} {
		other, _ := madeRun(t, 6)
		slow := &actor{name: "student", say: func(r infoseek.Request) (string, error) {
			time.Sleep(time.Duration(*r.Sampling.Seed%5) * time.Millisecond)
			return study(r)
		}}
		j := job(other, questions, slow)
		j.Workers = workers
		if _, err := Run(t.Context(), j); err != nil || file(t, other, runs.TrajectoriesName) != first {
			t.Errorf("with %d workers: other bytes, or %v", workers, err)
		}
	}
}

// TestRunGrows: more samples and questions keep those that are there, and less is a part of them.
func TestRunGrows(t *testing.T) {
	dir, questions := madeRun(t, 6)
	m := student()
	j := job(dir, questions[:3], m)
	j.Samples = 2
	if _, err := Run(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	small := file(t, dir, runs.TrajectoriesName)
	if _, err := Run(t.Context(), job(dir, questions, m)); err != nil || m.calls() != 48 {
		t.Fatalf("%v, %d calls", err, m.calls())
	}
	large := lines(file(t, dir, runs.TrajectoriesName))
	for _, l := range lines(small) {
		if !slices.Contains(large, l) {
			t.Errorf("lost: %.60s", l)
		}
	}
	if res, err := Run(t.Context(), j); err != nil || res.Samples != 6 || file(t, dir, runs.TrajectoriesName) != small {
		t.Errorf("smaller again: %+v, %v", res, err)
	}
	other := job(dir, questions, m)
	other.Options.Agent = "teacher"
	if _, err := Run(t.Context(), other); !errors.As(err, new(*runs.OptionsError)) {
		t.Errorf("with another model: %v", err)
	}
}

// TestRunInterrupted: stopped at any call and gone on with, it gives the same bytes, and no answer is asked for twice.
func TestRunInterrupted(t *testing.T) {
	t.Parallel()
	whole, questions := madeRun(t, 3)
	full := student()
	if _, err := Run(t.Context(), job(whole, questions, full)); err != nil {
		t.Fatal(err)
	}
	want := file(t, whole, runs.TrajectoriesName)
	for after := range full.calls() {
		dir, _ := madeRun(t, 3)
		ctx, cancel := context.WithCancel(t.Context())
		var n atomic.Int64
		m := &actor{name: "student", say: func(r infoseek.Request) (string, error) {
			if n.Add(1) > int64(after) {
				cancel()
				return "", context.Canceled
			}
			return study(r)
		}}
		if _, err := Run(ctx, job(dir, questions, m)); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped at call %d: %v", after, err)
		}
		cancel()
		rest := student()
		if _, err := Run(t.Context(), job(dir, questions, rest)); err != nil {
			t.Fatal(err)
		}
		if file(t, dir, runs.TrajectoriesName) != want {
			t.Fatalf("stopped at call %d: other bytes", after)
		}
		if rest.calls()+m.calls() != full.calls() {
			t.Errorf("stopped at call %d: %d calls and %d more, want %d", after, m.calls(), rest.calls(), full.calls())
		}
	}
}

func TestRunKeepsFaultsApart(t *testing.T) {
	dir, questions := madeRun(t, 4)
	res, err := Run(t.Context(), job(dir, questions, dead()))
	if err != nil || res.Faults != 16 || res.Samples != 0 || file(t, dir, runs.TrajectoriesName) != "" {
		t.Fatalf("%+v, %v", res, err)
	}
	// the server is back
	if res, err = Run(t.Context(), job(dir, questions, student())); err != nil || res.Faults != 0 || res.Samples != 16 {
		t.Errorf("%+v, %v", res, err)
	}
	// one that is gone for good is not asked for ever
	dir, questions = madeRun(t, 6)
	m := dead()
	if _, err = Run(t.Context(), job(dir, questions, m)); err == nil || !strings.Contains(err.Error(), "20 samples in a row") {
		t.Errorf("%v", err)
	}
}

func TestRunEndsAtLimit(t *testing.T) {
	dir, questions := madeRun(t, 3)
	var n atomic.Int64
	m := &actor{name: "student", say: func(r infoseek.Request) (string, error) {
		if n.Add(1) > 7 {
			return "", &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "ask", Err: infoseek.ErrLimit}
		}
		return study(r)
	}}
	res, err := Run(t.Context(), job(dir, questions, m))
	if !errors.Is(err, infoseek.ErrLimit) || res.Faults != 0 || res.Samples > 3 {
		t.Fatalf("%+v, %v", res, err)
	}
	rest := student()
	if res, err = Run(t.Context(), job(dir, questions, rest)); err != nil || res.Samples != 12 || rest.calls() != 24-7 {
		t.Errorf("%+v, %v, %d calls", res, err, rest.calls())
	}
}

// TestRunAgainstFaultyServer: of a server's faults of every kind, three in ten, none is a sample or part of one; tried again until there are none, the run has the bytes of one without faults.
func TestRunAgainstFaultyServer(t *testing.T) {
	t.Parallel()
	sample := func(faults fakeserver.Faults, most int) (string, int) {
		s := fakeserver.New(fakeserver.Options{Seed: 5, Faults: faults, Answer: answerOver})
		defer s.Close()
		dir, questions := madeRun(t, 6)
		seen := 0
		for range most {
			m := llm.Retry(llm.Timeout(llm.NewClient(llm.Endpoint{URL: s.URL(), Model: "student"}), 300*time.Millisecond), llm.Retries{Attempts: 2})
			res, err := Run(t.Context(), job(dir, questions, m))
			seen += res.Faults
			if err == nil && res.Faults == 0 {
				return file(t, dir, runs.TrajectoriesName), seen
			}
		}
		t.Fatalf("still faults after %d times", most)
		return "", 0
	}
	clean, _ := sample(fakeserver.Faults{}, 1)
	faults := fakeserver.Faults{TooMany: .06, Internal: .06, Hang: .03, Cut: .08, Garbage: .07}
	got, seen := sample(faults, 30)
	if got != clean {
		t.Error("other bytes than without faults")
	}
	if seen == 0 {
		t.Error("no sample ended in a fault: the test shows nothing")
	}
	t.Logf("%d samples ended in a fault on the way", seen)
}

// answerOver is study over the chat API.
func answerOver(r fakeserver.Request) string {
	seed := r.Seed
	messages := make([]infoseek.Message, r.Messages)
	messages[1].Content = r.Task
	said, err := study(infoseek.Request{Messages: messages, Sampling: infoseek.Sampling{Seed: &seed}})
	if err != nil {
		return err.Error()
	}
	return said
}

func TestRunRefuses(t *testing.T) {
	dir, questions := madeRun(t, 2)
	for name, c := range map[string]struct {
		change func(*Job)
		want   string
	}{
		"no samples": {func(j *Job) { j.Samples = 0 }, "give 1 to 1000"},
		"twice":      {func(j *Job) { j.Questions = append(j.Questions, j.Questions[0]) }, `question "q0" twice`},
		"no run":     {func(j *Job) { j.Dir = t.TempDir() }, "is no run directory"},
	} {
		j := job(dir, slices.Clone(questions), student())
		c.change(&j)
		if _, err := Run(t.Context(), j); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
