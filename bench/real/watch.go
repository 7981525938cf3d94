package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
)

// watch stands between the agent and a model's server and notes what each request for an answer allows, and what the server says that it took.
type watch struct {
	*httptest.Server
	mu    sync.Mutex
	calls []call
}

// call is one request for an answer. Prompt and written are counted by the server.
type call struct {
	status                   int
	allowed, prompt, written int
}

// reserved is the most of the context that the request could have taken.
func (c call) reserved() int { return c.prompt + max(c.allowed, c.written) }

// newWatch passes on all that comes to the server at base (".../v1").
func newWatch(base string) (*watch, error) {
	to, err := url.Parse(strings.TrimSuffix(base, "/v1"))
	if err != nil {
		return nil, err
	}
	w := &watch{}
	w.Server = httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }, Transport: w})
	return w, nil
}

// RoundTrip asks the server and notes the call.
func (w *watch) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/chat/completions") {
		return http.DefaultTransport.RoundTrip(r)
	}
	asked, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(asked))
	r.Header.Del("Accept-Encoding")
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	said, err := io.ReadAll(response.Body)
	response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(said))
	w.note(response.StatusCode, asked, said)
	return response, err
}

// note keeps a call. A server that refuses says no usage: its status tells.
func (w *watch) note(status int, asked, said []byte) {
	var request struct {
		MaxTokens           int `json:"max_tokens"`
		MaxCompletionTokens int `json:"max_completion_tokens"`
	}
	var answer struct {
		Usage struct {
			Prompt     int `json:"prompt_tokens"`
			Completion int `json:"completion_tokens"`
		} `json:"usage"`
	}
	if json.Unmarshal(asked, &request) != nil || json.Unmarshal(said, &answer) != nil && status == http.StatusOK {
		status = http.StatusBadGateway
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = append(w.calls, call{status, max(request.MaxTokens, request.MaxCompletionTokens), answer.Usage.Prompt, answer.Usage.Completion})
}
