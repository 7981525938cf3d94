package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"infoseek"
	"infoseek/lm"
)

// fake writes the words of its answer, a token each, up to the limit.
type fake struct{ words []string }

func (fake) Info() infoseek.ModelInfo { return infoseek.ModelInfo{Name: "fake", Context: 50} }

func (fake) Prompt(messages []infoseek.Message, tools []infoseek.Tool) ([]int, error) {
	if messages[0].Role == "odd" {
		return nil, errors.New("roles must take turns")
	}
	return make([]int, len(messages[0].Content)), nil
}

func (fake) Encode(text string) []int { return make([]int, len(text)) }

func (fake) Check(prompt []int) error {
	switch {
	case len(prompt) == 0 || prompt[0] > 90:
		return fmt.Errorf("%w: empty or of other tokens", lm.ErrPrompt)
	case len(prompt) >= 50:
		return fmt.Errorf("%w: 50", lm.ErrLong)
	}
	return nil
}

func (f fake) Bytes(id int) string { return f.words[id] }

func (f fake) Write(ctx context.Context, prompt []int, w lm.Writing) (lm.Written, error) {
	if len(prompt) >= 50 {
		return lm.Written{}, fmt.Errorf("%w: 50", lm.ErrLong)
	}
	if w.Seed == 13 {
		return lm.Written{}, errors.New("a secret cause")
	}
	o := lm.Written{Finish: infoseek.FinishStop}
	for i, word := range f.words {
		if w.MaxTokens > 0 && i == w.MaxTokens {
			o.Finish = infoseek.FinishLength
			break
		}
		o.Tokens = append(o.Tokens, lm.Token{ID: i, LogProb: -float64(i)})
		if w.Text != nil && !w.Text(word, o.Tokens[i:]) {
			break
		}
		o.Text += word
	}
	return o, ctx.Err()
}

func serve(t *testing.T, o Options, words ...string) string {
	t.Helper()
	s := httptest.NewServer(New(fake{words}, o).Handler())
	t.Cleanup(s.Close)
	return s.URL
}

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	r, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

// part finds a value in JSON by a path.
func part(t *testing.T, text string, path ...any) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(map[string]any)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v
}

func TestChat(t *testing.T) {
	url := serve(t, Options{}, "It", " is", " é")
	_, got := post(t, url+"/v1/chat/completions", `{"model":"fake","messages":[{"role":"user","content":[{"type":"text","text":"abc"}]}],"logprobs":true,"return_token_ids":true,"n":2,"max_tokens":2}`)
	for want, path := range map[any][]any{
		"It is": {"choices", 1, "message", "content"}, "length": {"choices", 0, "finish_reason"}, " is": {"choices", 0, "logprobs", "content", 1, "token"}, -1.0: {"choices", 0, "logprobs", "content", 1, "logprob"},
		"chat.completion": {"object"}, 3.0: {"usage", "prompt_tokens"}, 4.0: {"usage", "completion_tokens"}, 7.0: {"usage", "total_tokens"}, 1.0: {"choices", 1, "token_ids", 1},
	} {
		if v := part(t, got, path...); v != want {
			t.Errorf("%v is %v, want %v", path, v, want)
		}
	}
	if v := part(t, got, "choices", 0, "logprobs", "content", 0, "bytes"); !reflect.DeepEqual(v, []any{73.0, 116.0}) {
		t.Errorf("bytes %v", v)
	}
	_, got = post(t, url+"/v1/chat/completions", `{"messages":[{"role":"user","content":"abc"}]}`)
	if v := part(t, got, "choices", 0, "logprobs"); v != nil {
		t.Errorf("log-probabilities that nobody asked for: %v", v)
	}
}

func TestTools(t *testing.T) {
	url := serve(t, Options{}, "Look. ", `<tool_call>{"name":"find","arguments":{"q":1}}</tool_call>`)
	const request = `{"messages":[{"role":"user","content":"abc"}],"tools":[{"type":"function","function":{"name":"find","parameters":{}}}]`
	_, got := post(t, url+"/v1/chat/completions", request+`}`)
	if part(t, got, "choices", 0, "finish_reason") != "tool_calls" || part(t, got, "choices", 0, "message", "tool_calls", 0, "function", "arguments") != `{"q":1}` || part(t, got, "choices", 0, "message", "content") != "Look." {
		t.Error(got)
	}
	_, got = post(t, url+"/v1/chat/completions", request+`,"stream":true}`)
	if !strings.Contains(got, `"tool_calls":[{`) || !strings.HasSuffix(got, "data: [DONE]\n\n") {
		t.Error(got)
	}
	_, got = post(t, url+"/v1/chat/completions", request+`,"tool_choice":"none"}`)
	if part(t, got, "choices", 0, "finish_reason") != "stop" {
		t.Error(got)
	}
}

