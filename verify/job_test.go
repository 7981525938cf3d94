package verify

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"infoseek"
	"infoseek/runs"
)

// madeRun is a run directory of n questions that differ in their ids.
func madeRun(t testing.TB, n int) (dir string, questions []infoseek.Question) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "run")
	r, err := runs.Open(dir, runs.Options{Command: "synth"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		q := question(t)
		q.ID = fmt.Sprintf("q%d", i)
		questions = append(questions, q)
	}
	var all iter.Seq[any] = func(yield func(any) bool) {
		for _, q := range questions {
			if !yield(q) {
				return
			}
		}
	}
	if err := errors.Join(r.Write(runs.QuestionsName, all), r.SetState(runs.Done, nil), r.Close()); err != nil {
		t.Fatal(err)
	}
	return dir, questions
}

func job(dir string, questions []infoseek.Question, solver infoseek.Model, checks ...Check) Job {
	c := corpus()
	return Job{Dir: dir, Questions: questions, Checks: checks, Pages: c, Searcher: everything{c}, Models: map[string]infoseek.Model{Solver: solver, Verifier: solver, Judge: solver}, Workers: 3}
}

func verdictsFile(t testing.TB, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, VerdictsName))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const odd = `{"thought":"","answer":"Odd Brun"}`

func TestJob(t *testing.T) {
	dir, questions := madeRun(t, 5)
	m := always(odd)
	j := job(dir, questions, m, Certificate{}, NewDifficulty(2), Prior{})
	res, err := Run(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	if res.Judged != 15 || res.Tallies[1].Pass != 5 || res.Tallies[1].Usage != (infoseek.Usage{Prompt: 100, Completion: 10}) || res.Tallies[1].Dollars != 120 {
		t.Errorf("%+v", res)
	}
	first := verdictsFile(t, dir)
	for i, line := range strings.Split(strings.TrimSpace(first), "\n") {
		want := fmt.Sprintf(`{"v":1,"id":"q%d/%s","run":"`, i/3, []string{"certificate", "difficulty", "prior-knowledge"}[i%3])
		if !strings.HasPrefix(line, want) {
			t.Errorf("line %d: %.80s, want %s", i, line, want)
		}
	}

	asked := m.calls()
	if res, err = Run(t.Context(), j); err != nil || res.Judged != 0 || m.calls() != asked || verdictsFile(t, dir) != first {
		t.Errorf("the second time: %+v, %v, %d calls more", res, err, m.calls()-asked)
	}

	// other options are another verdict, and what builds on it goes with it
	j.Checks = []Check{NewDifficulty(1), Prior{}}
	if res, err = Run(t.Context(), j); err != nil || res.Judged != 10 {
		t.Errorf("with other options: %+v, %v", res, err)
	}
	if n := strings.Count(verdictsFile(t, dir), "\n"); n != 15 {
		t.Errorf("%d verdicts, want one of each check", n)
	}
}

func TestJobAgain(t *testing.T) {
	dir, questions := madeRun(t, 1)
	m := always(odd)
	j := job(dir, questions, m, NewDifficulty(2))
	for i := range 3 {
		if _, err := Run(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		j.Again = true
		v, err := ReadVerdicts(dir)
		if err != nil || v["q0"]["difficulty"].Attempt != i {
			t.Errorf("attempt %d, want %d (%v)", v["q0"]["difficulty"].Attempt, i, err)
		}
	}
	seeds := map[uint64]bool{}
	for _, r := range m.asked {
		seeds[*r.Sampling.Seed] = true
	}
	if len(seeds) != 6 {
		t.Errorf("%d seeds for 3 times 2 samples", len(seeds))
	}
}

func TestJobKeepsFaultsApart(t *testing.T) {
	dir, questions := madeRun(t, 3)
	res, err := Run(t.Context(), job(dir, questions, dead(), NewDifficulty(1), Prior{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, tally := range res.Tallies {
		if tally.Fault != 3 || tally.Fail != 0 || tally.Pass != 0 {
			t.Errorf("%+v", tally)
		}
	}
	// the server is back: faults are tried again
	if res, err = Run(t.Context(), job(dir, questions, always(odd), NewDifficulty(1), Prior{})); err != nil || res.Tallies[0].Pass != 3 || res.Tallies[1].Pass != 3 {
		t.Errorf("%+v, %v", res, err)
	}
	// and gone: what stands is not lost
	j := job(dir, questions, dead(), NewDifficulty(1))
	j.Again = true
	if res, err = Run(t.Context(), j); err != nil || res.Tallies[0].Pass != 3 {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestJobEndsAtLimit(t *testing.T) {
	dir, questions := madeRun(t, 4)
	var n atomic.Int64
	m := &script{say: func(string) (string, error) {
		if n.Add(1) > 2 {
			return "", &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "ask", Err: infoseek.ErrLimit}
		}
		return odd, nil
	}}
	j := job(dir, questions, m, NewDifficulty(1))
	res, err := Run(t.Context(), j)
	if !errors.Is(err, infoseek.ErrLimit) || res.Tallies[0].Fault != 0 {
		t.Errorf("%+v, %v", res, err)
	}
	if got := strings.Count(verdictsFile(t, dir), "\n"); got > 2 {
		t.Errorf("%d verdicts after two answers", got)
	}
}

// TestJobInterrupted: stopped after any number of answers and gone on with, it gives the same bytes, and no answer is asked for twice.
func TestJobInterrupted(t *testing.T) {
	whole, questions := madeRun(t, 4)
	checks := []Check{Certificate{}, NewDifficulty(2), Prior{}, NewAlternatives()}
	say := func(user string) (string, error) {
		if strings.HasPrefix(user, "Entity:") {
			return met(1), nil
		}
		return odd, nil
	}
	full := &script{say: say}
	if _, err := Run(t.Context(), job(whole, questions, full, checks...)); err != nil {
		t.Fatal(err)
	}
	want := verdictsFile(t, whole)
	for after := range full.calls() {
		dir, _ := madeRun(t, 4)
		ctx, cancel := context.WithCancel(t.Context())
		var n atomic.Int64
		m := &script{say: func(user string) (string, error) {
			if n.Add(1) == int64(after+1) {
				cancel()
				return "", context.Canceled
			}
			return say(user)
		}}
		j := job(dir, questions, m, checks...)
		j.Workers = 1
		if _, err := Run(ctx, j); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped at call %d: %v", after, err)
		}
		cancel()
		rest := &script{say: say}
		if _, err := Run(t.Context(), job(dir, questions, rest, checks...)); err != nil {
			t.Fatal(err)
		}
		if got := verdictsFile(t, dir); got != want {
			t.Fatalf("stopped at call %d: other bytes", after)
		}
		if rest.calls() != full.calls()-after {
			t.Errorf("stopped at call %d: %d calls more, want %d", after, rest.calls(), full.calls()-after)
		}
	}
}

func TestJobNeeds(t *testing.T) {
	dir, questions := madeRun(t, 1)
	for name, c := range map[string]struct {
		change func(*Job)
		want   string
	}{
		"no model":  {func(j *Job) { j.Models = nil; j.Checks = []Check{NewClarity()} }, "needs a model in the role judge"},
		"no corpus": {func(j *Job) { j.Pages = nil; j.Checks = []Check{Certificate{}} }, "needs the corpus"},
		"no index":  {func(j *Job) { j.Searcher = nil; j.Checks = []Check{NewVerifiability(1)} }, "search index"},
		"twice":     {func(j *Job) { j.Checks = []Check{Prior{}, Prior{}} }, "twice"},
		"no run":    {func(j *Job) { j.Dir = t.TempDir() }, "is no run directory"},
	} {
		j := job(dir, questions, always(odd), NewDifficulty(1))
		c.change(&j)
		if _, err := Run(t.Context(), j); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestJobWithoutTree: a question made elsewhere gets the verdicts that need no tree, and no others.
func TestJobWithoutTree(t *testing.T) {
	dir, questions := madeRun(t, 1)
	questions[0].Tree, questions[0].Certificate = infoseek.Tree{}, infoseek.Certificate{}
	res, err := Run(t.Context(), job(dir, questions, always(odd), Certificate{}, Support{}, NewDifficulty(1)))
	if err != nil || res.Judged != 1 || res.Tallies[0].None != 1 || res.Tallies[2].Pass != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}
