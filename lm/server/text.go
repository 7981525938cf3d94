package server

import (
	"net/http"

	"infoseek/lm"
)

type textChoice struct {
	Index    int           `json:"index"`
	Text     string        `json:"text"`
	LogProbs *textLogProbs `json:"logprobs"`
	Finish   *string       `json:"finish_reason"`
	TokenIDs []int         `json:"token_ids,omitempty"`
}

func (s *Server) complete(w http.ResponseWriter, r *http.Request) {
	var c textRequest
	err := read(w, r, &c)
	if err == nil {
		err = c.check(s.model.Info().Name)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	prompts := c.Prompt.tokens
	for _, text := range c.Prompt.texts {
		prompts = append(prompts, s.model.Encode(text))
	}
	all := tasks(prompts, c.choices(), c.writing())
	if err := s.check(all); err != nil {
		s.fail(w, r, err)
		return
	}
	choice := func(i int, text, finish string, tokens []lm.Token) any {
		t := textChoice{Index: i, Text: text}
		if finish != "" {
			t.Finish = &finish
		}
		if c.LogProbs != nil {
			t.LogProbs = s.listedTexts(tokens)
		}
		if c.TokenIDs {
			t.TokenIDs = ids(tokens)
		}
		return t
	}
	if c.Stream {
		s.stream(w, r, &c.common, all, "text_completion", func(i int, p piece) any { return choice(i, p.text, p.finish, p.tokens) })
		return
	}
	out, err := s.write(r.Context(), all)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	a := s.answer("text_completion")
	a.Usage = used(all, out)
	for i, o := range out {
		a.Choices = append(a.Choices, choice(i, o.Text, finish(o.Finish), o.Tokens))
	}
	send(w, http.StatusOK, a)
}