func TestText(t *testing.T) {
	url := serve(t, Options{}, "a", "é", "c")
	_, got := post(t, url+"/v1/completions", `{"prompt":["xy","z"],"logprobs":1}`)
	for want, path := range map[any][]any{"aéc": {"choices", 1, "text"}, "stop": {"choices", 0, "finish_reason"}, 3.0: {"usage", "prompt_tokens"}, -2.0: {"choices", 0, "logprobs", "token_logprobs", 2}, 2.0: {"choices", 0, "logprobs", "text_offset", 2}} {
		if v := part(t, got, path...); v != want {
			t.Errorf("%v is %v, want %v", path, v, want)
		}
	}
	for _, prompt := range []string{`[1,2]`, `[[1,2],[0]]`} {
		if status, got := post(t, url+"/v1/completions", `{"prompt":`+prompt+`}`); status != http.StatusOK {
			t.Errorf("%s: %s", prompt, got)
		}
	}
}

func TestStream(t *testing.T) {
	url := serve(t, Options{}, "a", "b")
	for path, body := range map[string]string{"/v1/chat/completions": `"messages":[{"role":"user","content":"abc"}],"logprobs":true`, "/v1/completions": `"prompt":"abc","logprobs":0`} {
		_, got := post(t, url+path, `{`+body+`,"stream":true,"stream_options":{"include_usage":true},"return_token_ids":true}`)
		events := strings.Split(strings.TrimSuffix(got, "\n\n"), "\n\n")
		if len(events) != 5 || events[4] != "data: [DONE]" {
			t.Fatalf("%s: %q", path, events)
		}
		text, tokens := "", 0
		for _, e := range events[:3] {
			choice := part(t, strings.TrimPrefix(e, "data: "), "choices", 0).(map[string]any)
			if d, ok := choice["delta"].(map[string]any); ok {
				text += d["content"].(string)
			} else {
				text += choice["text"].(string)
			}
			listed, _ := choice["token_ids"].([]any)
			tokens += len(listed)
		}
		if text != "ab" || tokens != 2 || part(t, events[2][6:], "choices", 0, "finish_reason") != "stop" || part(t, events[3][6:], "usage", "total_tokens") != 5.0 {
			t.Errorf("%s: %q, %d tokens: %q", path, text, tokens, events)
		}
	}
}

