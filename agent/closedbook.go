package agent

import (
	"context"
	"fmt"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/internal/tags"
)

var closedBookPrompt = prompt.MustLoad(files, "prompts/closedbook")

// ClosedBook is the Policy of a language model that answers from memory, in one turn and without a search.
type ClosedBook struct{ Model infoseek.Model }

// Info is the model's.
func (c ClosedBook) Info() infoseek.ModelInfo { return c.Model.Info() }

// Tokenizer is the model's, or a bound where it has none.
func (c ClosedBook) Tokenizer() infoseek.Tokenizer { return tokenizerOf(c.Model) }

// ClosedBookPrompt is what the model is shown for a question.
func ClosedBookPrompt(question string) ([]infoseek.Message, error) {
	return closedBookPrompt.Messages(map[string]any{"Question": question})
}

// Begin fills the prompt. A question that leaves no room for an answer is a *TooLongError.
func (c ClosedBook) Begin(question string, o Options) (Session, error) {
	messages, err := ClosedBookPrompt(question)
	if err != nil {
		return nil, err
	}
	o.within(c.Info())
	s := &closedBookSession{model: c.Model, talk: conversation{prompts: messages, tok: c.Tokenizer(), options: o, emptied: inTags("")}}
	if _, _, err := s.talk.fit(func(infoseek.Dropped) {}); err != nil {
		return nil, fmt.Errorf("agent: %w", err)
	}
	return s, nil
}

type closedBookSession struct {
	model infoseek.Model
	talk  conversation
	turn  int
}

func (s *closedBookSession) Prompts() []infoseek.Segment { return s.talk.segments() }
func (s *closedBookSession) Tools() []infoseek.Tool      { return nil }
func (s *closedBookSession) Notice() string              { return Notice }

// Next asks once. What the model says is its answer, up to the end of the first line that says something.
func (s *closedBookSession) Next(ctx context.Context, drop func(infoseek.Dropped)) (Reply, error) {
	messages, room, err := s.talk.fit(drop)
	if err != nil {
		return Reply{}, err
	}
	s.turn++
	response, err := s.model.Generate(ctx, infoseek.Request{Messages: messages, Sampling: infoseek.Sampling{MaxTokens: min(room, closedBookTokens), Seed: s.talk.options.seed(s.turn)}})
	if err != nil {
		return Reply{}, err
	}
	line, _, _ := strings.Cut(strings.TrimSpace(response.Text), "\n")
	r := reply("From memory.", tags.Answer, strings.TrimSpace(line))
	r.Usage, r.Dollars = response.Usage, s.model.Info().Price.Of(response.Usage)
	return r, nil
}

// closedBookTokens bound an answer from memory.
const closedBookTokens = 64

func (s *closedBookSession) Observe(Turn, []Reaction) {}
