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
	"infoseek/internal/memcorpus"

	"pgregory.net/rapid"
)

func TestConditions(t *testing.T) {
	whole := Conditions{Set: "s", SHA256: "1", Order: OrderFile, N: 1, Asked: 1, Of: 1, Samples: 1, Agent: "a", Model: "m", Refiner: "r", Prompt: "p", Settings: "default", Corpus: "c", Searcher: "s", Judge: "j", Uncovered: "not looked for"}
	if err := whole.Check(); err != nil {
		t.Error(err)
	}
	for what, without := range map[string]func(*Conditions){
		"set": func(c *Conditions) { c.Set = "" }, "hash of the set's file": func(c *Conditions) { c.SHA256 = "" }, "subset": func(c *Conditions) { c.Order = "" },
		"agent": func(c *Conditions) { c.Agent = "" }, "model": func(c *Conditions) { c.Model = "" }, "refiner": func(c *Conditions) { c.Refiner = "" },
		"prompt": func(c *Conditions) { c.Prompt = "" }, "corpus": func(c *Conditions) { c.Corpus = "" }, "retriever": func(c *Conditions) { c.Searcher = "" },
		"judge": func(c *Conditions) { c.Judge = "" }, "settings": func(c *Conditions) { c.Settings = "" }, "size": func(c *Conditions) { c.Of = 0 }, "share of answers in the corpus": func(c *Conditions) { c.Uncovered = "" },
	} {
		c := whole
		without(&c)
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), what+" not known") {
			t.Errorf("without %s: %v", what, err)
		}
	}
}

// TestSettings: what an agent was set to do otherwise than by default is a condition, and two runs that differ by it are not the same.
func TestSettings(t *testing.T) {
	for settings, want := range map[string]string{
		"": "default", `{"Turns":0,"Strict":false,"Seed":null}`: "default", `{"Turns":3,"Firewall":true,"Strict":false}`: "Firewall true, Turns 3, tools native",
	} {
		o := Options{Settings: []byte(settings)}
		if want != "default" {
			o.Agent, o.Tools = Search, "native"
		}
		if got, err := settingsText(o); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", settings, got, err, want)
		}
	}
	if got := unlike(Conditions{Settings: "default", Judge: "a"}, Conditions{Settings: "Firewall true", Judge: "b"}); !slices.Equal(got, []string{"settings", "judge"}) {
		t.Errorf("%q", got)
	}
}

