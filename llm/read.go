package llm

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"infoseek"

	"github.com/openai/openai-go/v3"
)

// errFiltered is an answer that asking again won't improve.
var errFiltered = errors.New("the endpoint's content filter stopped the answer")

// read takes the response out of the API's words; calls of tools count only where some were offered. An answer that has no message is an error.
func read(a *openai.ChatCompletion, offered bool) (infoseek.Response, error) {
	if a == nil || len(a.Choices) == 0 {
		return infoseek.Response{}, errors.New("an answer without choices")
	}
	choice := a.Choices[0]
	if !choice.JSON.Message.Valid() {
		return infoseek.Response{}, errors.New("an answer without message")
	}
	if choice.FinishReason == "content_filter" {
		return infoseek.Response{}, errFiltered
	}
	r := infoseek.Response{
		Text:   valid(choice.Message.Content),
		Tokens: tokens(choice.Logprobs.Content),
		Usage:  infoseek.Usage{Prompt: count(a.Usage.PromptTokens), Completion: count(a.Usage.CompletionTokens)},
		Finish: infoseek.FinishStop,
	}
	if offered {
		r.Calls = calls(choice.Message.ToolCalls)
	}
	if r.Text == "" {
		r.Text = valid(choice.Message.Refusal)
	}
	switch {
	case len(r.Calls) > 0:
		r.Finish = infoseek.FinishTools
	case choice.FinishReason == "length":
		r.Finish = infoseek.FinishLength
	}
	return r, nil
}

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// count keeps what an endpoint counted within what can be reckoned with.
func count(n int64) int { return int(min(max(0, n), 1<<30)) }

func calls(given []openai.ChatCompletionMessageToolCallUnion) []infoseek.ToolCall {
	var calls []infoseek.ToolCall
	for i, g := range given {
		call := infoseek.ToolCall{ID: valid(g.ID), Name: valid(g.Function.Name), Arguments: valid(g.Function.Arguments)}
		if call.ID == "" {
			call.ID = fmt.Sprintf("call-%d", i+1)
		}
		calls = append(calls, call)
	}
	return calls
}

// tokens lists the generated tokens. The API gives no ids: they are -1, but where vLLM was asked to write them as text (return_tokens_as_token_ids).
func tokens(given []openai.ChatCompletionTokenLogprob) []infoseek.Token {
	var tokens []infoseek.Token
	for _, g := range given {
		p := min(0, g.Logprob)
		t := infoseek.Token{ID: -1, LogProb: &p, Origin: infoseek.OriginModel}
		if digits, ok := strings.CutPrefix(g.Token, "token_id:"); ok {
			if id, err := strconv.Atoi(digits); err == nil {
				t.ID = id
			}
		}
		tokens = append(tokens, t)
	}
	return tokens
}
