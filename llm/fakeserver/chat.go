package fakeserver

import (
	"encoding/json"
	"fmt"
	"strings"
)

// chatRequest is the body of POST /chat/completions, as far as it matters here.
type chatRequest struct {
	Model               string    `json:"model"`
	Messages            []message `json:"messages"`
	Tools               []tool    `json:"tools"`
	MaxTokens           int       `json:"max_tokens"`
	MaxCompletionTokens int       `json:"max_completion_tokens"`
	Seed                uint64    `json:"seed"`
	LogProbs            bool      `json:"logprobs"`
	ResponseFormat      *format   `json:"response_format"`
}

type message struct {
	Role    string     `json:"role"`
	Content string     `json:"content"`
	Calls   []toolCall `json:"tool_calls"`
	CallID  string     `json:"tool_call_id"`
}

type tool struct {
	Function function `json:"function"`
}

type function struct {
	Name string `json:"name"`
}

type format struct {
	Type       string          `json:"type"`
	Schema     json.RawMessage `json:"schema"`
	JSONSchema struct {
		Schema json.RawMessage `json:"schema"`
	} `json:"json_schema"`
}

// most is how many tokens may be generated, 0 for any number.
func (c chatRequest) most() int { return max(c.MaxTokens, c.MaxCompletionTokens) }

// form is the name of a response_format in Options.Formats.
func (f *format) form() string {
	if f.Type == "json_object" && f.Schema != nil {
		return "json_object_schema"
	}
	return f.Type
}

// schema is the one given in either form, nil if there is none.
func (f *format) schema() json.RawMessage {
	if f.Schema != nil {
		return f.Schema
	}
	return f.JSONSchema.Schema
}

func (c chatRequest) request() Request {
	r := Request{Model: c.Model, Messages: len(c.Messages), MaxTokens: c.most(), Seed: c.Seed}
	for _, m := range c.Messages {
		if m.Role == "system" {
			r.System = m.Content
		} else if r.Task == "" {
			r.Task = m.Content
		}
		if m.Role == "assistant" {
			r.Said++
		}
		r.User = m.Content
	}
	for _, t := range c.Tools {
		r.Tools = append(r.Tools, t.Function.Name)
	}
	if f := c.ResponseFormat; f != nil {
		r.Schema = f.schema()
	}
	if r.Schema == nil {
		r.Schema = toldSchema(r.User)
	}
	return r
}

// unanswered says where calls and the messages that answer them do not pair, which the API refuses; so it does arguments that are no JSON object.
func (c chatRequest) unanswered() string {
	open := map[string]bool{}
	for i, m := range c.Messages {
		if m.Role == "tool" && !open[m.CallID] {
			return fmt.Sprintf("messages.%d: no call %q was made before", i, m.CallID)
		}
		if m.Role != "tool" && len(open) > 0 {
			return fmt.Sprintf("messages.%d: calls before it have no answer", i)
		}
		delete(open, m.CallID)
		for _, call := range m.Calls {
			var object map[string]json.RawMessage
			if json.Unmarshal([]byte(call.Function.Arguments), &object) != nil {
				return fmt.Sprintf("messages.%d: the arguments of %s are no JSON object", i, call.Function.Name)
			}
			open[call.ID] = true
		}
	}
	if len(open) > 0 {
		return "the last calls have no answer"
	}
	return ""
}

// toldSchema finds a schema that stands at the end of a message.
func toldSchema(text string) json.RawMessage {
	_, after, ok := strings.Cut(text, "JSON schema")
	if start := strings.Index(after, "{"); ok && start >= 0 && json.Valid([]byte(after[start:])) {
		return json.RawMessage(after[start:])
	}
	return nil
}

type chatAnswer struct {
	ID      string   `json:"id"`
	Object  string   `json:"object"`
	Model   string   `json:"model"`
	Choices []choice `json:"choices"`
	Usage   usage    `json:"usage"`
}

type choice struct {
	Index    int       `json:"index"`
	Message  said      `json:"message"`
	Finish   string    `json:"finish_reason"`
	LogProbs *logProbs `json:"logprobs"`
}

type said struct {
	Role    string     `json:"role"`
	Content string     `json:"content"`
	Calls   []toolCall `json:"tool_calls,omitempty"`
}

type toolCall struct {
	ID       string       `json:"id"`
	Type     string       `json:"type"`
	Function functionCall `json:"function"`
}

type functionCall struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

type logProbs struct {
	Content []tokenProb `json:"content"`
}

type tokenProb struct {
	Token   string  `json:"token"`
	LogProb float64 `json:"logprob"`
}

type usage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
}

type apiError struct {
	Error apiErrorBody `json:"error"`
}

type apiErrorBody struct {
	Message string `json:"message"`
	Type    string `json:"type"`
}
