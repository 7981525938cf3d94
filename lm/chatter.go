package lm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"infoseek"
	"infoseek/lm/chat"

	"github.com/google/jsonschema-go/jsonschema"
)

// Chat is a model of this process as an infoseek.Model: its template makes a prompt of a conversation, a Generator goes on from there. It is safe for concurrent use.
type Chat struct {
	name     string
	model    *Model
	template *chat.Template // nil: it has none
	gen      *Generator
	ends     map[int]bool
}

// mostTokens is how long an answer may get that no limit was set for, as far as the context has room.
const mostTokens = 1024

// NewChat makes m, which needs a tokenizer, answer by what g generates.
func NewChat(name string, m *Model, g *Generator) (*Chat, error) {
	if m.Tokenizer == nil {
		return nil, fmt.Errorf("lm: %s: %w", name, errors.Join(errNoTokenizer, m.Refused))
	}
	c := &Chat{name: name, model: m, gen: g, ends: m.stops()}
	if m.Template == "" {
		return c, nil
	}
	special := map[string]string{}
	for variable, id := range map[string]int{"bos_token": m.BOS, "eos_token": append(slices.Clone(m.EOS), -1)[0], "pad_token": m.Pad} {
		if text, ok := m.Tokenizer.Special(id); ok {
			special[variable] = text
		}
	}
	var err error
	if c.template, err = chat.Parse(m.Template, special); err != nil {
		return nil, fmt.Errorf("lm: %s: %w", name, err)
	}
	return c, nil
}

// Info describes the model.
func (c *Chat) Info() infoseek.ModelInfo {
	return infoseek.ModelInfo{Name: c.name, Context: c.model.Context}
}

// Refresh has what comes next be written by the weights of m, which must be of the same shape.
func (c *Chat) Refresh(m *Model) error {
	if err := c.model.CheckParams(m.Params); err != nil {
		return fmt.Errorf("lm: %s: %w", c.name, err)
	}
	return c.gen.Refresh(m.Params)
}

// Tokenizer is the model's own.
func (c *Chat) Tokenizer() infoseek.Tokenizer { return c.model.Tokenizer }

// Prompt is the conversation as the model's template writes it, in tokens.
func (c *Chat) Prompt(messages []infoseek.Message, tools []infoseek.Tool) ([]int, error) {
	if c.template == nil {
		return nil, errors.New("the model has no chat template")
	}
	text, err := c.template.Render(messages, tools)
	if err != nil {
		return nil, err
	}
	return c.model.Tokenizer.Encode(text), nil
}

// Generate answers a conversation. Tokens are listed always, with log-probabilities if they are asked for: then the text has the stop string that ended it, so that the tokens are those of the text. Without a temperature it is 1, without a seed one by chance.
func (c *Chat) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if err := ctx.Err(); err != nil {
		return infoseek.Response{}, err
	}
	response, err := c.answer(ctx, r)
	if err != nil && ctx.Err() != nil {
		return infoseek.Response{}, ctx.Err()
	}
	if err != nil {
		return infoseek.Response{}, &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "ask " + c.name + " in this process", Err: err}
	}
	return response, nil
}

func (c *Chat) answer(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if len(r.Messages) == 0 {
		return infoseek.Response{}, errors.New("a request without messages")
	}
	messages := r.Messages
	if r.Schema != nil {
		messages = slices.Clone(messages)
		messages[len(messages)-1].Content += fmt.Sprintf("\n\nAnswer with nothing but one JSON value that this JSON schema describes:\n%s", r.Schema)
	}
	prompt, err := c.Prompt(messages, r.Tools)
	if err != nil {
		return infoseek.Response{}, err
	}
	w, err := c.Write(ctx, prompt, Writing{Sampling: sampling(r.Sampling), Stop: r.Sampling.Stop, KeepStop: r.LogProbs})
	if err != nil {
		return infoseek.Response{}, err
	}
	response := w.response(len(prompt), r)
	if r.Schema != nil && response.Finish == infoseek.FinishStop {
		return response, fits(response.Text, r.Schema)
	}
	return response, nil
}

func sampling(s infoseek.Sampling) Sampling {
	out := Sampling{Temperature: 1, MaxTokens: s.MaxTokens}
	if s.Temperature != nil {
		out.Temperature = *s.Temperature
	}
	if s.TopP != nil {
		out.TopP = *s.TopP
	}
	if s.Seed != nil {
		out.Seed = *s.Seed
	} else {
		out.Seed = rand.Uint64()
	}
	return out
}

// response is w in the root's words.
func (w Written) response(prompt int, r infoseek.Request) infoseek.Response {
	response := infoseek.Response{Text: w.Text, Usage: infoseek.Usage{Prompt: prompt, Completion: len(w.Tokens)}, Finish: w.Finish}
	for _, k := range w.Tokens {
		t := infoseek.Token{ID: k.ID, Origin: infoseek.OriginModel}
		if r.LogProbs {
			p := min(0, k.LogProb)
			t.LogProb = &p
		}
		response.Tokens = append(response.Tokens, t)
	}
	if text, calls := chat.Calls(w.Text, r.Tools); len(calls) > 0 {
		response.Text, response.Calls, response.Finish = text, calls, infoseek.FinishTools
	}
	return response
}

// fits is an error where text is not of the schema: a model that nothing holds to it may write anything.
func fits(text string, schema json.RawMessage) error {
	var s jsonschema.Schema
	if err := json.Unmarshal(schema, &s); err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return fmt.Errorf("the answer is no JSON: %w", err)
	}
	if err := resolved.Validate(value); err != nil {
		return fmt.Errorf("the answer is not of the schema: %w", err)
	}
	return nil
}

// Check says why a prompt can't be gone on from, ErrLong or ErrPrompt; nil if it can.
func (c *Chat) Check(prompt []int) error { return c.gen.check(prompt) }

// Encode is the text's tokens, none added.
func (c *Chat) Encode(text string) []int { return c.model.Tokenizer.Encode(text) }

// Bytes is what a token stands for, "" where the model has none of that id.
func (c *Chat) Bytes(id int) string {
	text, _ := c.model.Tokenizer.Bytes(id)
	return text
}