func TestRefuses(t *testing.T) {
	url := serve(t, Options{}, "a")
	const chat, text, user = "/v1/chat/completions", "/v1/completions", `"messages":[{"role":"user","content":"abc"}]`
	for _, c := range []struct {
		path, body string
		status     int
		says       string
	}{
		{chat, `{`, 400, "JSON"}, {chat, `{}`, 400, "messages"}, {text, `{}`, 400, "prompt"}, {chat, `{` + user + `,"model":"other"}`, 404, "other"},
		{chat, `{` + user + `,"response_format":{"type":"json_schema"}}`, 400, "response_format"}, {chat, `{` + user + `,"top_logprobs":2}`, 400, "top_logprobs"},
		{chat, `{` + user + `,"presence_penalty":1}`, 400, "penalty"}, {chat, `{` + user + `,"top_k":4}`, 400, "top_k"}, {chat, `{` + user + `,"n":1000}`, 400, "n:"}, {chat, `{` + user + `,"top_p":0}`, 400, "top_p"},
		{chat, `{` + user + `,"temperature":-1}`, 400, "temperature"}, {chat, `{` + user + `,"max_tokens":-1}`, 400, "max_tokens"}, {chat, `{"messages":[{"role":"odd","content":"x"}]}`, 400, "take turns"},
		{chat, `{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}`, 400, "image_url"}, {text, `{"prompt":"a","echo":true}`, 400, "echo"}, {text, `{"prompt":"a","logprobs":5}`, 400, "logprobs"},
		{text, `{"prompt":"` + strings.Repeat("x", 60) + `"}`, 400, "maximum context length is 50"}, {text, `{"prompt":"` + strings.Repeat("x", 60) + `","stream":true}`, 400, "maximum context length is 50"},
		{chat, `{` + user + `,"seed":13}`, 500, "log"},
		{text, `{"prompt":""}`, 400, "can't go on"}, {text, `{"prompt":"","stream":true}`, 400, "can't go on"}, {text, `{"prompt":["a",""],"stream":true}`, 400, "can't go on"}, {text, `{"prompt":[99]}`, 400, "can't go on"}, {text, `{"prompt":[[1],[99]],"stream":true}`, 400, "can't go on"},
		{text, `{"prompt":["a","` + strings.Repeat("x", 60) + `"],"stream":true}`, 400, "maximum context length is 50"}, {text, `{"prompt":"abc","max_tokens":48}`, 400, "ask for 47 at most"}, {chat, `{` + user + `,"max_tokens":1000000,"stream":true}`, 400, "ask for 47 at most"},
	} {
		status, got := post(t, url+c.path, c.body)
		if status != c.status || !strings.Contains(part(t, got, "error", "message").(string), c.says) {
			t.Errorf("%s: %d %s, want %d with %q", c.body, status, got, c.status, c.says)
		}
		if strings.Contains(got, "secret") {
			t.Errorf("%s: the cause was told: %s", c.body, got)
		}
	}
	r, err := http.Post(url+chat, "text/plain", strings.NewReader(`{`+user+`}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("plain text: %d", r.StatusCode)
	}
}

func TestGuards(t *testing.T) {
	url := serve(t, Options{Key: "k"}, "a")
	get := func(path string, header ...string) int {
		r, err := http.NewRequest(http.MethodGet, url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(header) > 0 {
			r.Header.Set(header[0], header[1])
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		return got.StatusCode
	}
	if get("/v1/models") != 401 || get("/v1/models", "Authorization", "Bearer no") != 401 || get("/v1/models", "Authorization", "Bearer k") != 200 || get("/healthz") != 200 {
		t.Error("the key is not asked for, or not taken")
	}
	r, err := http.NewRequest(http.MethodPost, url+"/v1/completions", strings.NewReader(`{"prompt":"a"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", "https://elsewhere.example")
	r.Header.Set("Authorization", "Bearer k")
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if got.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another site: %d", got.StatusCode)
	}
}

// TestStreamFails: an error after the 200 is an event, without its cause.
func TestStreamFails(t *testing.T) {
	url := serve(t, Options{}, "a")
	_, got := post(t, url+"/v1/completions", `{"prompt":"abc","stream":true,"seed":13}`)
	if !strings.Contains(got, `"type":"server_error"`) || strings.Contains(got, "secret") || strings.Contains(got, "[DONE]") {
		t.Error(got)
	}
}

// slow writes more than any connection holds, and says how far it came.
type slow struct {
	fake
	ended chan int
}

const slowPieces = 1000

func (f slow) Write(_ context.Context, _ []int, w lm.Writing) (lm.Written, error) {
	piece, n := strings.Repeat("x", 64<<10), 0
	for n < slowPieces && w.Text(piece, nil) {
		n++
	}
	f.ended <- n
	return lm.Written{Finish: infoseek.FinishLength}, nil
}

// TestSlowReader: who does not read its stream keeps no model waiting, and is cut off.
func TestSlowReader(t *testing.T) {
	f := slow{ended: make(chan int, 1)}
	s := New(f, Options{})
	s.patience = 200 * time.Millisecond
	h := httptest.NewServer(s.Handler())
	defer h.Close()
	c, err := net.Dial("tcp", h.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const body = `{"prompt":"abc","stream":true}`
	if _, err := fmt.Fprintf(c, "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		t.Fatal(err)
	}
	select {
	case n := <-f.ended:
		if n == slowPieces {
			t.Errorf("all %d pieces were taken for one who does not read", n)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the model waits for one who does not read")
	}
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	all, err := io.ReadAll(c)
	if errors.Is(err, os.ErrDeadlineExceeded) || strings.Contains(string(all), "[DONE]") {
		t.Errorf("not cut off: %d bytes, %v", len(all), err)
	}
}

func TestForeignHost(t *testing.T) {
	for _, c := range []struct {
		path, host, key string
		status          int
	}{{"/v1/models", "", "", 200}, {"/v1/models", "localhost:1", "", 200}, {"/v1/models", "evil.example", "", 403}, {"/v1/models", "evil.example", "k", 200}, {"/healthz", "evil.example", "", 200}} {
		r, err := http.NewRequest(http.MethodGet, serve(t, Options{Key: c.key}, "a")+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = c.host
		r.Header.Set("Authorization", "Bearer "+c.key)
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		if got.StatusCode != c.status {
			t.Errorf("%+v: %s", c, got.Status)
		}
	}
}

// FuzzRequests: no body brings the server down, or is answered by an error of its own.
func FuzzRequests(f *testing.F) {
	h := New(fake{[]string{"a"}}, Options{}).Handler()
	f.Add(`{"messages":[{"role":"user","content":"a","tool_calls":[{"id":"1","function":{"name":"x","arguments":"{}"}}]}],"stop":["a"],"stream":true}`)
	f.Add(`{"prompt":[[1,2]],"seed":-1,"n":3}`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{"/v1/chat/completions", "/v1/completions"} {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code >= 500 && !strings.Contains(body, "13") && !strings.Contains(body, "1") {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	})
}

// TestRefresh: weights are taken where that is offered, once told which; a folder that has none is the client's mistake.
func TestRefresh(t *testing.T) {
	var taken []string
	url := serve(t, Options{Refresh: func(folder string) error {
		if folder == "" {
			return errors.New("no model")
		}
		taken = append(taken, folder)
		return nil
	}}, "a")
	if status, body := post(t, url+"/v1/weights", `{"folder": "/new"}`); status != http.StatusOK || len(taken) != 1 || taken[0] != "/new" {
		t.Errorf("status %d, %s, taken %q", status, body, taken)
	}
	for _, body := range []string{`{}`, `{`, `{"folder": 3}`} {
		if status, said := post(t, url+"/v1/weights", body); status != http.StatusBadRequest || len(taken) != 1 {
			t.Errorf("%s: status %d, %s", body, status, said)
		}
	}
	if status, _ := post(t, serve(t, Options{}, "a")+"/v1/weights", `{"folder": "/new"}`); status != http.StatusNotFound {
		t.Errorf("where weights stay: status %d", status)
	}
}
