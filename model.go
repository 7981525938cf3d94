package infoseek

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Message is one turn of a conversation with a Model.
type Message struct {
	Role    string     `json:"role"` // system, user, assistant, tool
	Content string     `json:"content"`
	Calls   []ToolCall `json:"calls,omitempty"`
	// CallID names the call that a tool message answers.
	CallID string `json:"call_id,omitempty"`
}

// Tool is a function that a model may call; Schema is the JSON schema of its arguments.
type Tool struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Schema      json.RawMessage `json:"schema"`
}

// ToolCall is a model's request to call a tool. Arguments are as the model wrote them, not validated.
type ToolCall struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

// Sampling are the options of generation; nil leaves a value to the server.
type Sampling struct {
	Temperature *float64 `json:"temperature,omitempty"`
	TopP        *float64 `json:"top_p,omitempty"`
	MaxTokens   int      `json:"max_tokens,omitempty"`
	Stop        []string `json:"stop,omitempty"`
	Seed        *uint64  `json:"seed,omitempty"`
}

// Request is one call of a Model.
type Request struct {
	Messages []Message
	Tools    []Tool
	// Schema, if set, is the JSON schema the answer's text must satisfy.
	Schema   json.RawMessage
	Sampling Sampling
	// LogProbs asks for the log-probability of each generated token.
	LogProbs bool
}

// Key is the sha256, in hex, of the whole request. Equal requests have equal keys.
func (r Request) Key() (string, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("request: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// Origin says who wrote a token.
type Origin string

// The origins of tokens (needed for loss masks: only the model's own count).
const (
	OriginModel    Origin = "model"
	OriginTemplate Origin = "template"
	OriginTool     Origin = "tool"
)

// Token is one token of a response.
type Token struct {
	ID      int      `json:"id"`
	LogProb *float64 `json:"logprob"` // natural logarithm; null if not asked for or not given
	Origin  Origin   `json:"origin"`
}

// Usage counts tokens.
type Usage struct {
	Prompt     int `json:"prompt"`
	Completion int `json:"completion"`
}

// Finish says why generation ended.
type Finish string

// The reasons to end.
const (
	FinishStop   Finish = "stop"
	FinishLength Finish = "length"
	FinishTools  Finish = "tools"
)

// Response is a model's answer.
type Response struct {
	Text   string     `json:"text"`
	Calls  []ToolCall `json:"calls,omitempty"`
	Tokens []Token    `json:"tokens,omitempty"` // nil where the server gives none
	Usage  Usage      `json:"usage"`
	Finish Finish     `json:"finish"`
}

// Tokenizer counts and cuts text in a model's tokens.
type Tokenizer interface {
	Count(text string) int
	// Cut returns the longest prefix of text with at most n tokens; it never splits a character.
	Cut(text string, n int) string
}

// ModelInfo describes a model. Context is its length in tokens, 0 if unknown.
type ModelInfo struct {
	Name    string
	Context int
	Price   Price
}

// Price is what a model's tokens cost, in dollars per million; zero where they cost nothing or nobody said.
type Price struct {
	In  float64 `json:"in"`  // prompt tokens
	Out float64 `json:"out"` // generated tokens
}

// Of returns what u costs, in dollars.
func (p Price) Of(u Usage) float64 {
	return (p.In*float64(u.Prompt) + p.Out*float64(u.Completion)) / 1e6
}

// Model is a language model, near or far. It is safe for concurrent use. An error is a *Fault, or the context's error.
type Model interface {
	Info() ModelInfo
	Tokenizer() Tokenizer
	Generate(ctx context.Context, r Request) (Response, error)
}
