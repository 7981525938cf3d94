package llm

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"infoseek"

	"github.com/google/go-cmp/cmp"
)

// saying is a transport on which every request gets the same answer.
type saying struct {
	status      int
	contentType string
	body        string
}

func (s saying) RoundTrip(r *http.Request) (*http.Response, error) {
	io.Copy(io.Discard, r.Body)
	return &http.Response{StatusCode: s.status, Header: http.Header{"Content-Type": {s.contentType}}, Body: io.NopCloser(strings.NewReader(s.body)), Request: r}, nil
}

func toldBy(s saying) *Client {
	return NewClient(Endpoint{URL: "http://127.0.0.1/v1", Model: "m", HTTP: &http.Client{Transport: s}})
}

func TestRead(t *testing.T) {
	half := -0.5
	zero := 0.0
	tools := []infoseek.Tool{{Name: "weather"}}
	for name, c := range map[string]struct {
		body string
		r    infoseek.Request
		want infoseek.Response
		err  string
	}{
		"text": {`{"choices":[{"message":{"content":"blue"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1}}`, infoseek.Request{},
			infoseek.Response{Text: "blue", Finish: infoseek.FinishStop, Usage: infoseek.Usage{Prompt: 9, Completion: 1}}, ""},
		"cut short":     {`{"choices":[{"message":{"content":"blu"},"finish_reason":"length"}]}`, infoseek.Request{}, infoseek.Response{Text: "blu", Finish: infoseek.FinishLength}, ""},
		"null content":  {`{"choices":[{"message":{"content":null,"refusal":"no"}}]}`, infoseek.Request{}, infoseek.Response{Text: "no", Finish: infoseek.FinishStop}, ""},
		"unknown end":   {`{"choices":[{"message":{"content":"x"},"finish_reason":"tired"}]}`, infoseek.Request{}, infoseek.Response{Text: "x", Finish: infoseek.FinishStop}, ""},
		"tools":         {`{"choices":[{"message":{"tool_calls":[{"type":"function","function":{"name":"weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}`, infoseek.Request{Tools: tools}, infoseek.Response{Calls: []infoseek.ToolCall{{ID: "call-1", Name: "weather", Arguments: "{}"}}, Finish: infoseek.FinishTools}, ""},
		"unasked tools": {`{"choices":[{"message":{"content":"x","tool_calls":[{"id":"a","type":"function","function":{"name":"weather"}}]},"finish_reason":"tool_calls"}]}`, infoseek.Request{}, infoseek.Response{Text: "x", Finish: infoseek.FinishStop}, ""},
		"no call":       {`{"choices":[{"message":{"content":"x"},"finish_reason":"tool_calls"}]}`, infoseek.Request{Tools: tools}, infoseek.Response{Text: "x", Finish: infoseek.FinishStop}, ""},
		"tokens": {`{"choices":[{"message":{"content":"a b"},"logprobs":{"content":[{"token":"a","logprob":-0.5},{"token":"token_id:17","logprob":1e-9}]}}]}`, infoseek.Request{LogProbs: true},
			infoseek.Response{Text: "a b", Finish: infoseek.FinishStop, Tokens: []infoseek.Token{{ID: -1, LogProb: &half, Origin: infoseek.OriginModel}, {ID: 17, LogProb: &zero, Origin: infoseek.OriginModel}}}, ""},
		"ids beside": {`{"choices":[{"message":{"content":"a b"},"logprobs":{"content":[{"id":5,"token":"a","logprob":-0.5},{"id":"x","token":"b","logprob":0}]}}]}`, infoseek.Request{LogProbs: true},
			infoseek.Response{Text: "a b", Finish: infoseek.FinishStop, Tokens: []infoseek.Token{{ID: 5, LogProb: &half, Origin: infoseek.OriginModel}, {ID: -1, LogProb: &zero, Origin: infoseek.OriginModel}}}, ""},
		"ids listed": {`{"prompt_token_ids":[1],"choices":[{"token_ids":[5,6],"message":{"content":"a b"},"logprobs":{"content":[{"token":"a","logprob":-0.5},{"token":"b","logprob":0}]}}]}`, infoseek.Request{LogProbs: true},
			infoseek.Response{Text: "a b", Finish: infoseek.FinishStop, Tokens: []infoseek.Token{{ID: 5, LogProb: &half, Origin: infoseek.OriginModel}, {ID: 6, LogProb: &zero, Origin: infoseek.OriginModel}}}, ""},
		"ids alone": {`{"choices":[{"token_ids":[5,6],"message":{"content":"a b"}}]}`, infoseek.Request{LogProbs: true},
			infoseek.Response{Text: "a b", Finish: infoseek.FinishStop, Tokens: []infoseek.Token{{ID: 5, Origin: infoseek.OriginModel}, {ID: 6, Origin: infoseek.OriginModel}}}, ""},
		"ids of others": {`{"choices":[{"token_ids":[5,6],"message":{"content":"a b"},"logprobs":{"content":[{"token":"a","logprob":-0.5}]}}]}`, infoseek.Request{LogProbs: true},
			infoseek.Response{Text: "a b", Finish: infoseek.FinishStop, Tokens: []infoseek.Token{{ID: 5, Origin: infoseek.OriginModel}, {ID: 6, Origin: infoseek.OriginModel}}}, ""},
		"no such ids": {`{"choices":[{"token_ids":[5,-6],"message":{"content":"a b"}}]}`, infoseek.Request{LogProbs: true}, infoseek.Response{Text: "a b", Finish: infoseek.FinishStop}, ""},
		"filtered":    {`{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]}`, infoseek.Request{}, infoseek.Response{}, "content filter"},
		"no choices":  {`{"choices":[]}`, infoseek.Request{}, infoseek.Response{}, "without choices"},
		"no message":  {`{"choices":[{"finish_reason":"stop"}]}`, infoseek.Request{}, infoseek.Response{}, "without message"},
		"an error":    {`{"error":{"message":"overloaded"}}`, infoseek.Request{}, infoseek.Response{}, "without choices"},
		"not JSON":    {`<html>`, infoseek.Request{}, infoseek.Response{}, "json"},
		"nothing":     {``, infoseek.Request{}, infoseek.Response{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.r.Messages = hello
			got, err := toldBy(saying{200, "application/json", c.body}).Generate(t.Context(), c.r)
			if name == "nothing" || c.err != "" {
				if f := (*infoseek.Fault)(nil); !errors.As(err, &f) || !strings.Contains(err.Error(), c.err) {
					t.Errorf("%+v, error %v, want %q", got, err, c.err)
				}
				return
			}
			if d := cmp.Diff(c.want, got); err != nil || d != "" {
				t.Errorf("%v, %s", err, d)
			}
		})
	}
}

