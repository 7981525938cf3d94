package chat

import (
	"testing"

	"infoseek"
)

func TestCalls(t *testing.T) {
	tools := []infoseek.Tool{{Name: "find"}}
	for text, want := range map[string]struct {
		rest  string
		calls []string
	}{
		"No call.": {"No call.", nil},
		"I look.\n<tool_call>\n{\"name\": \"find\", \"arguments\": {\"q\": {\"x\": 1}}}\n</tool_call>\n<tool_call>{\"name\": \"find\"}</tool_call>": {"I look.", []string{`{"q": {"x": 1}}`, `{}`}},
		`<|python_tag|>{"name": "find", "parameters": {"q": "a"}}`:                                                                                  {"", []string{`{"q": "a"}`}},
		`<tool_call>{"name": "drop", "arguments": {}}</tool_call>`:                                                                                  {`<tool_call>{"name": "drop", "arguments": {}}</tool_call>`, nil},
		`<tool_call>{"name": "find", "arguments": {}, "parameters": {}}</tool_call>`:                                                                {`<tool_call>{"name": "find", "arguments": {}, "parameters": {}}</tool_call>`, nil},
		`<tool_call>{"name": "find", </tool_call>`:                                                                                                  {`<tool_call>{"name": "find", </tool_call>`, nil},
	} {
		rest, calls := Calls(text, tools)
		if rest != want.rest || len(calls) != len(want.calls) {
			t.Errorf("%q: %q with %+v", text, rest, calls)
			continue
		}
		seen := map[string]bool{}
		for i, c := range calls {
			if c.Name != "find" || c.Arguments != want.calls[i] || seen[c.ID] {
				t.Errorf("%q: call %+v", text, c)
			}
			seen[c.ID] = true
		}
	}
	if rest, calls := Calls(`{"name": "find"}`, nil); rest != `{"name": "find"}` || calls != nil {
		t.Error("a tool was called that was not offered")
	}
}

// FuzzCalls: any text gives calls of offered tools only, with arguments that are JSON.
func FuzzCalls(f *testing.F) {
	f.Add(`<tool_call>{"name": "find", "arguments": {}}</tool_call>`)
	f.Fuzz(func(t *testing.T, text string) {
		_, calls := Calls(text, []infoseek.Tool{{Name: "find"}})
		for _, c := range calls {
			if c.Name != "find" || c.ID == "" {
				t.Errorf("%+v", c)
			}
		}
	})
}
