package serve

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUseTool(t *testing.T) {
	h := handler(t, tools(t), Options{})
	offered := decoded[offeredTools](t, h, "GET", "/v1/tools", "")
	if len(offered.Tools) != 3 || offered.Tools[0].Type != "function" || offered.Tools[1].Function.Name != "visit" || !json.Valid(offered.Tools[2].Function.Parameters) {
		t.Errorf("%+v", offered)
	}
	for body, want := range map[string]string{
		`{"name": "search", "arguments": {"queries": ["painter of rivers", "lighthouse of granite"]}, "question": "Where?"}`: "lighthouse of blue granite",
		`{"name": "visit", "arguments": {"page": "Dana Veld"}}`:                                                              "painter",
		`{"name": "find", "arguments": {"page": "9", "text": "market"}}`:                                                     "Its market is old.",
		`{"name": "visit", "arguments": {"page": "Atlantis"}}`:                                                               "Atlantis",
		`{"name": "search", "arguments": {"query": "one"}}`:                                                                  "This call did nothing",
		`{"name": "search"}`: "This call did nothing",
		`{"name": "dig"}`:    "there is no tool",
	} {
		if got := decoded[toolAnswer](t, h, "POST", "/v1/tools", body); !strings.Contains(got.Text, want) {
			t.Errorf("%s: %q", body, got.Text)
		}
	}
	for _, body := range []string{`{}`, `{"name": "search", "tool": 1}`, `[]`} {
		if r, text := ask(h, "POST", "/v1/tools", body); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d %s", body, r.StatusCode, text)
		}
	}
}

func TestReward(t *testing.T) {
	h := handler(t, Tools{}, Options{})
	const found = "<think>a</think><search>b</search><information>c</information><think>d</think>"
	body := `{"rollouts": [
		{"text": "` + found + `<answer>The Orsk</answer>", "gold": ["Hale", "Orsk"]},
		{"text": "` + found + `<answer>Orsk town</answer>", "gold": ["Orsk"], "tools": "tags"},
		{"text": "It is <answer>Orsk</answer>", "gold": ["Orsk"]},
		{"text": "Explanation: so.\nExact Answer: Orsk", "gold": ["Orsk"], "tools": "native"},
		{"text": "Orsk", "gold": ["Orsk"], "tools": "native"}]}`
	want := []rewardScore{
		{Reward: 1, Format: true, Match: true, F1: 1, Answer: "The Orsk"},
		{Format: true, F1: 2.0 / 3, Answer: "Orsk town"},
		{Problem: "line 1: text outside the tags, where <think> should be"},
		{Reward: 1, Format: true, Match: true, F1: 1, Answer: "Orsk"},
		{Problem: `an answer without a line "Exact Answer:"`},
	}
	if diff := cmp.Diff(want, decoded[rewardAnswer](t, h, "POST", "/v1/reward", body).Scores); diff != "" {
		t.Error(diff)
	}
	for _, body := range []string{`{}`, `{"rollouts": [{"text": "a", "gold": []}]}`, `{"rollouts": [{"text": "a", "gold": ["a"], "tools": "xml"}]}`} {
		if r, text := ask(h, "POST", "/v1/reward", body); r.StatusCode != http.StatusBadRequest || !strings.Contains(text, "rollouts") {
			t.Errorf("%s: %d %s", body, r.StatusCode, text)
		}
	}
}
