package agent

import (
	"fmt"

	"infoseek"
	"infoseek/internal/tags"
)

// exchange is a turn with what the environment said to it.
type exchange struct {
	turn   int
	said   string
	answer infoseek.Message // observation or notice
	seen   bool             // answer is an observation that still has its evidence
	tokens int              // of said and answer
}

// conversation is what a model is shown. The invariant that fit keeps: the messages by the tokenizer's count, and MessageTokens for each and once more for the turn to come, and the tokens allowed to the response,
// are together at most ContextTokens. The prompts, which hold the question, are never touched.
type conversation struct {
	prompts   []infoseek.Message
	exchanges []exchange
	tok       infoseek.Tokenizer
	options   Options
}

// leastResponse is the smallest response worth asking for.
const leastResponse = 16

// fit drops, until the response has its room: the evidence of observations but the last, oldest first; then whole exchanges but the last, oldest first; then the last observation's evidence; then the last exchange. It
// returns what is left and the tokens that the response may have; none if the prompts alone leave no room.
func (c *conversation) fit(drop func(what string, tokens int)) ([]infoseek.Message, int, error) {
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
	used := c.options.MessageTokens
	for _, m := range c.prompts {
		used += c.tok.Count(m.Content) + c.options.MessageTokens
	}
	for _, e := range c.exchanges {
		used += e.tokens + 2*c.options.MessageTokens
	}
	return c.options.ContextTokens - used
}

func (c *conversation) add(turn int, said, answer string, seen bool) {
	e := exchange{turn, said, infoseek.Message{Role: "user", Content: answer}, seen, c.tok.Count(said) + c.tok.Count(answer)}
	c.exchanges = append(c.exchanges, e)
}

func (c *conversation) messages() []infoseek.Message {
	all := c.prompts[:len(c.prompts):len(c.prompts)]
	for _, e := range c.exchanges {
		all = append(all, infoseek.Message{Role: "assistant", Content: e.said}, e.answer)
	}
	return all
}

func (c *conversation) dropOne(drop func(what string, tokens int)) bool {
	last := len(c.exchanges) - 1
	for i := range c.exchanges {
		if i < last && c.exchanges[i].seen {
			c.empty(i, drop)
			return true
		}
	}
	switch {
	case last < 0:
		return false
	case last == 0 && c.exchanges[0].seen:
		c.empty(0, drop)
	default:
		e := c.exchanges[0]
		drop(fmt.Sprintf("turn %d", e.turn), e.tokens)
		c.exchanges = c.exchanges[1:]
	}
	return true
}

// empty takes the evidence of an observation and leaves its tags.
func (c *conversation) empty(i int, drop func(what string, tokens int)) {
	e := &c.exchanges[i]
	e.answer.Content, e.seen = tags.Wrap(tags.Information, ""), false
	tokens := c.tok.Count(e.said) + c.tok.Count(e.answer.Content)
	drop(fmt.Sprintf("observation of turn %d", e.turn), e.tokens-tokens)
	e.tokens = tokens
}
