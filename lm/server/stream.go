package server

import (
	"encoding/json"
	"net/http"
	"sync"

	"infoseek/lm"
)

// piece is a part of a text as it comes, with the tokens written for it.
type piece struct {
	text   string
	tokens []lm.Token
	first  bool
	finish string // at the end
}

// events writes server-sent events, safe for concurrent use.
type events struct {
	mu sync.Mutex
	w  http.ResponseWriter
	c  *http.ResponseController
}

func newEvents(w http.ResponseWriter) *events {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(http.StatusOK)
	return &events{w: w, c: http.NewResponseController(w)}
}

// send says whether the client is still there.
func (e *events) send(v any) bool {
	b, err := json.Marshal(v)
	return err == nil && e.line(string(b))
}

func (e *events) line(text string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, err := e.w.Write([]byte("data: " + text + "\n\n"))
	return err == nil && e.c.Flush() == nil
}

func (e *events) end() { e.line("[DONE]") }

// stream tells texts as they are written. shape makes a choice of a piece.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, c *common, all []task, object string, shape func(i int, p piece) any) {
	if room := s.model.Info().Context; len(all[0].prompt) >= room {
		s.fail(w, r, lm.ErrLong)
		return
	}
	e, a := newEvents(w), s.answer(object)
	tell := func(i int, p piece) bool {
		chunk := a
		chunk.Choices = []any{shape(i, p)}
		return e.send(chunk)
	}
	listed := make([]int, len(all))
	for i := range all {
		all[i].Text = func(text string, tokens []lm.Token) bool {
			first := listed[i] == 0
			listed[i] += len(tokens)
			return tell(i, piece{text: text, tokens: tokens, first: first})
		}
	}
	out, err := s.write(r.Context(), all)
	if err != nil {
		if r.Context().Err() == nil {
			s.options.Log.Error("a stream failed", "path", r.URL.Path, "error", err)
			e.send(map[string]any{"error": map[string]any{"message": "the model failed; the server's log says why", "type": "server_error"}})
		}
		return
	}
	for i, o := range out {
		tell(i, piece{tokens: o.Tokens[listed[i]:], first: listed[i] == 0, finish: finish(o.Finish)})
	}
	if c.StreamOptions.Usage {
		a.Usage = used(all, out)
		e.send(a)
	}
	e.end()
}
