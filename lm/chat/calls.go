package chat

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"infoseek"
)

// callTag is how Qwen's and Hermes' models call tools: JSON between tags.
var callTag = regexp.MustCompile(`(?s)<tool_call>\s*(\{.*?\})\s*</tool_call>`)

// Calls takes the calls of offered tools out of what a model wrote: between the tags that Qwen's models have, or, as Llama 3's do, as the whole answer. What is no call of an offered tool stays text.
func Calls(text string, offered []infoseek.Tool) (rest string, calls []infoseek.ToolCall) {
	if len(offered) == 0 {
		return text, nil
	}
	add := func(raw string) bool {
		name, arguments, ok := parseCall(raw)
		if !ok || !slices.ContainsFunc(offered, func(t infoseek.Tool) bool { return t.Name == name }) {
			return false
		}
		calls = append(calls, infoseek.ToolCall{ID: fmt.Sprintf("call-%d", len(calls)+1), Name: name, Arguments: arguments})
		return true
	}
	rest = callTag.ReplaceAllStringFunc(text, func(tag string) string {
		if add(callTag.FindStringSubmatch(tag)[1]) {
			return ""
		}
		return tag
	})
	if len(calls) > 0 {
		return strings.TrimSpace(rest), calls
	}
	if add(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "<|python_tag|>"))) {
		return "", calls
	}
	return text, nil
}

func parseCall(raw string) (name, arguments string, ok bool) {
	var call struct {
		Name       string          `json:"name"`
		Arguments  json.RawMessage `json:"arguments"`
		Parameters json.RawMessage `json:"parameters"`
	}
	if json.Unmarshal([]byte(raw), &call) != nil {
		return "", "", false
	}
	given := slices.Concat(call.Arguments, call.Parameters)
	if len(given) == 0 {
		given = json.RawMessage("{}")
	}
	return call.Name, string(given), json.Valid(given)
}
