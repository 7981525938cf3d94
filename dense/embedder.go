package dense

import (
	"context"
	"fmt"
	"math"

	"infoseek"
)

// Model says which model vectors are of, with what it takes to ask it again.
type Model struct {
	Kind     string `json:"kind"` // how it is run, as the program calls it
	Name     string `json:"name"`
	Endpoint string `json:"endpoint,omitempty"`
	KeyEnv   string `json:"key_env,omitempty"` // the variable with the key, never the key
	Folder   string `json:"folder,omitempty"`  // where the weights lie, "" for the usual place
	Sum      string `json:"sum,omitempty"`     // sha256 of the weights, where they are at hand
	// QueryPrefix and PassagePrefix go before texts, for models that want to be told what a text is.
	QueryPrefix   string `json:"query_prefix,omitempty"`
	PassagePrefix string `json:"passage_prefix,omitempty"`
}

// engine says what of the model decides ranks.
func (m Model) engine() string {
	name := "dense " + m.Name
	if m.Sum != "" {
		name += " " + m.Sum[:min(len(m.Sum), 12)]
	}
	if m.QueryPrefix != "" || m.PassagePrefix != "" {
		name += fmt.Sprintf(" %q %q", m.QueryPrefix, m.PassagePrefix)
	}
	return name
}

// Embedder makes vectors of texts, all with as many numbers. It is safe for concurrent use. An error is a *infoseek.Fault, or the context's error.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// embed checks what e returns and makes it of length 1; what is 0 stays 0. dims is 0 as long as it is not known.
func embed(ctx context.Context, e Embedder, prefix string, texts []string, dims int) ([][]float32, error) {
	asked := texts
	if prefix != "" {
		asked = make([]string, len(texts))
		for i, t := range texts {
			asked[i] = prefix + t
		}
	}
	vectors, err := e.Embed(ctx, asked)
	if err != nil {
		return nil, err
	}
	if len(vectors) != len(texts) {
		return nil, wrong("%d vectors for %d texts", len(vectors), len(texts))
	}
	for i, v := range vectors {
		if dims == 0 {
			dims = len(v)
		}
		if len(v) != dims || dims == 0 || dims > maxDims {
			return nil, wrong("vector %d has %d numbers, not %d", i, len(v), dims)
		}
		if !normalise(v) {
			return nil, wrong("vector %d has a number that is none", i)
		}
	}
	return vectors, nil
}

func wrong(format string, args ...any) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "embed", Err: fmt.Errorf(format, args...)}
}

// normalise makes v of length 1 unless it is 0; ok is false if it holds something that is no number.
func normalise(v []float32) (ok bool) {
	n := norm(v)
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return false
	}
	if n < math.SmallestNonzeroFloat32 {
		clear(v)
		return true
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / n)
	}
	return true
}
