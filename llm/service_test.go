package llm

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"infoseek"
)

// serving answers each POST with what answer makes of the path and the body.
func serving(t *testing.T, answer func(path string, body map[string]any) (status int, said any)) (Config, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.Method != http.MethodPost {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		status, said := answer(r.URL.Path, body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Retry-After-Ms", "1")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(said)
	}))
	t.Cleanup(s.Close)
	return Config{Default: Role{Endpoint: s.URL + "/v1", Model: "small", Attempts: 2, Price: &infoseek.Price{In: 1}}}, &asked
}

// lengths answers with vectors (length of the text, 1), the last first.
func lengths(_ string, body map[string]any) (int, any) {
	var data []map[string]any
	for i, text := range body["input"].([]any) {
		data = append(data, map[string]any{"object": "embedding", "index": i, "embedding": []int{len(text.(string)), 1}})
	}
	slices.Reverse(data)
	return http.StatusOK, map[string]any{"data": data, "usage": map[string]int{"prompt_tokens": 7, "total_tokens": 7}}
}

func TestEmbeddings(t *testing.T) {
	failed := false
	c, _ := serving(t, func(path string, body map[string]any) (int, any) {
		if path != "/v1/embeddings" || body["model"] != "small" {
			t.Errorf("%s %v", path, body)
		}
		if !failed {
			failed = true
			return http.StatusServiceUnavailable, map[string]any{}
		}
		return lengths(path, body)
	})
	e, err := OpenEmbeddings(t.Context(), c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	got, err := e.Embed(t.Context(), []string{"a", "four", ""})
	if err != nil || !slices.EqualFunc(got, [][]float32{{1, 1}, {4, 1}, {0, 1}}, slices.Equal[[]float32]) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := e.Embed(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("of no texts: %v, %v", got, err)
	}
	if e.Name() != "small" {
		t.Errorf("the model is %q", e.Name())
	}
}

// TestEmbeddingsBudget: what can't be paid is not asked.
func TestEmbeddingsBudget(t *testing.T) {
	c, asked := serving(t, lengths)
	c.Budget.Tokens = 200
	e, err := OpenEmbeddings(t.Context(), c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for range 100 {
		if _, err = e.Embed(t.Context(), []string{"some words"}); err != nil {
			break
		}
	}
	if n := asked.Load(); !errors.Is(err, infoseek.ErrLimit) || n == 0 || n > 200/7 {
		t.Errorf("%v after %d calls", err, n)
	}
}

// ranked answers with how often each document has the query's letters, best first.
func ranked(_ string, body map[string]any) (int, any) {
	var results []map[string]any
	for i, d := range body["documents"].([]any) {
		results = append(results, map[string]any{"index": i, "relevance_score": strings.Count(d.(string), body["query"].(string))})
	}
	slices.Reverse(results)
	return http.StatusOK, map[string]any{"results": results}
}

func TestReranker(t *testing.T) {
	c, _ := serving(t, func(path string, body map[string]any) (int, any) {
		if path != "/v1/rerank" || body["model"] != "small" || body["top_n"] != 3.0 {
			t.Errorf("%s %v", path, body)
		}
		return ranked(path, body)
	})
	r, err := OpenReranker(t.Context(), c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := r.Rerank(t.Context(), "o", []string{"foo", "bar", "bo"})
	if err != nil || !slices.Equal(got, []float64{2, 0, 1}) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := r.Rerank(t.Context(), "o", nil); err != nil || len(got) != 0 {
		t.Errorf("of nothing: %v, %v", got, err)
	}
}

// TestServiceFaults: an answer that does not have what was asked for is a fault, whatever it looks like.
func TestServiceFaults(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		said   any
	}{
		"refused":        {http.StatusBadRequest, map[string]any{"error": map[string]any{"message": "too long"}}},
		"down":           {http.StatusInternalServerError, map[string]any{}},
		"no data":        {http.StatusOK, map[string]any{}},
		"one of two":     {http.StatusOK, json.RawMessage(`{"data":[{"index":0,"embedding":[1]}],"results":[{"index":0,"relevance_score":1}]}`)},
		"one twice":      {http.StatusOK, json.RawMessage(`{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}],"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":1}]}`)},
		"none such":      {http.StatusOK, json.RawMessage(`{"data":[{"index":0,"embedding":[1]},{"index":-1,"embedding":[1]}],"results":[{"index":0,"relevance_score":1},{"index":2,"relevance_score":1}]}`)},
		"nothing in it":  {http.StatusOK, json.RawMessage(`{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[]}],"results":[{"index":0,"relevance_score":1},{"index":1}]}`)},
		"another type":   {http.StatusOK, json.RawMessage(`{"data":"many","results":7}`)},
		"text":           {http.StatusOK, "good morning"},
		"negative usage": {http.StatusOK, json.RawMessage(`{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1]}],"results":[{"index":0,"relevance_score":1},{"index":1,"relevance_score":1}],"usage":{"prompt_tokens":-5,"total_tokens":-5}}`)},
	} {
		config, _ := serving(t, func(string, map[string]any) (int, any) { return c.status, c.said })
		e, err := OpenEmbeddings(t.Context(), config, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := OpenReranker(t.Context(), config, Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err1 := e.Embed(t.Context(), []string{"a", "b"})
		_, err2 := r.Rerank(t.Context(), "q", []string{"a", "b"})
		for _, err := range []error{err1, err2} {
			var f *infoseek.Fault
			if !errors.As(err, &f) || f.Boundary != infoseek.BoundaryModel {
				t.Errorf("%s: %v", name, err)
			}
		}
		e.Close()
		r.Close()
	}
}

func TestServiceCancelled(t *testing.T) {
	c, _ := serving(t, lengths)
	e, err := OpenEmbeddings(t.Context(), c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Embed(ctx, []string{"a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func FuzzReadService(f *testing.F) {
	f.Add([]byte(`{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1]}],"results":[{"index":0,"relevance_score":1}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if v, _, err := readEmbeddings(body, 2); err == nil && len(v.([][]float32)) != 2 {
			t.Error("not two vectors")
		}
		if v, _, err := readRerank(body, 2); err == nil && len(v.([]float64)) != 1 {
			t.Error("not one score")
		}
	})
}
