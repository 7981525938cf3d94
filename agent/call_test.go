package agent

import (
	"encoding/json"
	"strings"
	"testing"

	"infoseek"
)

// FuzzReadNative: whatever a model writes beside whatever call, a turn does one thing; a call that passes has the arguments that its tool needs, and every call can be sent back.
func FuzzReadNative(f *testing.F) {
	f.Add("The lake.", "search", `{"queries": ["a"]}`, true)
	f.Add(nativeAnswer, "", "", true)
	f.Add("**Exact Answer:**\n\n", "visit", `{"page": "p0", "start": 1e3}`, false)
	f.Add("<tool_call>", "find", `{"page": "p0", "text": {}}`, true)
	f.Fuzz(func(t *testing.T, text, name, written string, whole bool) {
		var calls []infoseek.ToolCall
		if name != "" {
			calls = []infoseek.ToolCall{{ID: "a", Name: name, Arguments: written}}
		}
		turn := readNative(text, calls, offers, whole)
		if (turn.Action == Answer) != (turn.Answer != "") || (turn.Action == UseTools) != (name != "") || turn.Action == NoAction && len(turn.Problems) == 0 {
			t.Fatalf("%+v", turn)
		}
		if turn.Action == Answer && strings.TrimSpace(turn.Answer) != turn.Answer {
			t.Fatalf("answer %q", turn.Answer)
		}
		for _, c := range turn.Calls {
			needs := map[string]bool{toolSearch: len(c.Queries) > 0, toolVisit: c.Page != "", toolFind: c.Page != "" && c.arguments.Text != "", toolWeb: c.URL != ""}
			if c.Wrong == "" && (!needs[c.Name] || c.Start < 0) || c.Wrong != "" && len(turn.Problems) != 1 {
				t.Fatalf("%+v", c)
			}
			back := sendable(c.ToolCall)
			if !apiName.MatchString(back.Name) || !json.Valid([]byte(back.Arguments)) || back.Arguments[0] != '{' && strings.TrimSpace(back.Arguments)[0] != '{' {
				t.Fatalf("%+v", back)
			}
		}
	})
}

// TestOffers: schemas that are sent are what is checked.
func TestOffers(t *testing.T) {
	for name, c := range map[string]struct {
		good, bad []string
	}{
		toolSearch: {[]string{`{"queries": ["a", ""]}`}, []string{`{"queries": []}`, `{"queries": [1]}`, `{}`, `{"queries": ["a"], "k": 5}`, `["a"]`, `"a"`, `null`}},
		toolVisit:  {[]string{`{"page": "p0"}`, `{"page": "p0", "match": "x", "start": 0}`}, []string{`{"page": ""}`, `{"page": 7}`, `{"page": "p0", "start": 1.5}`, `{"match": "x"}`}},
		toolFind:   {[]string{`{"page": "p0", "text": "x"}`}, []string{`{"page": "p0"}`, `{"page": "p0", "text": ""}`}},
		toolWeb:    {[]string{`{"url": "x"}`}, []string{`{"url": ""}`, `{"page": "p0"}`}},
	} {
		for _, written := range c.good {
			if got := readCall(call("a", name, written), offers); got.Wrong != "" {
				t.Errorf("%s %s: %s", name, written, got.Wrong)
			}
		}
		for _, written := range c.bad {
			if got := readCall(call("a", name, written), offers); !strings.HasPrefix(got.Wrong, name+": the arguments") {
				t.Errorf("%s %s: %q", name, written, got.Wrong)
			}
		}
	}
}
