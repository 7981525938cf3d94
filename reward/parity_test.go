package reward

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// lines decodes the JSON lines of a file of the shared data, and skips the test where there is none.
func lines[T any](t *testing.T, path string) []T {
	t.Helper()
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(root, filepath.FromSlash(path)))
	if err != nil {
		t.Skipf("no sample data: %v", err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderMaxWindow(1<<27))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var all []T
	dec := json.NewDecoder(z)
	if strings.HasSuffix(path, ".json.zst") {
		if err := dec.Decode(&all); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	for dec.More() {
		var v T
		if err := dec.Decode(&v); err != nil {
			t.Fatalf("%s: record %d: %v", path, len(all)+1, err)
		}
		all = append(all, v)
	}
	return all
}

func TestAnswerScoresOfTheOfficialScripts(t *testing.T) {
	type exactF1 struct {
		Exact float64 `json:"exact"`
		EM    float64 `json:"em"`
		F1    float64 `json:"f1"`
	}
	cases := lines[struct {
		Set, ID, Prediction string
		Answers             []string
		HotpotQA            struct{ EM, F1, Precision, Recall float64 } `json:"hotpot_first_answer"`
		SQuAD               exactF1                                     `json:"squad2_max"`
		TriviaQA            exactF1                                     `json:"triviaqa_max"`
		SearchR1            struct{ EM, SubEM float64 }                 `json:"search_r1"`
	}](t, "parity/answer_scores.jsonl.zst")
	for _, c := range cases {
		h := HotpotQA(c.Prediction, c.Answers[0])
		exact, f1 := TriviaQA(c.Prediction, c.Answers)
		for _, s := range []struct {
			name      string
			got, want float64
		}{
			{"HotpotQA em", one(h.Exact), c.HotpotQA.EM},
			{"HotpotQA f1", h.F1, c.HotpotQA.F1},
			{"HotpotQA precision", h.Precision, c.HotpotQA.Precision},
			{"HotpotQA recall", h.Recall, c.HotpotQA.Recall},
			{"SQuAD exact", one(Exact(c.Prediction, c.Answers)), c.SQuAD.Exact},
			{"SQuAD f1", F1(c.Prediction, c.Answers), c.SQuAD.F1},
			{"TriviaQA em", one(exact), c.TriviaQA.EM},
			{"TriviaQA f1", f1, c.TriviaQA.F1},
			{"Search-R1 em", one(Exact(c.Prediction, c.Answers)), c.SearchR1.EM},
			{"Search-R1 subem", one(Contains(c.Prediction, c.Answers)), c.SearchR1.SubEM},
		} {
			if !(math.Abs(s.got-s.want) <= 1e-6) {
				t.Errorf("%s %s: %s of %q against %q is %g, want %g", c.Set, c.ID, s.name, c.Prediction, c.Answers, s.got, s.want)
			}
		}
	}
	t.Logf("%d answers", len(cases))
}

func TestRewardsOfTheReference(t *testing.T) {
	cases := lines[struct {
		ID, Text string
		Answers  []string
		Valid    bool `json:"valid_format"`
		Answer   *string
		Reward   float64
	}](t, "parity/format_reward.jsonl.zst")
	for i, c := range cases {
		answer, err := Format(c.Text)
		if (err == nil) != c.Valid {
			t.Errorf("turn %d, %s: %v, valid %v", i, c.ID, err, c.Valid)
		}
		if c.Answer != nil && answer != *c.Answer {
			t.Errorf("turn %d, %s: answer %q, want %q", i, c.ID, answer, *c.Answer)
		}
		if got := Reward(c.Text, c.Answers); math.Abs(got-c.Reward) > 1e-6 {
			t.Errorf("turn %d, %s: reward %g, want %g", i, c.ID, got, c.Reward)
		}
	}
	t.Logf("%d turns", len(cases))
}

func TestScoresOfSearchR1Rollouts(t *testing.T) {
	for _, name := range []string{"searchr1_bamboogle_2026_04_29_06_48_search_r1_instruct_seed1.json.zst", "searchr1_nq_2026_04_25_17_38_search_r1_base_seed1.json.zst"} {
		for _, c := range lines[struct {
			ID     string
			Gold   []string `json:"golden_answers"`
			Output struct {
				Pred  string
				Score struct{ EM, Acc, F1 float64 } `json:"metric_score"`
			}
		}](t, "trajectories/"+name) {
			pred, want := c.Output.Pred, c.Output.Score
			if em := one(Exact(pred, c.Gold)); em != want.EM {
				t.Errorf("%s %s: exact match of %q against %q is %g, want %g", name[:16], c.ID, pred, c.Gold, em, want.EM)
			}
			if sub := one(Contains(pred, c.Gold)); sub != want.Acc {
				t.Errorf("%s %s: %q contains one of %q: %g, want %g", name[:16], c.ID, pred, c.Gold, sub, want.Acc)
			}
		}
	}
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
