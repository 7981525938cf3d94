package fakeserver

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"time"

	"infoseek"
)

// Server is a running fake.
type Server struct {
	brain *brain
	http  *httptest.Server
}

// New starts a server; Close it.
func New(o Options) *Server {
	s := &Server{brain: newBrain(o)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/models", s.models)
	mux.HandleFunc("POST /v1/chat/completions", s.complete)
	s.http = httptest.NewServer(mux)
	return s
}

// URL is the base URL, with /v1.
func (s *Server) URL() string { return s.http.URL + "/v1" }

// Close ends the server and what hangs in it.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// Counts says how requests ended so far.
func (s *Server) Counts() Counts { return s.brain.counts() }

// Served is what was worked on so far, by the name of the model that was asked for: all but what was refused.
func (s *Server) Served() map[string]infoseek.Usage { return s.brain.served() }

func (s *Server) models(w http.ResponseWriter, r *http.Request) {
	if !s.allowed(w, r) {
		return
	}
	model := map[string]any{"id": s.brain.o.Name, "object": "model"}
	if n := s.brain.o.Context; n > 0 {
		model["max_model_len"] = n
	}
	send(w, http.StatusOK, encode(map[string]any{"object": "list", "data": []any{model}}))
}

func (s *Server) allowed(w http.ResponseWriter, r *http.Request) bool {
	if s.brain.o.Key == "" || r.Header.Get("Authorization") == "Bearer "+s.brain.o.Key {
		return true
	}
	refuse(w, http.StatusUnauthorized, "wrong key")
	return false
}

func (s *Server) complete(w http.ResponseWriter, r *http.Request) {
	if !s.allowed(w, r) {
		return
	}
	body, err := io.ReadAll(r.Body)
	var c chatRequest
	if err == nil {
		err = json.Unmarshal(body, &c)
	}
	switch {
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	case len(c.Messages) == 0:
		refuse(w, http.StatusBadRequest, "messages: at least one is needed")
	case c.unanswered() != "":
		refuse(w, http.StatusBadRequest, c.unanswered())
	case !s.takes(c.ResponseFormat):
		s.refuseFormat(w, c.ResponseFormat)
	case s.brain.o.Context > 0 && s.brain.prompt(c) > s.brain.o.Context:
		refuse(w, http.StatusBadRequest, fmt.Sprintf("This model's maximum context length is %d tokens.", s.brain.o.Context))
	default:
		out := s.brain.decide(body, c, c.request())
		if pause(r.Context(), out.latency) {
			s.end(w, r, c, out)
		}
	}
}

func (s *Server) takes(f *format) bool {
	return f == nil || s.brain.o.Formats == nil || slices.Contains(s.brain.o.Formats, f.form())
}

func (s *Server) refuseFormat(w http.ResponseWriter, f *format) {
	status := http.StatusBadRequest
	if slices.Contains(s.brain.o.Formats, "json_object_schema") {
		status = http.StatusInternalServerError
	}
	refuse(w, status, fmt.Sprintf("body.response_format.type: input should be one of %s, not %s", strings.Join(s.brain.o.Formats, ", "), f.form()))
}

// pause says whether the client is still there after d.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// end writes the end that was drawn.
func (s *Server) end(w http.ResponseWriter, r *http.Request, c chatRequest, out reply) {
	whole := encode(s.brain.answer(c, out))
	switch out.kind {
	case tooMany:
		if after := s.brain.o.RetryAfter; after > 0 {
			w.Header().Set("Retry-After", strconv.FormatFloat(after.Seconds(), 'f', -1, 64))
		}
		refuse(w, http.StatusTooManyRequests, "too many requests")
	case internal:
		refuse(w, http.StatusInternalServerError, "something broke")
	case hang:
		<-r.Context().Done()
	case cut:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(whole)))
		w.Write(whole[:len(whole)/2])
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case garbage:
		send(w, http.StatusOK, []byte(`{"choices": [{"mess<html>`))
	default:
		send(w, http.StatusOK, whole)
	}
}

func refuse(w http.ResponseWriter, status int, why string) {
	send(w, status, encode(apiError{apiErrorBody{why, "error"}}))
}

func send(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}
