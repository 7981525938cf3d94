package server

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"

	"infoseek"
	"infoseek/lm"
)

// mostChoices is how many answers one request may ask for.
const mostChoices = 128

// common is what both forms of request have.
type common struct {
	Model         string   `json:"model"`
	MaxTokens     int      `json:"max_tokens"`
	MaxCompletion int      `json:"max_completion_tokens"`
	Temperature   *float64 `json:"temperature"`
	TopP          *float64 `json:"top_p"`
	Seed          *int64   `json:"seed"`
	Stop          texts    `json:"stop"`
	N             int      `json:"n"`
	Stream        bool     `json:"stream"`
	StreamOptions struct {
		Usage bool `json:"include_usage"`
	} `json:"stream_options"`
	TokenIDs         bool            `json:"return_token_ids"`
	KeepStop         bool            `json:"include_stop_str_in_output"`
	PresencePenalty  float64         `json:"presence_penalty"`
	FrequencyPenalty float64         `json:"frequency_penalty"`
	Bias             map[string]any  `json:"logit_bias"`
	TopK             int             `json:"top_k"`
	MinP             float64         `json:"min_p"`
	Penalty          float64         `json:"repetition_penalty"`
	BestOf           int             `json:"best_of"`
	Format           *responseFormat `json:"response_format"`
}

type responseFormat struct {
	Type string `json:"type"`
}

// texts is a text, several, or null.
type texts []string

// UnmarshalJSON reads either.
func (t *texts) UnmarshalJSON(b []byte) error {
	var one *string
	if json.Unmarshal(b, &one) == nil {
		if one != nil {
			*t = texts{*one}
		}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(t))
}

// check refuses what can't be done.
func (c *common) check(model string) error {
	switch {
	case c.Model != "" && c.Model != model:
		return &problem{http.StatusNotFound, "The model `" + c.Model + "` does not exist: this is " + model}
	case c.PresencePenalty != 0 || c.FrequencyPenalty != 0 || len(c.Bias) > 0 || c.Penalty != 0 && c.Penalty != 1:
		return bad("presence_penalty, frequency_penalty, repetition_penalty, logit_bias: not supported")
	case c.TopK > 0 || c.MinP != 0 || c.BestOf > 1:
		return bad("top_k, min_p, best_of: not supported")
	case c.Format != nil && c.Format.Type != "text":
		return bad("response_format %s: not supported; ask for it in words", c.Format.Type)
	case c.N < 0 || c.N > mostChoices:
		return bad("n: 1 to %d", mostChoices)
	case c.MaxTokens < 0 || c.MaxCompletion < 0:
		return bad("max_tokens: 1 or more")
	case c.Temperature != nil && !(*c.Temperature >= 0 && *c.Temperature <= 100):
		return bad("temperature: 0 or more")
	case c.TopP != nil && !(*c.TopP > 0 && *c.TopP <= 1):
		return bad("top_p: more than 0, 1 at most")
	}
	return nil
}

// choices is how many answers are wanted.
func (c *common) choices() int { return max(1, c.N) }

// writing is how they are written but for which of them it is.
func (c *common) writing() lm.Writing {
	w := lm.Writing{Sampling: lm.Sampling{Temperature: 1, MaxTokens: max(c.MaxTokens, c.MaxCompletion), Seed: rand.Uint64()}, Stop: c.Stop, KeepStop: c.KeepStop}
	if c.Temperature != nil {
		w.Temperature = *c.Temperature
	}
	if c.TopP != nil {
		w.TopP = *c.TopP
	}
	if c.Seed != nil {
		w.Seed = uint64(*c.Seed)
	}
	return w
}

// chatRequest is the body of POST /v1/chat/completions.
type chatRequest struct {
	common
	Messages    []message       `json:"messages"`
	Tools       []tool          `json:"tools"`
	ToolChoice  json.RawMessage `json:"tool_choice"`
	LogProbs    bool            `json:"logprobs"`
	TopLogProbs int             `json:"top_logprobs"`
}

type message struct {
	Role    string     `json:"role"`
	Content content    `json:"content"`
	Calls   []toolCall `json:"tool_calls"`
	CallID  string     `json:"tool_call_id"`
}

// content is a text, or parts of which all are texts.
type content string

// UnmarshalJSON reads either.
func (c *content) UnmarshalJSON(b []byte) error {
	var text *string
	if json.Unmarshal(b, &text) == nil {
		if text != nil {
			*c = content(*text)
		}
		return nil
	}
	var parts []struct{ Type, Text string }
	if err := json.Unmarshal(b, &parts); err != nil {
		return err
	}
	var all []string
	for _, p := range parts {
		if p.Type != "text" {
			return errors.New("content of type " + p.Type + ": only text is read")
		}
		all = append(all, p.Text)
	}
	*c = content(strings.Join(all, "\n"))
	return nil
}

type tool struct {
	Function struct {
		Name        string          `json:"name"`
		Description string          `json:"description"`
		Parameters  json.RawMessage `json:"parameters"`
	} `json:"function"`
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

func (r *chatRequest) check(model string) error {
	if len(r.Messages) == 0 {
		return bad("messages: at least one is needed")
	}
	if r.TopLogProbs > 0 {
		return bad("top_logprobs: not supported; logprobs gives those of the tokens written")
	}
	return r.common.check(model)
}

func (r *chatRequest) conversation() []infoseek.Message {
	var all []infoseek.Message
	for _, m := range r.Messages {
		said := infoseek.Message{Role: m.Role, Content: string(m.Content), CallID: m.CallID}
		for _, c := range m.Calls {
			said.Calls = append(said.Calls, infoseek.ToolCall{ID: c.ID, Name: c.Function.Name, Arguments: c.Function.Arguments})
		}
		all = append(all, said)
	}
	return all
}

// offered are the tools, none where the request forbids their use.
func (r *chatRequest) offered() []infoseek.Tool {
	if string(r.ToolChoice) == `"none"` {
		return nil
	}
	var all []infoseek.Tool
	for _, t := range r.Tools {
		all = append(all, infoseek.Tool{Name: t.Function.Name, Description: t.Function.Description, Schema: t.Function.Parameters})
	}
	return all
}

// textRequest is the body of POST /v1/completions.
type textRequest struct {
	common
	Prompt   prompts `json:"prompt"`
	LogProbs *int    `json:"logprobs"`
	Echo     bool    `json:"echo"`
	Suffix   string  `json:"suffix"`
}

// prompts are a text, several, tokens, or several lists of tokens.
type prompts struct {
	texts  []string
	tokens [][]int
}

// UnmarshalJSON reads any of them.
func (p *prompts) UnmarshalJSON(b []byte) error {
	var t texts
	var one []int
	if err := json.Unmarshal(b, &t); err == nil {
		p.texts = t
		return nil
	}
	if json.Unmarshal(b, &one) == nil {
		p.tokens = [][]int{one}
		return nil
	}
	return json.Unmarshal(b, &p.tokens)
}

func (r *textRequest) check(model string) error {
	switch n := len(r.Prompt.texts) + len(r.Prompt.tokens); {
	case n == 0 || n*r.choices() > mostChoices:
		return bad("prompt: 1 to %d, times n", mostChoices)
	case r.Echo || r.Suffix != "":
		return bad("echo, suffix: not supported")
	case r.LogProbs != nil && *r.LogProbs > 1:
		return bad("logprobs: 0 or 1: those of the tokens written")
	}
	return r.common.check(model)
}
