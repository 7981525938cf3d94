package server

import (
	"net/http"

	"infoseek"
	"infoseek/lm"
	"infoseek/lm/chat"
)

type chatChoice struct {
	Index    int           `json:"index"`
	Message  *said         `json:"message,omitempty"`
	Delta    *said         `json:"delta,omitempty"`
	LogProbs *chatLogProbs `json:"logprobs"`
	Finish   *string       `json:"finish_reason"`
	TokenIDs []int         `json:"token_ids,omitempty"`
}

type said struct {
	Role    string     `json:"role,omitempty"`
	Content *string    `json:"content,omitempty"`
	Calls   []toolCall `json:"tool_calls,omitempty"`
}

func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	var c chatRequest
	err := read(w, r, &c)
	if err == nil {
		err = c.check(s.model.Info().Name)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	tools := c.offered()
	prompt, err := s.model.Prompt(c.conversation(), tools)
	if err != nil {
		// the template speaks of the conversation: of roles that must take turns
		s.fail(w, r, bad("messages: %v", err))
		return
	}
	all := tasks([][]int{prompt}, c.choices(), c.writing())
	if err := s.check(all); err != nil {
		s.fail(w, r, err)
		return
	}
	if c.Stream && len(tools) == 0 {
		s.stream(w, r, &c.common, all, "chat.completion.chunk", func(i int, p piece) any { return s.chatPiece(&c, i, p) })
		return
	}
	out, err := s.write(r.Context(), all)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	a := s.answer("chat.completion")
	a.Usage = used(all, out)
	for i, o := range out {
		a.Choices = append(a.Choices, s.chatChoice(&c, tools, i, o))
	}
	if c.Stream {
		s.streamed(w, &c, a)
		return
	}
	send(w, http.StatusOK, a)
}

func (s *Server) chatChoice(c *chatRequest, tools []infoseek.Tool, i int, o lm.Written) chatChoice {
	text, calls := chat.Calls(o.Text, tools)
	f := o.Finish
	m := &said{Role: "assistant", Content: &text}
	for _, call := range calls {
		m.Calls, f = append(m.Calls, toolCall{call.ID, "function", functionCall{call.Name, call.Arguments}}), infoseek.FinishTools
	}
	word := finish(f)
	choice := chatChoice{Index: i, Message: m, Finish: &word}
	if c.LogProbs {
		choice.LogProbs = s.listed(o.Tokens)
	}
	if c.TokenIDs {
		choice.TokenIDs = ids(o.Tokens)
	}
	return choice
}

func (s *Server) chatPiece(c *chatRequest, i int, p piece) any {
	choice := chatChoice{Index: i, Delta: &said{Content: &p.text}}
	if p.first {
		choice.Delta.Role = "assistant"
	}
	if p.finish != "" {
		choice.Finish = &p.finish
	}
	if c.LogProbs {
		choice.LogProbs = s.listed(p.tokens)
	}
	if c.TokenIDs {
		choice.TokenIDs = ids(p.tokens)
	}
	return choice
}

// streamed sends a whole answer as a stream of one piece: calls of tools are known at their end.
func (s *Server) streamed(w http.ResponseWriter, c *chatRequest, a answer) {
	e := newEvents(w, s.patience)
	defer e.end()
	u := a.Usage
	a.Object, a.Usage = "chat.completion.chunk", nil
	for i, choice := range a.Choices {
		one := choice.(chatChoice)
		one.Delta, one.Message = one.Message, nil
		a.Choices[i] = one
	}
	e.send(a)
	if c.StreamOptions.Usage {
		a.Choices, a.Usage = []any{}, u
		e.send(a)
	}
	e.line("[DONE]")
}
