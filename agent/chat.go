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

// Prompt is what a language model that writes tags is shown for a question, before its first turn.
func Prompt(question string, o Options) ([]infoseek.Message, error) {
	o, err := o.settle()
	if err != nil {
		return nil, err
	}
	return agentPrompt.Messages(map[string]any{"Question": question, "Turns": o.Turns})
}

// Begin fills the prompt. A question that leaves no room for an answer is a *TooLongError.
func (c Chat) Begin(question string, o Options) (Session, error) {
	messages, err := agentPrompt.Messages(map[string]any{"Question": question, "Turns": o.Turns})
	if err != nil {
		return nil, err
	}
	o.within(c.Info())
	s := &chatSession{model: c.Model, talk: conversation{prompts: messages, tok: c.Tokenizer(), options: o, emptied: inTags("")}}
	if _, _, err := s.talk.fit(func(infoseek.Dropped) {}); err != nil {
		return nil, fmt.Errorf("agent: %w", err)
	}
	return s, nil
}

type chatSession struct {
	model infoseek.Model
	talk  conversation
	turn  int
}

func (s *chatSession) Prompts() []infoseek.Segment { return s.talk.segments() }

func (s *chatSession) Tools() []infoseek.Tool { return nil }
func (s *chatSession) Notice() string         { return Notice }

func (s *chatSession) Next(ctx context.Context, drop func(infoseek.Dropped)) (Reply, error) {
	messages, room, err := s.talk.fit(drop)
	if err != nil {
		return Reply{}, err
	}
	s.turn++
	request := infoseek.Request{Messages: messages, LogProbs: true, Sampling: infoseek.Sampling{
		MaxTokens: room,
		Stop:      []string{tags.Closing(tags.Search), tags.Closing(tags.Answer)},
		Seed:      s.talk.options.seed(s.turn),
	}}
	response, err := s.model.Generate(ctx, request)
	if err != nil {
		return Reply{}, err
	}
	reply := Reply{Turn: Turn{Text: response.Text}, Tokens: response.Tokens, Usage: response.Usage, Dollars: s.model.Info().Price.Of(response.Usage)}
	s.finish(&reply, response.Finish == infoseek.FinishStop, drop)
	return reply, nil
}

// finish puts back the closing tag that a server cut off as the stop text, takes off what follows the turn's search or answer, and what a server that keeps to no limit wrote too much, and reads the turn.
func (s *chatSession) finish(r *Reply, stopped bool, drop func(infoseek.Dropped)) {
	text := r.Turn.Text
	var p Parser
	p.Write(text)
	if open := p.Open(); open != "" && stopped {
		text, r.Closed = text+tags.Closing(open), true
		p.Write(tags.Closing(open))
	}
	text = s.shorten(r, text, p.Close().Text, "what followed the turn's search or answer", drop)
	text = s.shorten(r, text, cut(s.talk.tok, text, s.talk.room()), "end of the turn", drop)
	r.Turn = ReadTurn(text)
}

func (s *chatSession) shorten(r *Reply, long, short, what string, drop func(infoseek.Dropped)) string {
	if short != long {
		drop(infoseek.Dropped{What: what, Tokens: s.talk.tok.Count(long) - s.talk.tok.Count(short)})
		r.Tokens, r.Closed = nil, false
	}
	return short
}

// seed differs from turn to turn.
func (o Options) seed(turn int) *uint64 {
	if o.Seed == nil {
		return nil
	}
	seed := *o.Seed + uint64(turn)
	return &seed
}

func (s *chatSession) Observe(turn Turn, reactions []Reaction) {
	e := exchange{turn: s.turn, said: infoseek.Message{Role: "assistant", Content: turn.Text}}
	for _, r := range reactions {
		e.answers = append(e.answers, answer{infoseek.Message{Role: "user", Content: r.Text}, !r.Notice})
	}
	s.talk.add(e)
}
