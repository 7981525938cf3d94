package agent

import (
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/tags"
)

// Call is a native tool call, read.
type Call struct {
	infoseek.ToolCall
	// Wrong says why it can't be run, "" if it can.
	Wrong string
	arguments
}

func readCall(given infoseek.ToolCall, offered []offer) Call {
	c := Call{ToolCall: given}
	i := slices.IndexFunc(offered, func(o offer) bool { return o.tool.Name == given.Name })
	if i < 0 {
		c.Wrong = fmt.Sprintf("there is no tool %q", given.Name)
		return c
	}
	a, err := offered[i].read(given.Arguments)
	if err != nil {
		c.Wrong = fmt.Sprintf("%s: %v", given.Name, err)
		return c
	}
	c.arguments = a
	return c
}

// toolCalls are the calls as they were made.
func (t Turn) toolCalls() []infoseek.ToolCall {
	var all []infoseek.ToolCall
	for _, c := range t.Calls {
		all = append(all, c.ToolCall)
	}
	return all
}

// The lines of an answer.
const exactAnswer = "exact answer:"

// readNative reads a turn of native calls: it uses tools where there are calls, answers where there are none. Departures from the strict form are a call that can't be run, and an answer without a line "Exact Answer:"; leniently
// the text as a whole is then the answer, as BrowseComp-Plus's agents take it, unless it was cut off or is a call written as text.
func readNative(text string, calls []infoseek.ToolCall, offered []offer, whole bool) Turn {
	t := Turn{Text: text}
	complain := func(what string) {
		t.Problems = append(t.Problems, Problem{len(text), tags.Line(text, len(text)), what})
	}
	for _, given := range calls {
		c := readCall(given, offered)
		if c.Wrong != "" {
			complain(c.Wrong)
		}
		t.Calls, t.Action = append(t.Calls, c), UseTools
	}
	if t.Action == UseTools {
		return t
	}
	line, found := answerLine(text)
	switch bare := strings.TrimSpace(text); {
	case found && line != "":
		t.Action, t.Answer = Answer, line
		return t
	case bare == "":
		complain("neither a call nor an answer")
	case !whole:
		complain("cut off before a call or an answer")
	case strings.Contains(text, "<tool_call>"):
		complain("a call written as text")
	default:
		t.Action, t.Answer = Answer, bare
		complain(`an answer without a line "Exact Answer:"`)
	}
	return t
}

// answerLine finds the last line that begins with "Exact Answer:", in any case and with or without marks of emphasis, and returns the rest of it, or the next line that is not blank.
func answerLine(text string) (string, bool) {
	lines := strings.Split(text, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		line := strings.TrimLeft(lines[i], "*_#>- \t")
		if len(line) < len(exactAnswer) || !strings.EqualFold(line[:len(exactAnswer)], exactAnswer) {
			continue
		}
		for _, rest := range append([]string{line[len(exactAnswer):]}, lines[i+1:]...) {
			if rest = strings.Trim(rest, "*_ \t\r"); rest != "" {
				return rest, true
			}
		}
		return "", true
	}
	return "", false
}
