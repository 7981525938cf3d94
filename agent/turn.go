package agent

import (
	"fmt"
	"strings"

	"infoseek/internal/tags"
)

// Action is what a turn does.
type Action string

// The actions. A turn without one gets a message that says how to act.
const (
	NoAction Action = ""
	Search   Action = tags.Search
	Answer   Action = tags.Answer
	UseTools Action = "tools" // native tool calls
)

// Turn is a turn of the agent, read.
type Turn struct {
	Text    string // in tags up to the end of the block that acts, all of it where none does
	Action  Action
	Queries []string // of a search, at least one
	Calls   []Call   // native tool calls, at least one where tools are used
	Answer  string
	// Problems are the departures from the strict form: in tags one think block, then one search or answer block, nothing else; of native calls see native.go.
	Problems []Problem
}

// Problem is something wrong with a text, at the byte Offset of it, in line Line (from 1).
type Problem struct {
	Offset, Line int
	What         string
}

func (p Problem) String() string { return fmt.Sprintf("line %d: %s", p.Line, p.What) }

// ReadTurn reads a whole turn as the reference does: it runs the first complete search or answer block, with or without think, in the text up to the first </search>.
func ReadTurn(text string) Turn {
	var p Parser
	p.Write(text)
	return p.Close()
}

// queriesOf splits a search block: a query a line, blank lines left out. Numbers before the queries (1. or 1)) go where every line has its own. An empty block is one
// empty query.
func queriesOf(block string) []string {
	var lines []string
	for line := range strings.Lines(block) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return []string{""}
	}
	bare := make([]string, len(lines))
	for i, line := range lines {
		rest, numbered := strings.CutPrefix(line, fmt.Sprint(i+1))
		if !numbered || rest == "" || rest[0] != '.' && rest[0] != ')' || rest[1:] != "" && rest[1] != ' ' && rest[1] != '\t' {
			return lines
		}
		bare[i] = strings.TrimSpace(rest[1:])
	}
	return bare
}
