package agent

import (
	"context"

	"infoseek"
)

// Policy writes the turns of an agent for one question after the other. It is safe for concurrent use: what belongs to one question is in its session.
type Policy interface {
	Info() infoseek.ModelInfo
	Tokenizer() infoseek.Tokenizer
	// Begin starts on a question.
	Begin(question string, o Options) (Session, error)
}

// Session is a Policy at work on one question.
type Session interface {
	// Prompts are the segments of turn 0.
	Prompts() []infoseek.Segment
	// Next writes the next turn. What had to be left out of the context is told to drop.
	Next(ctx context.Context, drop func(what string, tokens int)) (Reply, error)
	// Observe tells what the environment answered to said, the turn as it was read; notice is set where it is the message after a turn that did nothing.
	Observe(said, answer string, notice bool, found []Found)
}

// Reply is a turn: no more than its text up to the end of the block that acts.
type Reply struct {
	Text    string
	Tokens  []infoseek.Token // nil where they are not known, or not those of Text
	Usage   infoseek.Usage
	Dollars float64
	Closed  bool // see infoseek.Segment
}

// Found is what one query found, before any Refiner.
type Found struct {
	Query     string
	Documents []Document
}
