package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"infoseek/internal/jsonl"
	"infoseek/internal/unpack"
	"infoseek/search"
)

// topics are the queries asked, and of each the titles of the passages that are relevant to it.
type topics struct {
	passages string // file
	queries  []string
	titles   []map[string]bool
}

// passage is a line of the data set.
type passage struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

func readTopics(data string) (topics, error) {
	dir := filepath.Join(data, "retrieval")
	t := topics{passages: filepath.Join(dir, "passages.jsonl.zst")}
	all, err := read(filepath.Join(dir, "queries.tsv"), search.ReadQueries)
	if err != nil {
		return t, err
	}
	qrels, err := read(filepath.Join(dir, "qrels.txt"), search.ReadQrels)
	if err != nil {
		return t, err
	}
	title := map[string]string{}
	for p, err := range t.all() {
		if err != nil {
			return t, err
		}
		title[p.ID] = p.Title
	}
	for _, topic := range all {
		titles := map[string]bool{}
		for id, grade := range qrels[topic.ID] {
			if grade > 0 {
				titles[title[id]] = true
			}
		}
		t.queries, t.titles = append(t.queries, topic.Text), append(t.titles, titles)
	}
	return t, nil
}

func read[T any](path string, parse func(io.Reader, string) (T, error)) (v T, err error) {
	f, err := os.Open(path)
	if err != nil {
		return v, err
	}
	defer f.Close()
	return parse(f, path)
}

// all ranges over the passages.
func (t topics) all() iter.Seq2[passage, error] {
	return func(yield func(passage, error) bool) {
		f, err := unpack.Open(t.passages)
		if err != nil {
			yield(passage{}, err)
			return
		}
		defer f.Close()
		for p, err := range jsonl.Read[passage](f, t.passages, jsonl.Options{}) {
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// bodies are requests of n queries each, so many as there are queries, each beginning with another.
func (t topics) bodies(n, topk int) [][]byte {
	all := make([][]byte, len(t.queries))
	for i := range all {
		queries := make([]string, n)
		for j := range queries {
			queries[j] = t.queries[(i+j)%len(t.queries)]
		}
		all[i] = request(queries, topk)
	}
	return all
}

// request is the body that Search-R1's clients send.
func request(queries []string, topk int) []byte {
	body, err := json.Marshal(map[string]any{"queries": queries, "topk": topk, "return_scores": true})
	if err != nil {
		panic(err) // strings and numbers
	}
	return body
}

// relevant asks for all queries, and returns the share of the relevant titles that are among the first topk documents: both servers must do the work that they are timed for.
func (t topics) relevant(ctx context.Context, url string) (float64, error) {
	found, all := 0, 0
	for begin := 0; begin < len(t.queries); begin += batch {
		end := min(begin+batch, len(t.queries))
		lists, err := retrieve(ctx, url, t.queries[begin:end])
		if err != nil {
			return 0, err
		}
		for i, list := range lists {
			all += len(t.titles[begin+i])
			found += among(t.titles[begin+i], list)
		}
	}
	return float64(found) / float64(all), nil
}

// among counts the titles that a document of the list has.
func among(titles map[string]bool, contents []string) int {
	seen := map[string]bool{}
	for _, c := range contents {
		if title, _, _ := strings.Cut(c, "\n"); titles[title] {
			seen[title] = true
		}
	}
	return len(seen)
}

// retrieve returns the contents of the documents of each query.
func retrieve(ctx context.Context, url string, queries []string) ([][]string, error) {
	r, err := http.NewRequestWithContext(ctx, "POST", url+"/retrieve", bytes.NewReader(request(queries, topk)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var got struct {
		Result [][]struct {
			Document struct {
				Contents string `json:"contents"`
			} `json:"document"`
		} `json:"result"`
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, answer.Status)
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	if len(got.Result) != len(queries) {
		return nil, fmt.Errorf("%s: %d results for %d queries", url, len(got.Result), len(queries))
	}
	lists := make([][]string, len(queries))
	for i, hits := range got.Result {
		for _, h := range hits {
			lists[i] = append(lists[i], h.Document.Contents)
		}
	}
	return lists, nil
}
