package llm

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"infoseek"
	"infoseek/conform"
	"infoseek/llm/fakeserver"
)

func fake(t testing.TB, o fakeserver.Options) *fakeserver.Server {
	t.Helper()
	s := fakeserver.New(o)
	t.Cleanup(s.Close)
	return s
}

func TestClientConforms(t *testing.T) {
	for name, formats := range map[string][]string{
		"all forms": nil, "llama.cpp": {"json_object", "json_object_schema"}, "JSON mode": {"json_object"}, "text": {},
	} {
		t.Run(name, func(t *testing.T) {
			s := fake(t, fakeserver.Options{Formats: formats, Key: "k"})
			conform.Model(t, func(testing.TB) infoseek.Model { return NewClient(Endpoint{URL: s.URL(), Model: "fake", Key: "k"}) })
		})
	}
}

// TestLlamaConforms runs the suite over a real model: scripts/llama-server.sh starts one and prints its URL.
func TestLlamaConforms(t *testing.T) {
	url := os.Getenv("INFOSEEK_LLAMA_URL")
	if url == "" {
		t.Skip("INFOSEEK_LLAMA_URL is not set")
	}
	c := NewClient(Endpoint{URL: url, Model: "smollm2-135m-instruct"})
	conform.Model(t, func(testing.TB) infoseek.Model { return &played{c, Role{MaxTokens: 64}} }) // it would go on and on
	if c.Format() != FormatJSONSchema {
		t.Errorf("asked for JSON by %s", c.Format())
	}
}

// TestFormatIsFoundOnce: the form that an endpoint takes is tried out and then kept.
func TestFormatIsFoundOnce(t *testing.T) {
	for _, c := range []struct {
		formats []string
		want    Format
	}{
		{nil, FormatSchema}, {[]string{"json_object", "json_object_schema"}, FormatJSONSchema}, {[]string{"json_object"}, FormatJSON}, {[]string{}, FormatText},
	} {
		s := fake(t, fakeserver.Options{Formats: c.formats})
		client := NewClient(Endpoint{URL: s.URL(), Model: "fake"})
		for range 2 {
			r, err := client.Generate(t.Context(), infoseek.Request{Messages: hello, Schema: []byte(`{"enum":[7]}`)})
			if err != nil || r.Text != "7" {
				t.Fatalf("%s: %q, %v", c.want, r.Text, err)
			}
		}
		if client.Format() != c.want {
			t.Errorf("format %s, want %s", client.Format(), c.want)
		}
	}
}

var hello = []infoseek.Message{{Role: "user", Content: "Hello."}}

// TestTools: tools are offered, calls are read, and a conversation with calls and their answers goes back as the API wants it.
func TestTools(t *testing.T) {
	tools := []infoseek.Tool{{Name: "weather", Description: "of a place", Schema: []byte(`{"type":"object","properties":{"place":{"type":"string"}}}`)}, {Name: "clock", Schema: []byte(`{"type":"object"}`)}}
	want := []infoseek.ToolCall{{ID: "a", Name: "weather", Arguments: `{"place":"Hollby"}`}, {Name: "clock", Arguments: "{}"}}
	var offered []string
	s := fake(t, fakeserver.Options{
		Answer: func(r fakeserver.Request) string { return []string{"I look.", "Rain: " + r.User}[r.Said] },
		Calls: func(r fakeserver.Request) []infoseek.ToolCall {
			offered = r.Tools
			return [][]infoseek.ToolCall{want, nil}[r.Said]
		},
	})
	c := NewClient(Endpoint{URL: s.URL(), Model: "fake"})
	r, err := c.Generate(t.Context(), infoseek.Request{Messages: hello, Tools: tools})
	if err != nil || r.Text != "I look." || r.Finish != infoseek.FinishTools || len(r.Calls) != 2 || r.Calls[0] != want[0] || r.Calls[1].ID == "" || len(offered) != 2 {
		t.Fatalf("%+v, %v, offered %v", r, err, offered)
	}
	said := infoseek.Message{Role: "assistant", Content: r.Text, Calls: r.Calls}
	first := infoseek.Message{Role: "tool", CallID: "a", Content: "wet"}
	second := infoseek.Message{Role: "tool", CallID: r.Calls[1].ID, Content: "noon"}
	r, err = c.Generate(t.Context(), infoseek.Request{Messages: append(hello, said, first, second), Tools: tools})
	if err != nil || r.Text != "Rain: noon" || r.Calls != nil || r.Finish != infoseek.FinishStop {
		t.Errorf("%+v, %v", r, err)
	}
	for name, messages := range map[string][]infoseek.Message{
		"an answer is missing": append(hello, said, first), "an answer too many": append(hello, said, first, second, second), "other words between": append(hello, said, first, hello[0]),
		"arguments": append(hello, infoseek.Message{Role: "assistant", Calls: []infoseek.ToolCall{{ID: "a", Name: "weather", Arguments: "["}}}, first),
	} {
		if _, err := c.Generate(t.Context(), infoseek.Request{Messages: messages, Tools: tools}); err == nil || !strings.Contains(err.Error(), "400") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := fakeserver.NewModel(fakeserver.Options{}).Generate(t.Context(), infoseek.Request{Messages: messages, Tools: tools}); err == nil {
			t.Errorf("%s: the model without HTTP takes it", name)
		}
	}
}

