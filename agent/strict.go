package agent

import (
	"fmt"
	"strings"

	"infoseek/internal/tags"
)

// strictly lists what in a turn departs from the strict form, in order of position.
func strictly(turn string) []Problem {
	c := strictCheck{text: turn}
	for at := 0; ; {
		tag, ok := tags.Next(turn, at)
		if !ok {
			c.between(at, len(turn))
			break
		}
		c.between(at, tag.Start)
		c.tag(tag)
		at = tag.End
	}
	c.end()
	return c.problems
}

type strictCheck struct {
	text     string
	inside   *tags.Tag // the block that is open
	thought  bool
	acted    string // the block that acts, once it has begun
	problems []Problem
}

func (c *strictCheck) complain(offset int, format string, args ...any) {
	c.problems = append(c.problems, Problem{offset, tags.Line(c.text, offset), fmt.Sprintf(format, args...)})
}

// between looks at the text between two tags.
func (c *strictCheck) between(from, to int) {
	part := c.text[from:to]
	blank := strings.TrimSpace(part) == ""
	switch {
	case c.inside == nil && !blank:
		c.complain(from+len(part)-len(strings.TrimLeft(part, " \t\r\n")), "text outside the tags")
	case c.inside != nil && blank && c.inside.Name != tags.Think && strings.HasPrefix(c.text[to:], tags.Closing(c.inside.Name)) && c.inside.End == from:
		c.complain(c.inside.Start, "empty <%s>", c.inside.Name)
	}
}

func (c *strictCheck) tag(t tags.Tag) {
	switch {
	case t.Name == tags.Information:
		c.complain(t.Start, "%s is the environment's, not the agent's", t)
	case t.Close && c.inside != nil && c.inside.Name == t.Name:
		c.inside = nil
	case t.Close:
		c.complain(t.Start, "%s without %s", t, tags.Opening(t.Name))
	case c.inside != nil:
		c.complain(t.Start, "%s inside <%s>", t, c.inside.Name)
	default:
		c.open(t)
	}
}

func (c *strictCheck) open(t tags.Tag) {
	c.inside = &t
	switch {
	case c.acted != "":
		c.complain(t.Start, "%s after <%s>: a turn ends with its search or answer", t, c.acted)
	case t.Name == tags.Think && c.thought:
		c.complain(t.Start, "a second <think>")
	case t.Name != tags.Think && !c.thought:
		c.complain(t.Start, "%s without <think> before it", t)
	}
	if t.Name == tags.Think {
		c.thought = true
	} else {
		c.acted = t.Name
	}
}

func (c *strictCheck) end() {
	switch {
	case c.inside != nil:
		c.complain(c.inside.Start, "%s is never closed", *c.inside)
	case c.acted == "":
		c.complain(len(c.text), "neither <search> nor <answer>")
	}
}
