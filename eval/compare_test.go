package eval

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"
)

// outcome is a run in which the questions numbered in right were answered rightly, of n.
func outcome(name, file string, n int, right ...int) Outcome {
	o := Outcome{Name: name, records: map[string]map[string][]Record{"x": {}}}
	for i := range n {
		r := Record{Turns: 1}
		if slices.Contains(right, i) {
			r.Marks = Marks{Exact: true, F1: 1}
		}
		o.records["x"][fmt.Sprint(i)] = []Record{r}
	}
	o.Scores = []Score{{Conditions: Conditions{Set: "x", SHA256: file, Samples: 1, Agent: name, Asked: n, Of: n, N: n}, Metrics: Measure([][]Record{{{Turns: 1}}}, 1)}}
	return o
}

func TestCompare(t *testing.T) {
	rows, err := Compare([]Outcome{outcome("a", "1", 20, 0, 1, 2), outcome("b", "1", 12, 2, 3, 4, 5, 6, 7, 8)})
	if err != nil {
		t.Fatal(err)
	}
	em := rows[0]
	// of the 12 common questions 0 and 1 are a's alone, 3 to 8 are b's alone: the exact test of 2 against 6
	if em.Metric != "em" || em.N != 12 || math.Abs(em.Difference-4./12) > 1e-9 || math.Abs(em.P-0.2890625) > 1e-9 || em.Test != "McNemar" || !slices.Equal(em.Unlike, []string{"agent", "questions"}) {
		t.Errorf("%+v", em)
	}
	if f1 := rows[1]; f1.Metric != "f1" || f1.Test != "randomisation" || math.Abs(f1.P-em.P) > 1e-9 {
		t.Errorf("%+v", f1)
	}
	for want, all := range map[string][]Outcome{
		"two different files": {outcome("a", "1", 3), outcome("b", "2", 3)},
		"no set in common":    {outcome("a", "1", 3), {Name: "b"}},
		"answered by both":    {outcome("a", "1", 0), outcome("b", "1", 3)},
	} {
		if _, err := Compare(all); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestUnfinished: a run that is gone on with and stopped has scores of fewer answers than it has: it is not compared.
func TestUnfinished(t *testing.T) {
	j := testJob(t, 4)
	j.Answer = func(_ context.Context, task Task) (infoseek.Sample, float64, error) {
		if task.Question.ID == "3" {
			return infoseek.Sample{}, 0, errors.New("the disk is full")
		}
		return sample(task, infoseek.EndAnswer), 1, nil
	}
	j.Limits.Questions = 2
	if _, err := Run(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(j.Dir); err != nil {
		t.Error(err)
	}
	j.Limits.Questions = 0
	if _, err := Run(t.Context(), j); err == nil {
		t.Fatal("no error")
	}
	if _, err := Load(j.Dir); err == nil || !strings.Contains(err.Error(), "is not finished (failed)") {
		t.Error(err)
	}
}

// TestBrowseCompPlus holds calibration and citations against what evaluate_run.py gave.
func TestBrowseCompPlus(t *testing.T) {
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(root, "parity", "browsecomp_plus.json"))
	if err != nil {
		t.Skip("no sample data: ", err)
	}
	var cases struct {
		Calibration []struct {
			Confidence []float64 `json:"confidence"`
			Correct    []bool    `json:"correct"`
			Error      *float64  `json:"calibration_error"`
		} `json:"calibration"`
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases.Calibration {
		if c.Error == nil {
			t.Fatal("the file says no error")
		}
		if got := Calibration(c.Confidence, c.Correct); math.Abs(got-*c.Error) > 1e-6 {
			t.Errorf("case %d of %d: %g, want %g", i, len(c.Confidence), got, *c.Error)
		}
	}
}

func TestCitations(t *testing.T) {
	for answer, want := range map[string][]string{
		"It is [7]. See [8, 9] and 【10】【11, 7】.": {"7", "8", "9", "10", "11"},
		"None [of these] count":                  nil,
		"[[5]] nested, [doc 6: 3]":               {"5", "6", "3"},
	} {
		if got := Citations(answer); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", answer, got, want)
		}
	}
	if p, r := CitationMarks([]string{"1", "2"}, []string{"2", "3", "4"}); p != 0.5 || math.Abs(r-1./3) > 1e-9 {
		t.Errorf("%g %g", p, r)
	}
	if p, r := CitationMarks(nil, nil); p != 0 || r != 0 {
		t.Errorf("%g %g", p, r)
	}
}

func TestConfidenceIn(t *testing.T) {
	for answer, want := range map[string]float64{"Confidence: 80%": 80, "**Confidence:** 12.5 %": 12.5, "confidence: 400%": 100, "sure": 100, "": 100} {
		if got := confidenceIn(answer); got != want {
			t.Errorf("%q: %g, want %g", answer, got, want)
		}
	}
}

// TestCalibrationBounds: it is a share in per cent, and 0 where confidence is right.
func TestCalibrationBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 700).Draw(t, "n")
		confidence, correct := make([]float64, n), make([]bool, n)
		sure := make([]float64, n)
		for i := range n {
			confidence[i] = rapid.Float64Range(0, 100).Draw(t, "confidence")
			correct[i] = rapid.Bool().Draw(t, "correct")
			sure[i] = 100 * one(correct[i])
		}
		if got := Calibration(confidence, correct); got < 0 || got > 100 {
			t.Fatalf("%g", got)
		}
		if got := Calibration(sure, correct); got > 1e-6 {
			t.Fatalf("who knows what is right is off by %g", got)
		}
	})
}