// TestTroubleIsNoForm: an endpoint in trouble is not taken for one that lacks a form.
func TestTroubleIsNoForm(t *testing.T) {
	s := fake(t, fakeserver.Options{Faults: fakeserver.Faults{Internal: 0.5}})
	client := NewClient(Endpoint{URL: s.URL(), Model: "fake"})
	failed := 0
	for client.Format() == FormatAuto && failed < 50 {
		if _, err := client.Generate(t.Context(), infoseek.Request{Messages: hello, Schema: []byte(`{"enum":[7]}`)}); err != nil {
			failed++
		}
	}
	if client.Format() != FormatSchema {
		t.Errorf("format %s after %d failures", client.Format(), failed)
	}
}

func TestClientFaults(t *testing.T) {
	closed := fakeserver.New(fakeserver.Options{})
	closed.Close()
	for name, c := range map[string]struct {
		o         fakeserver.Options
		url       string
		retryable bool
		free      bool
		wait      time.Duration
		want      string
	}{
		"429":         {fakeserver.Options{Faults: fakeserver.Faults{TooMany: 1}, RetryAfter: 2500 * time.Millisecond}, "", true, true, 2500 * time.Millisecond, "status 429: too many requests"},
		"500":         {fakeserver.Options{Faults: fakeserver.Faults{Internal: 1}}, "", true, true, 0, "status 500: something broke"},
		"cut":         {fakeserver.Options{Faults: fakeserver.Faults{Cut: 1}}, "", true, false, 0, "unexpected EOF"},
		"garbage":     {fakeserver.Options{Faults: fakeserver.Faults{Garbage: 1}}, "", true, false, 0, ""},
		"wrong key":   {fakeserver.Options{Key: "right"}, "", false, true, 0, "status 401: wrong key"},
		"no server":   {fakeserver.Options{}, closed.URL(), true, true, 0, "connection refused"},
		"no such way": {fakeserver.Options{}, "/nowhere", false, true, 0, "status 404"},
	} {
		t.Run(name, func(t *testing.T) {
			s := fake(t, c.o)
			url := c.url
			if !strings.HasPrefix(url, "http") {
				url = s.URL() + url
			}
			_, err := NewClient(Endpoint{URL: url, Model: "fake", Key: "wrong-secret"}).Generate(t.Context(), infoseek.Request{Messages: hello})
			var f *infoseek.Fault
			if !errors.As(err, &f) || f.Boundary != infoseek.BoundaryModel || f.Retryable != c.retryable {
				t.Fatalf("error %#v", err)
			}
			if e := asCallError(err); e == nil || e.Free != c.free || e.Wait != c.wait || !strings.Contains(e.Error(), c.want) {
				t.Errorf("error %v: %+v", err, e)
			}
		})
	}
}

// TestKeyStaysSecret: an endpoint that repeats the key in its refusal does not get it into our messages.
func TestKeyStaysSecret(t *testing.T) {
	c := NewClient(Endpoint{URL: "http://127.0.0.1:1/v1", Model: "m", Key: "sk-secret"})
	if got := c.clean("no such key:\nsk-secret"); got != "no such key: (key)" {
		t.Errorf("got %q", got)
	}
}

func TestRetryAfter(t *testing.T) {
	for header, want := range map[string]time.Duration{"": 0, "2": 2 * time.Second, "0.5": 500 * time.Millisecond, "-1": 0, "soon": 0, "1e99": 0, "NaN": 0} {
		if got := wait(http.Header{"Retry-After": {header}}); got != want {
			t.Errorf("Retry-After %q: %v, want %v", header, got, want)
		}
	}
	date := time.Now().Add(time.Minute).UTC().Format(http.TimeFormat)
	if got := wait(http.Header{"Retry-After": {date}}); got < 50*time.Second || got > time.Minute {
		t.Errorf("a date in a minute: %v", got)
	}
	if got := wait(http.Header{"Retry-After-Ms": {"40"}}); got != 40*time.Millisecond {
		t.Errorf("in milliseconds: %v", got)
	}
}

func TestClosed(t *testing.T) {
	for schema, want := range map[string]bool{
		`{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}`: true,
		`{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}`:                  false,
		`{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}`:                              false,
		`{"type":"array","items":{"type":"object","properties":{"a":{}}}}`:                                     false,
		`{"anyOf":[{"type":"object","properties":{}}]}`:                                                        false,
		`{"enum":[1]}`: true,
		`{`:            false,
	} {
		if closed([]byte(schema)) != want {
			t.Errorf("%s: want %v", schema, want)
		}
	}
}
