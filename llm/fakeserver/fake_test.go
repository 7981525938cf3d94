package fakeserver_test

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"infoseek"
	"infoseek/conform"
	"infoseek/llm/fakeserver"
)

func TestModelConforms(t *testing.T) {
	conform.Model(t, func(testing.TB) infoseek.Model { return fakeserver.NewModel(fakeserver.Options{}) })
}

func post(t *testing.T, url, body string) (status int, answer string, err error) {
	t.Helper()
	res, err := http.Post(url+"/chat/completions", "application/json", strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, string(b), err
}

func start(t *testing.T, o fakeserver.Options) *fakeserver.Server {
	t.Helper()
	s := fakeserver.New(o)
	t.Cleanup(s.Close)
	return s
}

const question = `{"messages": [{"role": "user", "content": "Name a colour."}]}`

func TestEnds(t *testing.T) {
	for name, c := range map[string]struct {
		faults fakeserver.Faults
		status int
		want   string
		err    bool
		counts fakeserver.Counts
	}{
		"good":           {fakeserver.Faults{}, 200, `"content":"`, false, fakeserver.Counts{Good: 1}},
		"too many":       {fakeserver.Faults{TooMany: 1}, 429, "too many", false, fakeserver.Counts{TooMany: 1}},
		"internal":       {fakeserver.Faults{Internal: 1}, 500, "something broke", false, fakeserver.Counts{Internal: 1}},
		"cut":            {fakeserver.Faults{Cut: 1}, 200, `{"id":"chat"`, true, fakeserver.Counts{Cut: 1}},
		"garbage":        {fakeserver.Faults{Garbage: 1}, 200, "<html>", false, fakeserver.Counts{Garbage: 1}},
		"not JSON":       {fakeserver.Faults{NotJSON: 1}, 200, "I would rather not say.", false, fakeserver.Counts{NotJSON: 1}},
		"wrong citation": {fakeserver.Faults{WrongCitation: 1}, 200, "somebody else", false, fakeserver.Counts{WrongCitation: 1}},
		"wrong schema":   {fakeserver.Faults{WrongSchema: 1}, 200, "unexpected", false, fakeserver.Counts{WrongSchema: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, fakeserver.Options{Faults: c.faults, Miscite: func(fakeserver.Request) string { return "somebody else said so" }})
			status, answer, err := post(t, s.URL(), question)
			if status != c.status || !strings.Contains(answer, c.want) || (err != nil) != c.err {
				t.Errorf("%d %s, %v", status, answer, err)
			}
			if s.Counts() != c.counts {
				t.Errorf("counts %+v", s.Counts())
			}
		})
	}
}

// TestServed: what is answered is billed to its model, also where the answer gets lost, and what is refused is not.
func TestServed(t *testing.T) {
	for name, c := range map[string]struct {
		faults fakeserver.Faults
		want   infoseek.Usage
	}{
		"good": {fakeserver.Faults{}, infoseek.Usage{Prompt: 4, Completion: 2}},
		"cut":  {fakeserver.Faults{Cut: 1}, infoseek.Usage{Prompt: 4, Completion: 2}},
		"429":  {fakeserver.Faults{TooMany: 1}, infoseek.Usage{}},
		"500":  {fakeserver.Faults{Internal: 1}, infoseek.Usage{}},
	} {
		s := start(t, fakeserver.Options{Faults: c.faults, Answer: func(r fakeserver.Request) string { return r.Model + " " + r.Task }})
		post(t, s.URL(), `{"model": "small", "messages": [{"role": "system", "content": "x"}, {"role": "user", "content": "y"}], "max_tokens": 2}`)
		if got := s.Served()["small"]; got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestHang(t *testing.T) {
	s := start(t, fakeserver.Options{Faults: fakeserver.Faults{Hang: 1}})
	client := http.Client{Timeout: 30 * time.Millisecond}
	if _, err := client.Post(s.URL()+"/chat/completions", "application/json", strings.NewReader(question)); err == nil {
		t.Error("it answered")
	}
}

// TestShares: over many requests the faults come as often as asked for, and the same for the same seed.
func TestShares(t *testing.T) {
	count := func(seed uint64) fakeserver.Counts {
		m := fakeserver.NewModel(fakeserver.Options{Seed: seed, Faults: fakeserver.Faults{Internal: 0.2, WrongSchema: 0.1}})
		for i := range 2000 {
			s := uint64(i)
			_, err := m.Generate(t.Context(), infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: "x"}}, Sampling: infoseek.Sampling{Seed: &s}})
			if f := (*infoseek.Fault)(nil); err != nil && !errors.As(err, &f) {
				t.Fatal(err)
			}
		}
		return m.Counts()
	}
	a := count(1)
	if math.Abs(float64(a.Internal)-400) > 80 || math.Abs(float64(a.WrongSchema)-160) > 60 || a.Good+a.Internal+a.WrongSchema != 2000 {
		t.Errorf("counts %+v", a)
	}
	if a != count(1) || a == count(2) {
		t.Error("the seed does not decide")
	}
}

func TestFormatsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		formats []string
		format  string
		status  int
	}{
		"all":             {nil, `{"type": "json_schema", "json_schema": {"schema": {"enum": [7]}}}`, 200},
		"llama.cpp":       {[]string{"json_object", "json_object_schema"}, `{"type": "json_schema", "json_schema": {}}`, 500},
		"llama.cpp takes": {[]string{"json_object", "json_object_schema"}, `{"type": "json_object", "schema": {"enum": [7]}}`, 200},
		"JSON mode only":  {[]string{"json_object"}, `{"type": "json_object", "schema": {}}`, 400},
		"none":            {[]string{}, `{"type": "json_object"}`, 400},
	} {
		s := start(t, fakeserver.Options{Formats: c.formats})
		status, answer, err := post(t, s.URL(), `{"messages": [{"role": "user", "content": "x"}], "response_format": `+c.format+`}`)
		if err != nil || status != c.status || status == 200 && !strings.Contains(answer, `"content":"7"`) {
			t.Errorf("%s: %d %s, %v", name, status, answer, err)
		}
	}
}

// TestInventedFits: what is made up fits the schemas that prompts use.
func TestInventedFits(t *testing.T) {
	type made struct {
		Kind   string   `json:"kind"`
		N      int      `json:"n"`
		Chosen []int    `json:"chosen"`
		Text   string   `json:"text"`
		Deep   []deeper `json:"deep"`
	}
	schema := json.RawMessage(`{"type":"object","properties":{"kind":{"enum":["stop","go"]},"n":{"type":"integer","minimum":3,"maximum":4},
		"chosen":{"type":"array","items":{"$ref":"#/$defs/number"},"minItems":2,"maxItems":2},"text":{"type":["null","string"],"maxLength":10},
		"deep":{"type":"array","minItems":1,"items":{"anyOf":[{"type":"object","properties":{"ok":{"const":true}}}]}}},"$defs":{"number":{"type":"integer","minimum":7,"maximum":9}}}`)
	m := fakeserver.NewModel(fakeserver.Options{})
	kinds := map[string]bool{}
	for i := range 50 {
		s := uint64(i)
		r, err := m.Generate(t.Context(), infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: "x"}}, Schema: schema, Sampling: infoseek.Sampling{Seed: &s}})
		if err != nil {
			t.Fatal(err)
		}
		var v made
		if err := json.Unmarshal([]byte(r.Text), &v); err != nil || v.N < 3 || v.N > 4 || len(v.Chosen) != 2 || v.Chosen[0] < 7 || v.Chosen[0] > 9 || len(v.Text) > 10 || len(v.Deep) == 0 || !v.Deep[0].OK {
			t.Fatalf("%s: %v", r.Text, err)
		}
		kinds[v.Kind] = true
	}
	if len(kinds) != 2 || !kinds["stop"] {
		t.Errorf("kinds %v", kinds)
	}
}

type deeper struct {
	OK bool `json:"ok"`
}

func TestLatency(t *testing.T) {
	m := fakeserver.NewModel(fakeserver.Options{Latency: fakeserver.Latency{Median: 20 * time.Millisecond, Sigma: 0.1}})
	begin := time.Now()
	if _, err := m.Generate(t.Context(), infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: "x"}}}); err != nil || time.Since(begin) < 10*time.Millisecond {
		t.Errorf("%v, %v", time.Since(begin), err)
	}
}

func TestAnswerAndKey(t *testing.T) {
	s := start(t, fakeserver.Options{Key: "secret", Answer: func(r fakeserver.Request) string { return r.System + "|" + r.User }})
	if status, _, _ := post(t, s.URL(), question); status != 401 {
		t.Errorf("without key: status %d", status)
	}
	m := fakeserver.NewModel(fakeserver.Options{Answer: func(r fakeserver.Request) string { return r.System + "|" + r.User }})
	r, err := m.Generate(t.Context(), infoseek.Request{Messages: []infoseek.Message{{Role: "system", Content: "a"}, {Role: "user", Content: "b"}}})
	if err != nil || r.Text != "a|b" {
		t.Errorf("%q, %v", r.Text, err)
	}
}