// TestMissing: answers that predictions don't have are counted among the conditions.
func TestMissing(t *testing.T) {
	j := testJob(t, 3)
	file := filepath.Join(t.TempDir(), "theirs.jsonl")
	if err := os.WriteFile(file, []byte(`{"id": "0", "answer": "keeper 0"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	var err error
	if j.Predictions, err = ReadPredictions(file); err != nil {
		t.Fatal(err)
	}
	j.Options.Agent, j.Options.Stated = Elsewhere, map[string]string{"model": "m", "retriever": "r", "corpus": "c", "prompt": "p"}
	res, err := Run(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	if c := res.Scores[0].Conditions; c.Missing != 2 || c.Subset() != "all 3; 2 predictions missing, counted as wrong" {
		t.Errorf("%+v: %s", c, c.Subset())
	}
}

func TestMeasure(t *testing.T) {
	right, wrong := Record{Marks: Marks{Exact: true, F1: 1}, Turns: 1}, Record{Marks: Marks{F1: 0.5}, Turns: 1}
	one := Measure([][]Record{{right}, {wrong}, {wrong}, {right}}, 1)
	if m := one[0]; m.Name != "em" || m.Value != 0.5 || m.By != "wilson" || m.N != 4 || !(m.Low < 0.5 && m.High > 0.5) || m.Detectable < 0.9 {
		t.Errorf("%+v", m)
	}
	if m := Measure([][]Record{{wrong}, {wrong}}, 1)[0]; m.Value != 0 || m.Detectable < 0.9 {
		t.Errorf("two that are wrong show every difference: %+v", m)
	}
	if m := one[1]; m.Name != "f1" || m.Value != 0.75 || m.By != "bootstrap" || m.Low < 0.5 || m.High > 1 {
		t.Errorf("%+v", m)
	}
	two := Measure([][]Record{{right, wrong}, {wrong, wrong}}, 2)
	last := two[len(two)-1]
	if two[0].Value != 0.25 || two[0].By != "bootstrap" || last.Name != "pass@2" || last.Value != 0.5 || last.By != "wilson" {
		t.Errorf("%+v", two)
	}
	// an answer that ended in a fault says nothing for or against pass@k
	faulted := Measure([][]Record{{right, wrong}, {wrong}}, 2)
	if m := faulted[len(faulted)-1]; m.Name != "pass@2" || m.Value != 1 || m.N != 1 {
		t.Errorf("%+v", m)
	}
	for _, m := range Measure([][]Record{{wrong}}, 2) {
		if strings.HasPrefix(m.Name, "pass@") {
			t.Errorf("%+v, of no question with two answers", m)
		}
	}
	for _, m := range Measure([][]Record{{{}}}, 1) {
		if m.Name == "format" || m.Name == "retrieved" {
			t.Errorf("%s is measured of an answer made elsewhere", m.Name)
		}
	}
}

// TestMeasureIsInItsInterval: whatever the marks, each figure lies within its interval, within 0 and 1.
func TestMeasureIsInItsInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		questions := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []Record {
			r := Record{Turns: 1, Seen: rapid.Bool().Draw(t, "seen"), Marks: Marks{Exact: rapid.Bool().Draw(t, "exact"), F1: rapid.Float64Range(0, 1).Draw(t, "f1")}}
			return []Record{r}
		}), 1, 40).Draw(t, "questions")
		for _, m := range Measure(questions, 1) {
			if m.Low > m.Value+1e-9 || m.High < m.Value-1e-9 || m.Low < -1e-9 || m.High > 1+1e-9 || m.N != len(questions) || math.IsNaN(m.Detectable) {
				t.Fatalf("%+v", m)
			}
		}
	})
}

func TestCover(t *testing.T) {
	pages := world(memcorpus.Page{Title: "Skerry Light", Text: "A light on Holm. Its keeper was Ida Brandt, of Vesle."}, memcorpus.Page{Title: "Vesle", Text: "A town."})
	ask := func(golds ...string) Question { return Question{ID: golds[0], Gold: golds} }
	got, err := cover(t.Context(), pages, [][]Question{
		{ask("ida brandt"), ask("Brandt Ida"), ask("Skerry Light"), ask("nobody", "VESLE"), ask("keeper was"), ask("yes"), ask("Vesle. A"), ask("Idab"), {ID: "none"}},
		{ask("town")},
	})
	want := []Coverage{{Questions: 7, Covered: 4, Verdicts: 1, Limit: 9}, {Questions: 1, Covered: 1, Limit: 1}}
	if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

func world(pages ...memcorpus.Page) infoseek.Pages {
	var b memcorpus.Builder
	for _, p := range pages {
		b.Add(p)
	}
	return b.Build()
}

func testJob(t *testing.T, n int) Job {
	s := Set{Name: "x", SHA256: "1", Of: n, Order: OrderFile}
	for i := range n {
		s.Questions = append(s.Questions, Question{ID: fmt.Sprint(i), Question: fmt.Sprintf("Who is %d?", i), Gold: []string{fmt.Sprintf("keeper %d", i)}})
	}
	return Job{
		Dir: filepath.Join(t.TempDir(), "e"), Sets: []Set{s}, Limits: Limits{Samples: 1}, Version: "test", Pages: world(memcorpus.Page{Title: "Keeper 1", Text: "He kept it."}),
		Options: Options{Agent: Embedded, Sets: []SetOptions{{"x", "1", OrderFile}}, Retriever: infoseek.Retriever{K1: 0.9, B: 0.4, Depth: 5}}, Workers: 2,
	}
}

func sample(t Task, ended infoseek.Ending) infoseek.Sample {
	return infoseek.Sample{V: 1, ID: t.Question.ID, Number: t.Sample, Score: infoseek.SampleScore{Format: true}, Trajectory: infoseek.Trajectory{
		Answer: t.Question.Answer, Ended: ended, Turns: 1, Segments: []infoseek.Segment{{}}, Faults: []infoseek.TrajectoryFault{{Detail: "gone"}}}}
}

// TestResume: whatever is cut off, and wherever a fault falls, the same command ends with the same predictions.
func TestResume(t *testing.T) {
	whole := testJob(t, 12)
	whole.Answer = func(_ context.Context, task Task) (infoseek.Sample, float64, error) {
		return sample(task, infoseek.EndAnswer), 1, nil
	}
	res, err := Run(t.Context(), whole)
	if err != nil || res.Answers != 12 || res.Scores[0].Metrics[0].Value != 1 || res.Scores[0].Conditions.Coverage.Covered != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	want := read(t, whole)
	for fail := range 12 {
		j := testJob(t, 12)
		j.Answer = func(_ context.Context, task Task) (infoseek.Sample, float64, error) {
			switch {
			case task.Question.ID != fmt.Sprint(fail):
			case fail%2 == 0:
				return infoseek.Sample{}, 0, errors.New("the disk is full")
			default:
				return sample(task, infoseek.EndFault), 1, nil
			}
			return sample(task, infoseek.EndAnswer), 1, nil
		}
		res, err := Run(t.Context(), j)
		if fail%2 == 0 && (err == nil || len(res.Scores) > 0) || fail%2 == 1 && (err != nil || res.Faults != 1 || res.Scores[0].Conditions.N != 11) {
			t.Fatalf("question %d: %+v, %v", fail, res, err)
		}
		j.Answer = whole.Answer
		if res, err = Run(t.Context(), j); err != nil || res.Answers != 12 || res.Faults != 0 {
			t.Fatalf("question %d, again: %+v, %v", fail, res, err)
		}
		if got := read(t, j); got != want {
			t.Errorf("question %d: predictions differ:\n%s\n%s", fail, got, want)
		}
	}
}

func read(t *testing.T, j Job) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(j.Dir, PredictionsName))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestTooLong: a question that does not fit the context is no fault but a wrong answer, and a failure to report.
func TestTooLong(t *testing.T) {
	j := testJob(t, 2)
	j.Answer = func(_ context.Context, task Task) (infoseek.Sample, float64, error) {
		s := sample(task, infoseek.EndFault)
		s.Trajectory.Segments, s.Trajectory.Turns = nil, 0
		return s, 0, nil
	}
	res, err := Run(t.Context(), j)
	if err != nil || res.Answers != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	if f := res.Scores[0].Failures[0]; f.Name != "context overflow" || f.Count != 2 || !f.Beyond || len(f.Examples) != 2 {
		t.Errorf("%+v", f)
	}
}
