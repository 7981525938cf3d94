package agent

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"infoseek/internal/tags"
)

// dataFile opens a compressed file of the sample data beside the repository; the test is skipped without it.
func dataFile(t testing.TB, name string) io.Reader {
	t.Helper()
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("no sample data: %v", err)
	}
	z, err := zstd.NewReader(f, zstd.WithDecoderMaxWindow(1<<27))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { z.Close(); f.Close() })
	return z
}

func TestReadRollout(t *testing.T) {
	const search = "<think>t</think>\n<search>q</search>\n\n<information>i</information>\n"
	for _, c := range []struct {
		in, answer          string
		turns, observations int
		problems            string
	}{
		{search + search + "<think>t</think><answer>x</answer>\n", "x", 3, 2, ""},
		{search + "x <search>r</search> <think>t</think><answer>x</answer>", "x", 3, 1,
			"line 5: text outside the tags; line 5: <search> without <think> before it; line 5: no <information> after the search"},
		{search + "<think>t</think><search>q</search><information>i", "", 2, 2, "line 5: <information> is never closed; line 5: no answer"},
		{search + "I can't say.", "", 2, 1, "line 5: text outside the tags; line 5: neither <search> nor <answer>; line 5: no answer"},
		{"<think>t</think><answer>x</answer>\nDone.", "x", 1, 0, "line 2: text after the end"},
		{"<think>t</think>\n</search>\nNot so.\n<think>t</think><answer>x</answer>", "x", 2, 0, "line 2: </search> without <search>; line 2: neither <search> nor <answer>"},
		{"", "", 0, 0, "line 1: no answer"},
	} {
		r := ReadRollout(c.in, "Not so.")
		if r.Answer != c.answer || len(r.Turns) != c.turns || len(r.Observations) != c.observations || toldProblems(r.Problems) != c.problems {
			t.Errorf("%q:\n%q, %d turns, %d observations, %s\nwant %s", c.in, r.Answer, len(r.Turns), len(r.Observations), toldProblems(r.Problems), c.problems)
		}
	}
}

func toldProblems(problems []Problem) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return strings.Join(all, "; ")
}

// TestSearchR1Rollouts reads what another system's agents wrote. Every rollout that departs from the strict form is named with line and reason (go test -v), and none that keeps to it.
func TestSearchR1Rollouts(t *testing.T) {
	for _, name := range []string{"searchr1_bamboogle_2026_04_29_06_48_search_r1_instruct_seed1.json.zst", "searchr1_nq_2026_04_25_17_38_search_r1_base_seed1.json.zst"} {
		var rollouts []struct {
			ID     string
			Output struct {
				Text string `json:"final_response"`
				Pred string
				Stop string `json:"stop_reason"`
			}
		}
		if err := json.NewDecoder(dataFile(t, "trajectories/"+name)).Decode(&rollouts); err != nil {
			t.Fatal(err)
		}
		malformed := 0
		for _, c := range rollouts {
			r := ReadRollout(c.Output.Text, noticeIn(c.Output.Text))
			if len(r.Problems) > 0 {
				malformed++
				t.Logf("%s %s: %s", name[:16], c.ID, r.Problems[0])
			}
			if r.Answer != c.Output.Pred {
				t.Errorf("%s %s: answer %q, want %q", name[:16], c.ID, r.Answer, c.Output.Pred)
			}
		}
		t.Logf("%s: %d of %d rollouts malformed", name, malformed, len(rollouts))
	}
}

// noticeIn finds the other system's message after an invalid turn, a line.
func noticeIn(text string) string {
	if i := strings.Index(text, "My previous action is invalid."); i >= 0 {
		notice, _, _ := strings.Cut(text[i:], "\n")
		return notice
	}
	return ""
}

// TestR1SearcherRollouts: the other system marks its searches by other tags; put into ours, its rollouts can be read too.
func TestR1SearcherRollouts(t *testing.T) {
	ours := strings.NewReplacer("<|begin_of_query|>", "</think><search>", "<|end_of_query|>", "</search>", "<|begin_of_documents|>", "<information>", "<|end_of_documents|>", "</information><think>")
	malformed, n := 0, 0
	for dec := json.NewDecoder(dataFile(t, "trajectories/r1searcher_bamboogle_qwen.jsonl.zst")); dec.More(); n++ {
		var c struct {
			Text string `json:"gen_text_store"`
			Pred string `json:"pred_ans"`
		}
		if err := dec.Decode(&c); err != nil {
			t.Fatal(err)
		}
		r := ReadRollout(tags.Opening(tags.Think) + ours.Replace(c.Text))
		if len(r.Problems) > 0 {
			malformed++
			t.Logf("rollout %d: %s", n, r.Problems[0])
		}
		if pred := strings.TrimSpace(c.Pred); r.Answer != pred && strings.Contains(c.Text[strings.LastIndex(c.Text, "<answer>"):], pred) { // one was rewritten after the fact
			t.Errorf("rollout %d: answer %q, want %q", n, r.Answer, c.Pred)
		}
	}
	t.Logf("%d of %d rollouts malformed", malformed, n)
}
