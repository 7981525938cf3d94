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
	// Tools are those that are offered as native tool calls; none where turns are written in tags.
	Tools() []infoseek.Tool
	// Notice is the message after a turn that does nothing.
	Notice() string
	// Next writes the next turn. What had to be left out of the context is told to drop.
	Next(ctx context.Context, drop func(infoseek.Dropped)) (Reply, error)
	// Observe tells what the environment answered to a turn, in the order of its calls. A call without an answer is to be forgotten.
	Observe(turn Turn, reactions []Reaction)
}

// Reply is a turn with what it took to write it.
type Reply struct {
	Turn    Turn
	Tokens  []infoseek.Token // nil where they are not known, or not those of the turn
	Usage   infoseek.Usage
	Dollars float64
	Closed  bool // see infoseek.Segment
}

// Reaction is what the environment answers to a turn, or to one of its calls.
type Reaction struct {
	CallID string // "" in tags, and where the turn had no call
	Text   string
	Notice bool    // set where Text is a message of the environment itself: what was written does nothing
	Found  []Found // by searches
}

// Found is what one query found, before any Refiner.
type Found struct {
	Query     string
	Documents []Document
}
