package llm

import (
	"encoding/json"
	"maps"

	"infoseek"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/param"
	"github.com/openai/openai-go/v3/shared"
)

// params says a request in the API's words.
func (c *Client) params(r infoseek.Request, f Format) openai.ChatCompletionNewParams {
	messages := r.Messages
	if r.Schema != nil && f.told() {
		messages = withSchema(messages, r.Schema)
	}
	p := openai.ChatCompletionNewParams{Model: c.endpoint.Model}
	for _, m := range messages {
		p.Messages = append(p.Messages, message(m))
	}
	for _, t := range r.Tools {
		p.Tools = append(p.Tools, tool(t))
	}
	c.sampling(&p, r.Sampling)
	if r.LogProbs {
		p.Logprobs = param.NewOpt(true)
	}
	extra := maps.Clone(c.endpoint.Extra)
	if r.Schema != nil {
		if format := f.responseFormat(r.Schema); format != nil {
			if extra == nil {
				extra = map[string]any{}
			}
			extra["response_format"] = format
		}
	}
	p.SetExtraFields(extra)
	return p
}

func (c *Client) sampling(p *openai.ChatCompletionNewParams, s infoseek.Sampling) {
	if s.Temperature != nil {
		p.Temperature = param.NewOpt(*s.Temperature)
	}
	if s.TopP != nil {
		p.TopP = param.NewOpt(*s.TopP)
	}
	if s.Seed != nil {
		p.Seed = param.NewOpt(seed(*s.Seed))
	}
	if s.MaxTokens > 0 && c.newLimit.Load() {
		p.MaxCompletionTokens = param.NewOpt(int64(s.MaxTokens))
	} else if s.MaxTokens > 0 {
		p.MaxTokens = param.NewOpt(int64(s.MaxTokens))
	}
	if len(s.Stop) > 0 {
		p.Stop.OfStringArray = s.Stop
	}
}

// seed folds a seed into the 31 bits that every server takes.
func seed(s uint64) int64 { return int64((s ^ s>>32) & 0x7fffffff) }

func message(m infoseek.Message) openai.ChatCompletionMessageParamUnion {
	switch m.Role {
	case "system":
		return openai.SystemMessage(m.Content)
	case "assistant":
		return assistant(m)
	case "tool":
		return openai.ToolMessage(m.Content, m.CallID)
	}
	return openai.UserMessage(m.Content)
}

func assistant(m infoseek.Message) openai.ChatCompletionMessageParamUnion {
	said := openai.AssistantMessage(m.Content)
	for _, call := range m.Calls {
		said.OfAssistant.ToolCalls = append(said.OfAssistant.ToolCalls, openai.ChatCompletionMessageToolCallUnionParam{
			OfFunction: &openai.ChatCompletionMessageFunctionToolCallParam{
				ID: call.ID, Function: openai.ChatCompletionMessageFunctionToolCallFunctionParam{Name: call.Name, Arguments: call.Arguments},
			},
		})
	}
	return said
}

func tool(t infoseek.Tool) openai.ChatCompletionToolUnionParam {
	parameters := shared.FunctionParameters{}
	if json.Unmarshal(t.Schema, &parameters) != nil {
		parameters = shared.FunctionParameters{"type": "object"}
	}
	return openai.ChatCompletionFunctionTool(shared.FunctionDefinitionParam{Name: t.Name, Description: param.NewOpt(t.Description), Parameters: parameters})
}
