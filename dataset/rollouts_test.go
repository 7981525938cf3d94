package dataset

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func rolloutsOf(t testing.TB, text string) []Rollout {
	t.Helper()
	var all []Rollout
	for r, err := range readRollouts(strings.NewReader(text)) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func TestReadRolloutsOfSearchR1(t *testing.T) {
	all := rolloutsOf(t, `[
	 {"id": "a", "question": "Which light?", "golden_answers": ["Skerry Light"], "output": {"final_response": "<think>t</think>\nMy previous action is invalid. Act so.\n<answer>Tarn Light</answer>", "pred": "Tarn Light", "metric_score": {"em": 0.0, "acc": 1.0, "f1": 0.5}}},
	 {"id": 7, "question": "q", "golden_answers": [], "output": {"final_response": "", "pred": ""}}]`)
	if len(all) != 2 {
		t.Fatalf("%d rollouts", len(all))
	}
	r := all[0]
	if r.Number != 1 || r.Maker != SearchR1 || r.ID != "a" || r.Notices[0] != "My previous action is invalid. Act so." || *r.Answer != "Tarn Light" || *r.Exact || !*r.Contains {
		t.Errorf("%+v", r)
	}
	if r := all[1]; r.Number != 2 || r.ID != "7" || r.Exact != nil {
		t.Errorf("%+v", r)
	}
}

func TestReadRolloutsOfR1Searcher(t *testing.T) {
	all := rolloutsOf(t, `{"question": "q", "answer": "Tarn", "pred_ans": " Tarn ", "gen_text_store": "first\n<|begin_of_query|> tarn<|end_of_query|>\n\n<|begin_of_documents|>\n(1) Tarn<|end_of_documents|>\n\nso</think>\n<answer> Tarn </answer>", "gpt4o_output": "True"}
	{"question": "q2", "answer": ["a", "b"], "gen_text_store": ""}`)
	want := "<think>first\n</think><search> tarn</search>\n\n<information>\n(1) Tarn</information><think>\n\nso</think>\n<answer> Tarn </answer>"
	if len(all) != 2 || all[0].Maker != R1Searcher || all[0].Text != want || *all[0].Answer != "Tarn" || all[0].Exact != nil {
		t.Errorf("%+v", all)
	}
	if strings.Join(all[1].Gold, " ") != "a b" {
		t.Errorf("gold %q", all[1].Gold)
	}
}

func TestReadRolloutsOfOurs(t *testing.T) {
	samples := testSamples(t, tagsRun, "trajectories.jsonl")
	n := 0
	for r, err := range ReadRollouts(filepath.Join(tagsRun, "trajectories.jsonl")) {
		if err != nil {
			t.Fatal(err)
		}
		if s := samples[n]; r.Maker != Ours || r.ID != s.ID || r.Text != s.Trajectory.Rollout() || r.Native || *r.Exact != s.Score.Match || *r.Answer != s.Trajectory.Answer {
			t.Errorf("%+v", r)
		}
		n++
	}
	if n != len(samples) {
		t.Errorf("%d rollouts", n)
	}
	exported := rolloutsOf(t, string(read(t, "testdata/golden/tags.jsonl")))
	if len(exported) != 3 || exported[2].Text != samples[2].Trajectory.Rollout() || *exported[2].Answer != "Tarn Viaduct" || exported[2].Gold[0] != "Tarn Viaduct" {
		t.Errorf("%+v", exported)
	}
}

func TestReadRolloutsNamesTheRecord(t *testing.T) {
	good := `{"question":"q","answer":"a","gen_text_store":""}`
	for _, c := range []struct{ text, want string }{
		{good + "\n{\"question\":\"q\"}", "record 2: no rollout"},
		{"[" + good + "," + good, "record 3: "},
		{good + "{", "record 2: "},
		{good + `{"question":"q","answer":{},"gen_text_store":""}`, "record 2: an answer is a text or a list of texts"},
	} {
		var last error
		n := 0
		for _, last = range readRollouts(strings.NewReader(c.text)) {
			n++
		}
		if last == nil || !strings.Contains(last.Error(), c.want) {
			t.Errorf("%s: %v after %d records, want %q", c.text, last, n, c.want)
		}
	}
}

// FuzzReadRollouts: foreign files are read or refused; what is read is numbered from 1 and of a known maker.
func FuzzReadRollouts(f *testing.F) {
	f.Add([]byte(`[{"id":"a","question":"q","golden_answers":["x"],"output":{"final_response":"<think>t</think>","pred":"x","metric_score":{"em":1}}}]`))
	f.Add([]byte(`{"question":"q","answer":"a","pred_ans":" a","gen_text_store":"t <|begin_of_query|> q<|end_of_query|>"} {"text":"<answer>x</answer>","gold":["x"]}`))
	b, err := os.ReadFile(filepath.Join(nativeRun, "trajectories.jsonl"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		for r, err := range readRollouts(bytes.NewReader(b)) {
			if err != nil {
				return
			}
			n++
			if r.Number != n || r.Maker != SearchR1 && r.Maker != R1Searcher && r.Maker != Ours {
				t.Errorf("rollout %d: %+v", n, r)
			}
			if !utf8.ValidString(r.Text) {
				t.Errorf("rollout %d: text %q", n, r.Text)
			}
		}
	})
}
