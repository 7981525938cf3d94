package agent

import (
	"context"
	"embed"
	"fmt"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/internal/tags"
	"infoseek/token"
)

//go:embed prompts
var files embed.FS

var agentPrompt = prompt.MustLoad(files, "prompts/agent")

// Chat is a Policy by a language model: its turns are messages of the assistant, what the environment answers are messages of the user.
type Chat struct{ Model infoseek.Model }

// Info is the model's.
func (c Chat) Info() infoseek.ModelInfo { return c.Model.Info() }

// Tokenizer is the model's, or a bound where it has none.
func (c Chat) Tokenizer() infoseek.Tokenizer { return tokenizerOf(c.Model) }

func tokenizerOf(m infoseek.Model) infoseek.Tokenizer {
	if tok := m.Tokenizer(); tok != nil {
		return tok
	}
	return token.Bound{}
}

// Begin fills the prompt. A question that leaves no room for an answer is a *TooLongError.
func (c Chat) Begin(question string, o Options) (Session, error) {
	messages, err := agentPrompt.Messages(map[string]any{"Question": question, "Turns": o.Turns})
	if err != nil {
		return nil, err
	}
	if own := c.Info().Context; own > 0 {
		o.ContextTokens = min(o.ContextTokens, own)
	}
	s := &chatSession{model: c.Model, talk: conversation{prompts: messages, tok: c.Tokenizer(), options: o}}
	if _, _, err := s.talk.fit(func(string, int) {}); err != nil {
		return nil, fmt.Errorf("agent: %w", err)
	}
	return s, nil
}

type chatSession struct {
	model infoseek.Model
	talk  conversation
	turn  int
}

func (s *chatSession) Prompts() []infoseek.Segment {
	return []infoseek.Segment{
		{Kind: infoseek.SegmentSystem, Origin: infoseek.OriginTemplate, Text: s.talk.prompts[0].Content},
		{Kind: infoseek.SegmentQuestion, Origin: infoseek.OriginTemplate, Text: s.talk.prompts[1].Content},
	}
}

func (s *chatSession) Next(ctx context.Context, drop func(string, int)) (Reply, error) {
	messages, room, err := s.talk.fit(drop)
	if err != nil {
		return Reply{}, err
	}
	s.turn++
	request := infoseek.Request{Messages: messages, LogProbs: true, Sampling: infoseek.Sampling{
		MaxTokens: room,
		Stop:      []string{tags.Closing(tags.Search), tags.Closing(tags.Answer)},
		Seed:      s.seed(),
	}}
	response, err := s.model.Generate(ctx, request)
	if err != nil {
		return Reply{}, err
	}
	reply := Reply{Text: response.Text, Tokens: response.Tokens, Usage: response.Usage, Dollars: s.model.Info().Price.Of(response.Usage)}
	s.finish(&reply, response.Finish == infoseek.FinishStop, drop)
	return reply, nil
}

// finish puts back the closing tag that a server cut off as the stop text, and takes off what follows the turn's search or answer, and what a server that keeps to no limit wrote too much.
func (s *chatSession) finish(r *Reply, stopped bool, drop func(string, int)) {
	var p Parser
	p.Write(r.Text)
	if open := p.Open(); open != "" && stopped {
		r.Text, r.Closed = r.Text+tags.Closing(open), true
		p.Write(tags.Closing(open))
	}
	s.shorten(r, p.Close().Text, "what followed the turn's search or answer", drop)
	s.shorten(r, cut(s.talk.tok, r.Text, s.talk.room()), "end of the turn", drop)
}

func (s *chatSession) shorten(r *Reply, text, what string, drop func(string, int)) {
	if text != r.Text {
		drop(what, max(0, s.talk.tok.Count(r.Text)-s.talk.tok.Count(text)))
		r.Text, r.Tokens, r.Closed = text, nil, false
	}
}

// seed differs from turn to turn.
func (s *chatSession) seed() *uint64 {
	if s.talk.options.Seed == nil {
		return nil
	}
	seed := *s.talk.options.Seed + uint64(s.turn)
	return &seed
}

func (s *chatSession) Observe(said, answer string, notice bool, _ []Found) {
	s.talk.add(s.turn, said, answer, !notice)
}
