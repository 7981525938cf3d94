package fakeserver

import (
	"context"
	"errors"
	"unicode/utf8"

	"infoseek"
)

// Model is the fake without HTTP: an infoseek.Model in this process.
type Model struct{ brain *brain }

// NewModel makes one. Of the options Formats, Key and RetryAfter mean nothing to it.
func NewModel(o Options) *Model { return &Model{newBrain(o)} }

// Info describes the model.
func (m *Model) Info() infoseek.ModelInfo {
	return infoseek.ModelInfo{Name: m.brain.o.Name, Context: m.brain.o.Context}
}

// Tokenizer counts characters: at least as many as the words that the fake counts as tokens.
func (m *Model) Tokenizer() infoseek.Tokenizer { return characters{} }

// Counts says how requests ended so far.
func (m *Model) Counts() Counts { return m.brain.counts() }

// Generate answers or fails as the server would, seen through a client.
func (m *Model) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if err := ctx.Err(); err != nil {
		return infoseek.Response{}, err
	}
	if len(r.Messages) == 0 {
		return infoseek.Response{}, broken(false, "a request without messages")
	}
	c := m.chat(r)
	if problem := c.unanswered(); problem != "" {
		return infoseek.Response{}, broken(false, "status 400: "+problem)
	}
	request := c.request()
	if r.Schema != nil {
		request.Schema = r.Schema
	}
	out := m.brain.decide(encode(r), c, request)
	if !pause(ctx, out.latency) {
		return infoseek.Response{}, ctx.Err()
	}
	return m.end(ctx, c, out)
}

func (m *Model) chat(r infoseek.Request) chatRequest {
	c := chatRequest{MaxTokens: r.Sampling.MaxTokens, LogProbs: r.LogProbs}
	if r.Sampling.Seed != nil {
		c.Seed = *r.Sampling.Seed
	}
	for _, said := range r.Messages {
		msg := message{Role: said.Role, Content: said.Content, CallID: said.CallID}
		for _, call := range said.Calls {
			msg.Calls = append(msg.Calls, toolCall{call.ID, "function", functionCall{call.Name, call.Arguments}})
		}
		c.Messages = append(c.Messages, msg)
	}
	for _, t := range r.Tools {
		c.Tools = append(c.Tools, tool{function{t.Name}})
	}
	return c
}

func (m *Model) end(ctx context.Context, c chatRequest, out reply) (infoseek.Response, error) {
	switch out.kind {
	case tooMany:
		return infoseek.Response{}, broken(true, "status 429: too many requests")
	case internal:
		return infoseek.Response{}, broken(true, "status 500: something broke")
	case hang:
		<-ctx.Done()
		return infoseek.Response{}, ctx.Err()
	case cut, garbage:
		return infoseek.Response{}, broken(true, "unexpected end of the answer")
	}
	a := m.brain.answer(c, out)
	said := a.Choices[0]
	response := infoseek.Response{
		Text: said.Message.Content, Finish: finishes[said.Finish],
		Usage: infoseek.Usage{Prompt: a.Usage.Prompt, Completion: a.Usage.Completion},
	}
	response.Calls = out.calls
	if said.LogProbs != nil {
		for i := range said.LogProbs.Content {
			response.Tokens = append(response.Tokens, infoseek.Token{ID: i, LogProb: &said.LogProbs.Content[i].LogProb, Origin: infoseek.OriginModel})
		}
	}
	return response, nil
}

var finishes = map[string]infoseek.Finish{"stop": infoseek.FinishStop, "length": infoseek.FinishLength, "tool_calls": infoseek.FinishTools}

func broken(retryable bool, why string) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "ask the fake", Retryable: retryable, Err: errors.New(why)}
}

type characters struct{}

func (characters) Count(s string) int { return utf8.RuneCountInString(s) }

func (characters) Cut(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
