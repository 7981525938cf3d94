package llm

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"infoseek"
)

// picky is an endpoint that refuses requests with certain members, and notes the members of each.
type picky struct {
	refuses []string
	mu      sync.Mutex
	asked   []map[string]any
}

func (p *picky) RoundTrip(r *http.Request) (*http.Response, error) {
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, body)
	say := func(status int, text string) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
	}
	for _, name := range p.refuses {
		if _, there := body[name]; there {
			return say(400, `{"error":{"message":"Unrecognized request argument supplied: `+name+`"}}`)
		}
	}
	return say(200, `{"choices":[{"message":{"content":"blue"},"finish_reason":"stop"}]}`)
}

// TestDialect: tokens are asked for as widely as the endpoint takes, what it refuses is asked for once, and requests that want no tokens ask for none.
func TestDialect(t *testing.T) {
	for name, c := range map[string]struct {
		refuses []string
		want    string // members of the last request, of those that matter
		calls   int    // for the first request
	}{
		"takes all":       {nil, "logprobs return_token_ids include_stop_str_in_output", 1},
		"knows no ids":    {[]string{"return_token_ids", "include_stop_str_in_output"}, "logprobs", 2},
		"knows no probs":  {[]string{"logprobs"}, "return_token_ids include_stop_str_in_output", 2},
		"knows no tokens": {[]string{"include_stop_str_in_output", "logprobs"}, "", 3},
	} {
		t.Run(name, func(t *testing.T) {
			p := &picky{refuses: c.refuses}
			client := NewClient(Endpoint{URL: "http://127.0.0.1/v1", Model: "m", HTTP: &http.Client{Transport: p}})
			for i := range 2 {
				if _, err := client.Generate(t.Context(), infoseek.Request{Messages: hello, LogProbs: true, Sampling: infoseek.Sampling{Stop: []string{"x"}}}); err != nil {
					t.Fatal(err)
				}
				if len(p.asked) != c.calls+i {
					t.Errorf("%d calls for %d requests, want %d", len(p.asked), i+1, c.calls+i)
				}
			}
			var have []string
			for _, member := range []string{"logprobs", "return_token_ids", "include_stop_str_in_output"} {
				if p.asked[len(p.asked)-1][member] == true {
					have = append(have, member)
				}
			}
			if strings.Join(have, " ") != c.want {
				t.Errorf("asked for %q, want %q", have, c.want)
			}
			if _, err := client.Generate(t.Context(), infoseek.Request{Messages: hello}); err != nil {
				t.Fatal(err)
			}
			if last := p.asked[len(p.asked)-1]; last["logprobs"] != nil || last["return_token_ids"] != nil {
				t.Errorf("unasked: %v", last)
			}
		})
	}
}

// TestDialectEnds: an endpoint that refuses whatever it is asked, in the same words, is not asked for ever.
func TestDialectEnds(t *testing.T) {
	asked := 0
	same := saying{400, "application/json", `{"error":{"message":"neither max_completion_tokens nor return_token_ids nor logprobs"}}`}
	client := NewClient(Endpoint{URL: "http://127.0.0.1/v1", Model: "m", HTTP: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		asked++
		return same.RoundTrip(r)
	})}})
	if _, err := client.Generate(t.Context(), infoseek.Request{Messages: hello, LogProbs: true}); err == nil {
		t.Fatal("no error")
	}
	if asked != 2 {
		t.Errorf("%d calls, want the second in the one other dialect that the words name", asked)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