// TestWhatARefusalCost: a gateway that gave up may have left a model at work, which is paid for.
func TestWhatARefusalCost(t *testing.T) {
	for status, free := range map[int]bool{400: true, 401: true, 404: true, 408: false, 429: true, 500: true, 502: false, 503: true, 504: false, 524: false} {
		_, err := toldBy(saying{status, "application/json", `{"error":{"message":"no"}}`}).Generate(t.Context(), infoseek.Request{Messages: hello})
		if e := asCallError(err); e == nil || e.Status != status || e.Free != free {
			t.Errorf("status %d: %v, %+v", status, err, e)
		}
	}
}

// TestBodyIsBounded: an endless answer is read no further than the bound.
func TestBodyIsBounded(t *testing.T) {
	res, err := boundBody(nil, func(*http.Request) (*http.Response, error) {
		return &http.Response{Body: io.NopCloser(endless{})}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, res.Body); n != mostBody || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// FuzzAnswer: whatever an endpoint sends is a response that keeps the promises, or a fault.
func FuzzAnswer(f *testing.F) {
	f.Add(200, `{"choices":[{"message":{"content":"blue"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1}}`)
	f.Add(200, `{"choices":[{"message":{"tool_calls":[{"function":{"name":"weather"}}]},"logprobs":{"content":[{"logprob":1}]}}],"usage":{"prompt_tokens":-9}}`)
	f.Add(500, `{"error":"no"}`)
	f.Add(429, `[`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 100 || status > 999 {
			return
		}
		r, err := toldBy(saying{status, "application/json", body}).Generate(t.Context(), infoseek.Request{Messages: hello})
		if err != nil {
			if f := (*infoseek.Fault)(nil); !errors.As(err, &f) || len(err.Error()) > 2000 || strings.Contains(err.Error(), "\n") {
				t.Fatalf("error %q", err)
			}
			return
		}
		if !utf8.ValidString(r.Text) || r.Usage.Prompt < 0 || r.Usage.Completion < 0 || len(r.Calls) > 0 || r.Finish == infoseek.FinishTools {
			t.Fatalf("%q gave %+v", body, r)
		}
	})
}
