package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
		Tokens: tokens(choice),
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

// tokens lists the generated tokens. The API gives no ids, so they are -1, but for servers that do: vLLM, asked by return_token_ids, lists them in the choice, or as texts where it was asked by
// return_tokens_as_token_ids; llama.cpp's server puts each beside its log-probability.
func tokens(choice openai.ChatCompletionChoice) []infoseek.Token {
	var tokens []infoseek.Token
	for _, g := range choice.Logprobs.Content {
		p := min(0, g.Logprob)
		tokens = append(tokens, infoseek.Token{ID: tokenID(g), LogProb: &p, Origin: infoseek.OriginModel})
	}
	ids := listedIDs(choice)
	if len(ids) != len(tokens) && len(ids) > 0 {
		tokens = make([]infoseek.Token, len(ids)) // whose log-probability is whose can't be told
	}
	for i, id := range ids {
		tokens[i].ID, tokens[i].Origin = id, infoseek.OriginModel
	}
	return tokens
}

// listedIDs are the ids that a choice lists, nil for none.
func listedIDs(choice openai.ChatCompletionChoice) []int {
	var ids []int
	if json.Unmarshal([]byte(choice.JSON.ExtraFields["token_ids"].Raw()), &ids) != nil || slices.ContainsFunc(ids, func(id int) bool { return id < 0 }) {
		return nil
	}
	return ids
}

func tokenID(g openai.ChatCompletionTokenLogprob) int {
	said := g.JSON.ExtraFields["id"].Raw()
	if digits, ok := strings.CutPrefix(g.Token, "token_id:"); ok {
		said = digits
	}
	if id, err := strconv.Atoi(said); err == nil && id >= 0 {
		return id
	}
	return -1
}
