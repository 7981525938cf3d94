package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"infoseek"

	"github.com/openai/openai-go/v3"
)

// service is an endpoint in another use than chat as a Model, so that limits, budget, retries and cache go around it as around any: a request's messages are the texts that are asked about, an answer's text is what came back, as JSON.
type service struct {
	*Client
	path string
	ask  func(model string, texts []string) any
	// read makes the answer's text of its body.
	read func(body []byte, texts int) (any, infoseek.Usage, error)
}

func (s *service) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	texts := make([]string, len(r.Messages))
	for i, m := range r.Messages {
		texts[i] = m.Content
	}
	var body json.RawMessage
	client := openai.Client{Options: s.options()}
	if err := client.Post(ctx, s.path, s.ask(s.endpoint.Model, texts), &body); err != nil {
		return infoseek.Response{}, s.failed(ctx, err)
	}
	answer, usage, err := s.read(body, len(texts))
	if err != nil {
		return infoseek.Response{}, s.failed(ctx, fmt.Errorf("POST /%s: %w", s.path, err))
	}
	text, err := json.Marshal(answer)
	return infoseek.Response{Text: string(text), Usage: usage, Finish: infoseek.FinishStop}, err
}

// opened is a service with all that goes around it.
type opened struct {
	set   *Set
	model infoseek.Model
}

// openService makes a service of the default's endpoint.
func openService(ctx context.Context, c Config, o Options, name string, as func(*Client) infoseek.Model) (*opened, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("llm: %w", err)
	}
	r, ok := c.Role(name)
	if !ok {
		return nil, fmt.Errorf("llm: %s: no endpoint", name)
	}
	r.MaxTokens = 1 // nothing is generated, and little is to be reserved for it
	s := &Set{config: c, models: map[string]infoseek.Model{}, bare: map[string]*Client{}}
	b := &builder{Set: s, o: o, clients: map[clientKey]*Client{}, limiters: map[limiterKey]*Limiter{}, listed: map[string]string{}, as: as}
	err := b.complete(ctx, &r)
	if err == nil {
		err = b.keep(map[string]Role{name: r})
	}
	var m infoseek.Model
	if err == nil {
		m, err = b.model(name, r)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("llm: %s: %w", name, err), s.Close())
	}
	return &opened{s, m}, nil
}

// Name is the model's.
func (o *opened) Name() string { return o.model.Info().Name }

// Spent is what counts against the budget.
func (o *opened) Spent() Amount { return o.set.Spent() }

// Close ends ledger and cache.
func (o *opened) Close() error { return o.set.Close() }

// call asks about texts; the answer is read into v.
func (o *opened) call(ctx context.Context, texts []string, v any) error {
	var r infoseek.Request
	for _, t := range texts {
		r.Messages = append(r.Messages, infoseek.Message{Role: "user", Content: t})
	}
	answer, err := o.model.Generate(ctx, r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(answer.Text), v); err != nil {
		return fault("read what "+o.Name()+" answered", false, err)
	}
	return nil
}
