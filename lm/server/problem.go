package server

import (
	"errors"
	"fmt"
	"net/http"

	"infoseek/lm"
)

// problem is what is told to a client.
type problem struct {
	status int
	text   string
}

func (p *problem) Error() string { return p.text }

func bad(format string, args ...any) error {
	return &problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// refuse answers with err.
func refuse(w http.ResponseWriter, err error) {
	status, body := inForm(err)
	send(w, status, body)
}

// told is err as the client is to see it: a prompt that is too long is the client's, in words that clients look for.
func (s *Server) told(err error) error {
	switch {
	case errors.Is(err, lm.ErrLong):
		return bad("This model's maximum context length is %d tokens: %v.", s.model.Info().Context, err)
	case errors.Is(err, lm.ErrPrompt):
		return bad("prompt: %v", err)
	}
	return err
}

// inForm is err in the API's form, with its status. What is no problem of the client's is told without its cause.
func inForm(err error) (int, map[string]any) {
	p := &problem{http.StatusInternalServerError, "the model failed; the server's log says why"}
	errors.As(err, &p)
	kind := "invalid_request_error"
	if p.status >= 500 {
		kind = "server_error"
	}
	return p.status, map[string]any{"error": map[string]any{"message": p.text, "type": kind, "param": nil, "code": nil}}
}
