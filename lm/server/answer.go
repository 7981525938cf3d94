package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"sync"
	"time"
	"unicode/utf8"

	"infoseek"
	"infoseek/lm"
)

// usage counts tokens.
type usage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
}

// answer is an answer or, with chunks of choices, a piece of one.
type answer struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Created int64  `json:"created"`
	Model   string `json:"model"`
	Choices []any  `json:"choices"`
	Usage   *usage `json:"usage,omitempty"`
}

func (s *Server) answer(object string) answer {
	var id [12]byte
	rand.Read(id[:])
	return answer{ID: "cmpl-" + hex.EncodeToString(id[:]), Object: object, Created: time.Now().Unix(), Model: s.model.Info().Name, Choices: []any{}}
}

// task is a prompt with what is to be written.
type task struct {
	prompt []int
	lm.Writing
}

// tasks are n samples of each prompt.
func tasks(prompts [][]int, n int, w lm.Writing) []task {
	var all []task
	for i, p := range prompts {
		for j := range n {
			w.Index = uint64(i*n + j)
			all = append(all, task{p, w})
		}
	}
	return all
}

// check says why what is asked for can't be written, before any of it is.
func (s *Server) check(all []task) error {
	room := s.model.Info().Context
	for _, t := range all {
		if err := s.model.Check(t.prompt); err != nil {
			return s.told(err)
		}
		if n := len(t.prompt); n+t.MaxTokens > room {
			return bad("This model's maximum context length is %d tokens. However, you requested %d tokens (%d in the messages, %d in the completion): ask for %d at most.", room, n+t.MaxTokens, n, t.MaxTokens, room-n)
		}
	}
	return nil
}

// write does all tasks side by side; the first error ends the others.
func (s *Server) write(ctx context.Context, all []task) ([]lm.Written, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	out := make([]lm.Written, len(all))
	var wg sync.WaitGroup
	for i, t := range all {
		wg.Go(func() {
			var err error
			if out[i], err = s.model.Write(ctx, t.prompt, t.Writing); err != nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return out, nil
}

func used(all []task, out []lm.Written) *usage {
	u := usage{}
	prompts := map[*int]bool{}
	for i, t := range all {
		if len(t.prompt) > 0 && !prompts[&t.prompt[0]] {
			prompts[&t.prompt[0]] = true
			u.Prompt += len(t.prompt)
		}
		u.Completion += len(out[i].Tokens)
	}
	u.Total = u.Prompt + u.Completion
	return &u
}

// chatLogProbs is how chat answers list tokens.
type chatLogProbs struct {
	Content []chatLogProb `json:"content"`
}

type chatLogProb struct {
	Token   string  `json:"token"`
	LogProb float64 `json:"logprob"`
	Bytes   []int   `json:"bytes"`
	Top     []any   `json:"top_logprobs"`
}

func (s *Server) listed(tokens []lm.Token) *chatLogProbs {
	l := &chatLogProbs{Content: []chatLogProb{}}
	for _, k := range tokens {
		raw := s.model.Bytes(k.ID)
		l.Content = append(l.Content, chatLogProb{shown(raw), min(0, k.LogProb), numbers(raw), []any{}})
	}
	return l
}

// textLogProbs is how text answers do.
type textLogProbs struct {
	Tokens   []string  `json:"tokens"`
	LogProbs []float64 `json:"token_logprobs"`
	Top      []any     `json:"top_logprobs"`
	Offsets  []int     `json:"text_offset"`
}

func (s *Server) listedTexts(tokens []lm.Token) *textLogProbs {
	l := &textLogProbs{Tokens: []string{}, LogProbs: []float64{}, Offsets: []int{}}
	at := 0
	for _, k := range tokens {
		raw := s.model.Bytes(k.ID)
		l.Tokens, l.LogProbs, l.Offsets = append(l.Tokens, shown(raw)), append(l.LogProbs, min(0, k.LogProb)), append(l.Offsets, at)
		at += utf8.RuneCountInString(raw)
	}
	return l
}

// shown is a token as text; the bytes of a part of a character are not.
func shown(raw string) string {
	if utf8.ValidString(raw) {
		return raw
	}
	return "\uFFFD"
}

func numbers(raw string) []int {
	all := []int{}
	for _, b := range []byte(raw) {
		all = append(all, int(b))
	}
	return all
}

func ids(tokens []lm.Token) []int {
	all := []int{}
	for _, k := range tokens {
		all = append(all, k.ID)
	}
	return all
}

// finish is the API's word for the end.
func finish(f infoseek.Finish) string {
	if f == infoseek.FinishTools {
		return "tool_calls"
	}
	return string(f)
}

// fail tells an error where nothing of the answer was sent.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // who asked has gone
	}
	err = s.told(err)
	if p, ok := err.(*problem); !ok || p.status >= 500 {
		s.options.Log.Error("a request failed", "path", r.URL.Path, "error", err)
	}
	refuse(w, err)
}
