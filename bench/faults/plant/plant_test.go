package plant

import (
	"context"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"testing"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/hcsp"
	"infoseek/runs"
	"infoseek/synth"

	"pgregory.net/rapid"
)

// sampled makes questions from the sample encyclopedia.
func sampled(t *testing.T) (*library.Shelf, []infoseek.Question) {
	t.Helper()
	t.Chdir("../../..") // the library reads the code from the repository's root
	l := library.Library{Cache: t.TempDir(), Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))}
	shelf, err := l.Open(t.Context(), library.Sample)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shelf.Close() })
	made, err := l.Run(t.Context(), shelf, "plant", synth.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r, err := runs.Read(made.Dir)
	if err != nil {
		t.Fatal(err)
	}
	var questions []infoseek.Question
	for q, err := range r.Questions() {
		if err != nil {
			t.Fatal(err)
		}
		questions = append(questions, q)
	}
	return shelf, questions
}

// TestPlant breaks questions in each way, and has the solver, which the planter does not see, say what is broken.
func TestPlant(t *testing.T) {
	shelf, questions := sampled(t)
	before := map[string]infoseek.Question{}
	for _, q := range questions {
		before[q.ID] = q
	}
	solver := hcsp.NewSolver(shelf.Corpus)
	tried := 0
	for _, f := range Faults() {
		p := &planter{pages: shelf.Corpus, r: newRand(1), claims: wordings(questions)}
		q, rest, err := p.plant(t.Context(), f, questions)
		if err != nil {
			t.Logf("%s: %v", f.Way, err)
			continue
		}
		tried++
		if len(rest) != len(questions)-1 || reflect.DeepEqual(q, before[q.ID]) {
			t.Errorf("%s: %d left, question %q as it was", f.Way, len(rest), q.ID)
		}
		if err := hcsp.Validate(q.Tree); err != nil {
			t.Errorf("%s: %v", f.Way, err)
		}
		for _, c := range q.Clauses {
			if c.Start < 0 || c.End <= c.Start || c.End > len(q.Question) {
				t.Errorf("%s: clause at %d..%d of %q", f.Way, c.Start, c.End, q.Question)
			}
		}
		unique := certified(t, solver, q)
		switch f.Kind {
		case SecondAnswer, Contradiction:
			if unique {
				t.Errorf("%s: still unique: %s", f.Way, q.Question)
			}
		case LeakedName:
			if !unique || len(q.Question) <= len(before[q.ID].Question) {
				t.Errorf("%s: unique %v: %s", f.Way, unique, q.Question)
			}
		case Unsupported:
			if !unique {
				t.Errorf("%s: the tree is another", f.Way)
			}
		}
	}
	if tried < 8 {
		t.Errorf("only %d ways of %d found an occasion", tried, len(Faults()))
	}
	for _, q := range questions {
		if !reflect.DeepEqual(q, before[q.ID]) {
			t.Errorf("question %q was changed by those made of it", q.ID)
		}
	}
}

func certified(t *testing.T, s *hcsp.Solver, q infoseek.Question) bool {
	t.Helper()
	c, err := s.Certify(context.Background(), q.Tree)
	if err != nil {
		t.Fatal(err)
	}
	return c.Unique
}

// TestNotEnough: a planter that runs out of questions says so.
func TestNotEnough(t *testing.T) {
	if _, err := Plant(t.Context(), nil, nil, 1, 0, 1); err == nil || !strings.Contains(err.Error(), "no question of 0") {
		t.Error(err)
	}
	if _, err := Plant(t.Context(), nil, nil, 0, 3, 1); err == nil || !strings.Contains(err.Error(), "3 controls wanted") {
		t.Error(err)
	}
}

// TestReplaceBytesKeepsClauses: clauses that an edit does not touch say after it what they said before.
func TestReplaceBytesKeepsClauses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.StringMatching(`[a-z ]{1,6}`), 1, 6).Draw(t, "clauses")
		var q infoseek.Question
		for _, part := range parts {
			q.Question += "-"
			q.Clauses = append(q.Clauses, infoseek.Clause{Start: len(q.Question), End: len(q.Question) + len(part)})
			q.Question += part
		}
		at := rapid.IntRange(0, len(parts)-1).Draw(t, "edited")
		with := rapid.StringMatching(`[A-Z]{0,8}`).Draw(t, "with")
		replaceBytes(&q, q.Clauses[at].Start, q.Clauses[at].End, with)
		for i, part := range parts {
			want := part
			if i == at {
				want = with
			}
			if got := textOf(&q, i); got != want {
				t.Errorf("clause %d says %q, want %q", i, got, want)
			}
		}
	})
}
