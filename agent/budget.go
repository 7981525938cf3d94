package agent

import (
	"fmt"
	"slices"

	"infoseek"
)

// exchange is a turn with what the environment said to it.
type exchange struct {
	turn    int
	said    infoseek.Message
	answers []answer
	tokens  int // of all of it
}

// answer is an observation or a notice.
type answer struct {
	infoseek.Message
	seen bool // it is an observation that still has its evidence
}

// conversation is what a model is shown. The invariant that fit keeps: the messages and the offered tools by the tokenizer's count, MessageTokens for each message and call and once more for the turn to come, ToolTokens
// if there are tools, and the tokens allowed to the response, are together at most ContextTokens. The prompts, which hold the question, and the tools are never touched.
type conversation struct {
	prompts   []infoseek.Message
	tools     []infoseek.Tool
	exchanges []exchange
	tok       infoseek.Tokenizer
	options   Options
	emptied   string // what stands in the place of an observation whose evidence was dropped
}

// leastResponse is the smallest response worth asking for.
const leastResponse = 16

// fit drops, until the response has its room: the evidence of observations but the last, oldest first; then whole exchanges but the last, oldest first; then the last observation's evidence; then the last exchange. It
// returns what is left and the tokens that the response may have; none if the prompts alone leave no room.
func (c *conversation) fit(drop func(infoseek.Dropped)) ([]infoseek.Message, int, error) {
	for c.room() < c.options.ResponseTokens && c.dropOne(drop) {
	}
	room := min(c.room(), c.options.ResponseTokens)
	if room < min(leastResponse, c.options.ResponseTokens) {
		return nil, 0, &TooLongError{c.options.ContextTokens - c.room(), c.options.ContextTokens}
	}
	return c.messages(), room, nil
}

// TooLongError says that a question with its instructions leaves no room in the context.
type TooLongError struct{ Tokens, Context int }

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the question and its instructions take %d tokens of a context of %d: too little is left for an answer", e.Tokens, e.Context)
}

func (c *conversation) room() int {
	used := c.options.MessageTokens + c.toolTokens()
	for _, m := range c.prompts {
		used += c.messageTokens(m)
	}
	for _, e := range c.exchanges {
		used += e.tokens
	}
	return c.options.ContextTokens - used
}

func (c *conversation) add(e exchange) {
	e.tokens = c.exchangeTokens(e)
	c.exchanges = append(c.exchanges, e)
}

// segments are the prompts as a trajectory keeps them.
func (c *conversation) segments() []infoseek.Segment {
	return []infoseek.Segment{
		{Kind: infoseek.SegmentSystem, Origin: infoseek.OriginTemplate, Text: c.prompts[0].Content},
		{Kind: infoseek.SegmentQuestion, Origin: infoseek.OriginTemplate, Text: c.prompts[1].Content},
	}
}

func (c *conversation) messages() []infoseek.Message {
	all := c.prompts[:len(c.prompts):len(c.prompts)]
	for _, e := range c.exchanges {
		all = append(all, e.said)
		for _, a := range e.answers {
			all = append(all, a.Message)
		}
	}
	return all
}

func (c *conversation) dropOne(drop func(infoseek.Dropped)) bool {
	last := len(c.exchanges) - 1
	for i := range c.exchanges {
		if i < last && c.exchanges[i].seen() {
			c.empty(i, drop)
			return true
		}
	}
	switch {
	case last < 0:
		return false
	case last == 0 && c.exchanges[0].seen():
		c.empty(0, drop)
	default:
		e := c.exchanges[0]
		drop(infoseek.Dropped{What: fmt.Sprintf("turn %d", e.turn), Tokens: e.tokens, Shown: true})
		c.exchanges = c.exchanges[1:]
	}
	return true
}

func (e *exchange) seen() bool {
	return slices.ContainsFunc(e.answers, func(a answer) bool { return a.seen })
}

// empty takes the evidence of a turn's observations.
func (c *conversation) empty(i int, drop func(infoseek.Dropped)) {
	e := &c.exchanges[i]
	for j := range e.answers {
		if a := &e.answers[j]; a.seen {
			a.Content, a.seen = c.emptied, false
		}
	}
	tokens := c.exchangeTokens(*e)
	drop(infoseek.Dropped{What: fmt.Sprintf("observation of turn %d", e.turn), Tokens: e.tokens - tokens, Shown: true})
	e.tokens = tokens
}
