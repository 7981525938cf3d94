package chat

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/nikolalohinski/gonja/v2/exec"
)

const (
	// mostText is the longest text, in bytes, that a template may make, what macros make counted again: more than any context holds.
	mostText = 8 << 20
	// mostSteps is how many statements and turns of loops it may take.
	mostSteps = 1 << 20
	// mostCalls is how many macros may be at work in one another.
	mostCalls = 100
	// mostTime is how long it may take.
	mostTime = 10 * time.Second
	// mostSource is the longest template, in bytes, and mostBrackets how many of its brackets may be open at a time: the engine's parser recurses.
	mostSource   = 64 << 10
	mostBrackets = 500
)

// budget is what one rendering may still use. A template is the model's maker's, not ours.
type budget struct {
	text, steps, calls int
	until              time.Time
}

func newBudget() *budget { return &budget{mostText, mostSteps, mostCalls, time.Now().Add(mostTime)} }

// parsable says why the engine's parser is not to see a template.
func parsable(source string) error {
	if len(source) > mostSource {
		return fmt.Errorf("%d bytes, %d at most", len(source), mostSource)
	}
	open := 0
	for _, c := range []byte(source) {
		switch c {
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			open = max(0, open-1)
		}
		if open > mostBrackets {
			return fmt.Errorf("more than %d brackets in one another", mostBrackets)
		}
	}
	return nil
}

// budgetName is the variable by which statements find it: no name that a template can write.
const budgetName = "\x00budget"

func budgetOf(names *exec.Context) *budget {
	b, _ := names.Get(budgetName)
	found, ok := b.(*budget)
	if !ok {
		return &budget{} // of nothing
	}
	return found
}

// step takes n steps.
func (b *budget) step(n int) error {
	if b.steps -= n; b.steps < 0 || time.Now().After(b.until) {
		return errors.New("the template has no end")
	}
	return nil
}

// meter writes text out of a budget.
type meter struct {
	to io.Writer
	*budget
}

// Write writes p while the budget has room.
func (m *meter) Write(p []byte) (int, error) {
	if m.text -= len(p); m.text < 0 {
		return 0, errors.New("the text has no end")
	}
	return m.to.Write(p)
}

// span is the function range: numbers in a list, which a loop counts before its first turn.
func span(e *exec.Evaluator, params *exec.VarArgs) ([]int, error) {
	at := []int{0, 0, 1}
	for i, p := range params.Args {
		if i > 2 || !p.IsInteger() {
			return nil, errors.New("range takes one to three whole numbers")
		}
		at[i] = p.Integer()
	}
	if len(params.Args) == 1 {
		at[0], at[1] = 0, at[0]
	}
	if len(params.Args) == 0 || at[2] == 0 {
		return nil, errors.New("range without an end or with steps of 0")
	}
	b, out := budgetOf(e.Environment.Context), []int{}
	for i := at[0]; at[2] > 0 && i < at[1] || at[2] < 0 && i > at[1]; i += at[2] {
		if len(out) >= mostRange {
			return nil, fmt.Errorf("range of more than %d", mostRange)
		}
		out = append(out, i)
	}
	return out, b.step(len(out))
}

// mostRange is the longest range.
const mostRange = 100_000
