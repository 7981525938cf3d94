package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"infoseek"

	"pgregory.net/rapid"
)

func sample(id, answer string) infoseek.Sample {
	turn := func(n int, text string) infoseek.Segment {
		return infoseek.Segment{Turn: n, Kind: infoseek.SegmentTurn, Origin: infoseek.OriginModel, Text: text}
	}
	return infoseek.Sample{ID: id, QuestionID: id, Trajectory: infoseek.Trajectory{Answer: answer, Segments: []infoseek.Segment{turn(1, "search "+id), turn(2, "answer "+answer)}}}
}

// TestShuffled: a control's trajectory begins as it did and ends as another's with another answer; what it was made of stays as it is.
func TestShuffled(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		answers := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 20).Draw(rt, "answers")
		differ := slices.ContainsFunc(answers, func(a string) bool { return a != answers[0] })
		var samples []infoseek.Sample
		var questions []infoseek.Question
		for i, a := range answers {
			samples = append(samples, sample(string(rune('A'+i)), a))
			questions = append(questions, infoseek.Question{ID: string(rune('A' + i)), Answer: a})
		}
		gold := shuffleGold(questions)
		for i, got := range shuffleTurns(samples) {
			was := samples[i].Trajectory
			if got.Trajectory.Segments[0].Text != was.Segments[0].Text || was.Segments[1].Text != "answer "+answers[i] {
				rt.Fatalf("%d: %+v, it was made of %+v", i, got.Trajectory, was)
			}
			if (got.Trajectory.Answer == answers[i]) == differ || got.Trajectory.Segments[1].Text != "answer "+got.Trajectory.Answer {
				rt.Fatalf("%d: %q ends in %q", i, answers[i], got.Trajectory.Segments[1].Text)
			}
			if (gold[i].Answer == answers[i]) == differ {
				rt.Fatalf("%d: %q is to be answered by %q", i, answers[i], gold[i].Answer)
			}
		}
	})
}

// TestOnce: what is done is not done again, what failed is, and other settings are refused.
func TestOnce(t *testing.T) {
	s := &stages{ctx: context.Background(), dir: t.TempDir()}
	times := 0
	try := func(settings string, result error) error {
		return s.once("stage", settings, func() error { times++; return result })
	}
	if err := try("a", os.ErrClosed); !errors.Is(err, os.ErrClosed) {
		t.Fatal(err)
	}
	if err := errors.Join(try("a", nil), try("a", os.ErrClosed)); err != nil || times != 2 {
		t.Errorf("done %d times: %v", times, err)
	}
	if err := try("b", nil); err == nil || times != 2 {
		t.Errorf("other settings were taken: %v", err)
	}
}

// TestGather: a question is pooled once, and only if it names enough.
func TestGather(t *testing.T) {
	dir := t.TempDir()
	vertices := []infoseek.Vertex{{Kind: infoseek.EntityVertex, Hidden: true}, {ID: 1, Kind: infoseek.EntityVertex}, {ID: 2, Kind: infoseek.EntityVertex}}
	question := func(text string, vertices []infoseek.Vertex) infoseek.Question {
		return infoseek.Question{ID: text, Question: text, Tree: infoseek.Tree{Vertices: vertices}}
	}
	for name, questions := range map[string][]infoseek.Question{"x": {question("one", vertices[:2]), question("two", vertices)}, "y": {question("two", vertices), question("more", vertices)}} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := write(filepath.Join(dir, name, "questions.jsonl"), questions); err != nil {
			t.Fatal(err)
		}
	}
	pool := filepath.Join(dir, poolName)
	if err := gather(pool, []string{filepath.Join(dir, "x"), filepath.Join(dir, "y")}, 2); err != nil {
		t.Fatal(err)
	}
	all, err := read[infoseek.Question](pool)
	if err != nil || len(all) != 2 || all[0].ID != "two" || all[1].ID != "more" {
		t.Errorf("pooled %+v, %v", all, err)
	}
}

// TestImprovement: only what is better counts, and chance is McNemar's.
func TestImprovement(t *testing.T) {
	for _, c := range []struct {
		differences []float64
		want        float64
	}{{[]float64{1, 1, 1, 1, 1, 1, 0}, 2.0 / 64}, {[]float64{-1, -1, 0}, 1}, {[]float64{0}, 1}, {[]float64{1, -1}, 1}} {
		if got := improvement(c.differences); got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("%v: %v, want %v", c.differences, got, c.want)
		}
	}
}
