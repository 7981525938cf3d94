package reward

import (
	"fmt"
	"strings"

	"infoseek/internal/tags"
)

// FormatError says what is wrong with a rollout's format, and where: at the byte Offset of it, in line Line (from 1).
type FormatError struct {
	Offset, Line int
	Problem      string
}

func (e *FormatError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Problem) }

// states of a rollout. Text may stand in the states named "in".
const (
	start = iota
	inThink
	afterThink
	inSearch
	afterSearch
	inInformation
	afterInformation
	inAnswer
	end
)

// steps are the tags that each state allows, and where they lead.
var steps = [...]map[string]int{
	start:            {"<think>": inThink},
	inThink:          {"</think>": afterThink},
	afterThink:       {"<search>": inSearch, "<answer>": inAnswer},
	inSearch:         {"</search>": afterSearch},
	afterSearch:      {"<information>": inInformation},
	inInformation:    {"</information>": afterInformation},
	afterInformation: {"<think>": inThink},
	inAnswer:         {"</answer>": end},
	end:              {},
}

var expected = [...]string{
	start:            "<think>",
	inThink:          "</think>",
	afterThink:       "<search> or <answer>",
	inSearch:         "</search>",
	afterSearch:      "<information>",
	inInformation:    "</information>",
	afterInformation: "<think>",
	inAnswer:         "</answer>",
	end:              "the end",
}

// Format checks a whole rollout: think, search and information any number of times over, then think and answer; nothing but blanks outside the tags, no tag inside another. An
// answer without any search is valid. The answer is the text within its tags, blanks around it cut. The error is a *FormatError.
func Format(rollout string) (answer string, err error) {
	state, at := start, 0
	for state != end || at < len(rollout) {
		tag, ok := tags.Next(rollout, at)
		if !ok {
			tag.Start, tag.End = len(rollout), len(rollout)
		}
		between := rollout[at:tag.Start]
		if outside := strings.TrimLeftFunc(between, isBlank); outside != "" && !within(state) {
			return "", wrong(rollout, tag.Start-len(outside), "text outside the tags, where %s should be", expected[state])
		}
		if !ok {
			break
		}
		next, allowed := steps[state][tag.String()]
		if !allowed {
			return "", wrong(rollout, tag.Start, "%s where %s should be", tag, expected[state])
		}
		if next == end {
			answer = strings.TrimFunc(between, isBlank)
		}
		state, at = next, tag.End
	}
	if state != end {
		return "", wrong(rollout, len(rollout), "the text ends where %s should be", expected[state])
	}
	return answer, nil
}

func within(state int) bool {
	return state == inThink || state == inSearch || state == inInformation || state == inAnswer
}

func wrong(rollout string, offset int, format string, args ...any) error {
	return &FormatError{offset, tags.Line(rollout, offset), fmt.Sprintf(format, args...)}
}
