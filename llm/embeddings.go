package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"infoseek"
)

// Embeddings is an endpoint's POST /embeddings, as OpenAI, vLLM, llama.cpp and others have it, with limits, budget, retries and cache. It is safe for concurrent use.
type Embeddings struct{ *opened }

// OpenEmbeddings opens the endpoint and model of the config's default. Each call of Embed is one request.
func OpenEmbeddings(ctx context.Context, c Config, o Options) (*Embeddings, error) {
	s, err := openService(ctx, c, o, "embeddings", func(c *Client) infoseek.Model {
		return &service{c, "embeddings", askEmbeddings, readEmbeddings}
	})
	if err != nil {
		return nil, err
	}
	return &Embeddings{s}, nil
}

// Embed returns a vector for each text.
func (e *Embeddings) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if len(texts) == 0 {
		return nil, ctx.Err()
	}
	var vectors [][]float32
	return vectors, e.call(ctx, texts, &vectors)
}

type embeddingsRequest struct {
	Model  string   `json:"model"`
	Input  []string `json:"input"`
	Format string   `json:"encoding_format"`
}

func askEmbeddings(model string, texts []string) any {
	return embeddingsRequest{model, texts, "float"}
}

type embeddingsAnswer struct {
	Data []struct {
		Index  int       `json:"index"`
		Vector []float32 `json:"embedding"`
	} `json:"data"`
	Usage struct {
		Prompt int `json:"prompt_tokens"`
	} `json:"usage"`
}

// readEmbeddings puts the vectors into the order of the texts; each must have one.
func readEmbeddings(body []byte, texts int) (any, infoseek.Usage, error) {
	var a embeddingsAnswer
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, infoseek.Usage{}, err
	}
	vectors := make([][]float32, texts)
	for _, d := range a.Data {
		if d.Index < 0 || d.Index >= texts || vectors[d.Index] != nil || len(d.Vector) == 0 {
			return nil, infoseek.Usage{}, fmt.Errorf("vector %d is none of %d, is there twice or is empty", d.Index, texts)
		}
		vectors[d.Index] = d.Vector
	}
	if len(a.Data) != texts {
		return nil, infoseek.Usage{}, fmt.Errorf("%d vectors for %d texts", len(a.Data), texts)
	}
	if a.Usage.Prompt < 0 {
		return nil, infoseek.Usage{}, errors.New("usage below 0")
	}
	return vectors, infoseek.Usage{Prompt: a.Usage.Prompt}, nil
}
