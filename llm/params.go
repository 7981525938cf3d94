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
func (c *Client) params(r infoseek.Request, f Format, d dialect) openai.ChatCompletionNewParams {
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
	sampling(&p, r.Sampling, d)
	if r.LogProbs && !d.noLogProbs {
		p.Logprobs = param.NewOpt(true)
	}
	p.SetExtraFields(c.extra(r, f, d))
	return p
}

// extra are the members that the API doesn't know by itself. Those that the endpoint's configuration names are as it says.
func (c *Client) extra(r infoseek.Request, f Format, d dialect) map[string]any {
	extra := map[string]any{}
	if r.LogProbs && !d.noTokenIDs {
		extra["return_token_ids"] = true
		if len(r.Sampling.Stop) > 0 {
			// The stop text is generated: without it the tokens would be of more than the text.
			extra["include_stop_str_in_output"] = true
		}
	}
	maps.Copy(extra, c.endpoint.Extra)
	if r.Schema != nil {
		if format := f.responseFormat(r.Schema); format != nil {
			extra["response_format"] = format
		}
	}
	return extra
}

func sampling(p *openai.ChatCompletionNewParams, s infoseek.Sampling, d dialect) {
	if s.Temperature != nil {
		p.Temperature = param.NewOpt(*s.Temperature)
	}
	if s.TopP != nil {
		p.TopP = param.NewOpt(*s.TopP)
	}
	if s.Seed != nil {
		p.Seed = param.NewOpt(seed(*s.Seed))
	}
	if s.MaxTokens > 0 && d.newLimit {
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
