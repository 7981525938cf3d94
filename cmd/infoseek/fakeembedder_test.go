package main

import (
	"encoding/json"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// embeddingServer is a server on the loopback address whose vectors are of words: each stands for a direction, which its letters decide. It reranks by how many of a query's words a document has. asked counts the texts that it embedded.
type embeddingServer struct {
	*httptest.Server
	asked atomic.Int64
	key   string // "" for none
	takes time.Duration
}

func newEmbeddingServer(key string, takes time.Duration) *embeddingServer {
	s := &embeddingServer{key: key, takes: takes}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/models", s.guarded(func(map[string]any) any {
		return map[string]any{"object": "list", "data": []map[string]any{{"id": "of-words", "object": "model"}}}
	}))
	mux.HandleFunc("POST /v1/embeddings", s.guarded(s.embed))
	mux.HandleFunc("POST /v1/rerank", s.guarded(rerankByWords))
	s.Server = httptest.NewServer(mux)
	return s
}

func (s *embeddingServer) url() string { return s.URL + "/v1" }

func (s *embeddingServer) guarded(answer func(map[string]any) any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.key != "" && r.Header.Get("Authorization") != "Bearer "+s.key {
			http.Error(w, `{"error":{"message":"no such key"}}`, http.StatusUnauthorized)
			return
		}
		var body map[string]any
		if r.Method == http.MethodPost {
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(answer(body))
	}
}

func (s *embeddingServer) embed(body map[string]any) any {
	time.Sleep(s.takes)
	var data []map[string]any
	for i, text := range body["input"].([]any) {
		data = append(data, map[string]any{"index": i, "embedding": directionOf(text.(string))})
		s.asked.Add(1)
	}
	return map[string]any{"data": data, "usage": map[string]int{"prompt_tokens": 10 * len(data)}}
}

func directionOf(text string) []float32 {
	v := make([]float32, 256)
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
		h := fnv.New32a()
		h.Write([]byte(word))
		v[h.Sum32()%256] += float32(len(word) * len(word))
	}
	return v
}

func rerankByWords(body map[string]any) any {
	if body["query"] == "break" {
		return map[string]any{"results": []any{}}
	}
	results := []map[string]any{}
	for i, d := range body["documents"].([]any) {
		score := 0
		for word := range strings.FieldsSeq(body["query"].(string)) {
			score += strings.Count(d.(string), word)
		}
		results = append(results, map[string]any{"index": i, "relevance_score": score})
	}
	return map[string]any{"results": results}
}

// fakeEmbedder VARIABLE [KEY] starts an embeddingServer, which may want a key, and puts its URL into the variable.
func fakeEmbedder(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && (len(args) == 1 || len(args) == 2))
	s := newEmbeddingServer(strings.Join(args[1:], ""), 0)
	ts.Defer(s.Close)
	ts.Setenv(args[0], s.url())
}
