package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"infoseek"
)

// Reranker is an endpoint's POST /rerank, as Cohere, Jina and vLLM have it, with limits, budget, retries and cache. It is safe for concurrent use.
type Reranker struct{ *opened }

// OpenReranker opens the endpoint and model of the config's default.
func OpenReranker(ctx context.Context, c Config, o Options) (*Reranker, error) {
	s, err := openService(ctx, c, o, "rerank", func(c *Client) infoseek.Model {
		return &service{c, "rerank", askRerank, readRerank}
	})
	if err != nil {
		return nil, err
	}
	return &Reranker{s}, nil
}

// Rerank returns how well each document fits the query. An endpoint that leaves one out fails.
func (r *Reranker) Rerank(ctx context.Context, query string, documents []string) ([]float64, error) {
	if len(documents) == 0 {
		return nil, ctx.Err()
	}
	var scores []float64
	return scores, r.call(ctx, append([]string{query}, documents...), &scores)
}

type rerankRequest struct {
	Model     string   `json:"model"`
	Query     string   `json:"query"`
	Documents []string `json:"documents"`
	TopN      int      `json:"top_n"`
}

// askRerank takes the query as the first text.
func askRerank(model string, texts []string) any {
	return rerankRequest{model, texts[0], texts[1:], len(texts) - 1}
}

type rerankAnswer struct {
	Results []struct {
		Index *int     `json:"index"`
		Score *float64 `json:"relevance_score"`
	} `json:"results"`
	Usage struct {
		Total int `json:"total_tokens"`
	} `json:"usage"`
}

// readRerank puts the scores into the order of the documents.
func readRerank(body []byte, texts int) (any, infoseek.Usage, error) {
	var a rerankAnswer
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, infoseek.Usage{}, err
	}
	scores, seen := make([]float64, texts-1), make([]bool, texts-1)
	for _, r := range a.Results {
		if r.Index == nil || r.Score == nil || *r.Index < 0 || *r.Index >= len(scores) || seen[*r.Index] || math.IsInf(*r.Score, 0) {
			return nil, infoseek.Usage{}, errors.New("a result without a document of its own or without a score")
		}
		scores[*r.Index], seen[*r.Index] = *r.Score, true
	}
	if len(a.Results) != len(scores) {
		return nil, infoseek.Usage{}, fmt.Errorf("%d results for %d documents", len(a.Results), len(scores))
	}
	if a.Usage.Total < 0 {
		return nil, infoseek.Usage{}, errors.New("usage below 0")
	}
	return scores, infoseek.Usage{Prompt: a.Usage.Total}, nil
}
