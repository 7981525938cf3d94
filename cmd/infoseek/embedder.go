package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"infoseek/dense"
	"infoseek/dense/bert"
	"infoseek/llm"
)

// The kinds of models that make vectors, as they are noted beside them.
const (
	inProcess  = "bert"
	atEndpoint = "endpoint"
)

// embedder is an open model that makes vectors.
type embedder struct {
	dense.Embedder
	io.Closer
	model    dense.Model
	parallel int // calls worth having under way
}

// openEmbedder opens the model that made vectors.
func (a *app) openEmbedder(ctx context.Context, m dense.Model) (*embedder, error) {
	switch m.Kind {
	case inProcess:
		e, err := a.openFolder(m)
		if err == nil && e.model.Sum != m.Sum {
			return nil, errors.Join(fmt.Errorf("the vectors were made by another model than the one in %s: make them again with 'infoseek search embed'", a.modelFolder(m)), e.Close())
		}
		return e, err
	case atEndpoint:
		return a.openEmbeddings(ctx, llm.Config{Default: llm.Role{Endpoint: m.Endpoint, Model: m.Name, KeyEnv: m.KeyEnv}}, m, llm.Options{Env: a.env})
	}
	return nil, fmt.Errorf("the vectors are of a model of the kind %q, which this program does not know", m.Kind)
}

// modelFolder is where the model lies that m names.
func (a *app) modelFolder(m dense.Model) string {
	if m.Folder != "" {
		return m.Folder
	}
	cache, ok := a.env("INFOSEEK_CACHE")
	if !ok || cache == "" {
		home, _ := os.UserHomeDir()
		cache = filepath.Join(home, ".cache", "infoseek")
	}
	return filepath.Join(cache, "minilm")
}

func (a *app) openFolder(m dense.Model) (*embedder, error) {
	folder := a.modelFolder(m)
	opened, err := bert.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w (scripts/minilm.sh fetches all-MiniLM-L6-v2; --folder names another, --endpoint a server)", err)
	}
	if err != nil {
		return nil, err
	}
	m.Name, m.Sum = filepath.Base(folder), opened.Sum()
	return &embedder{opened, opened, m, onAllProcessors()}, nil
}

func (a *app) openEmbeddings(ctx context.Context, c llm.Config, m dense.Model, o llm.Options) (*embedder, error) {
	opened, err := llm.OpenEmbeddings(ctx, c, o)
	if err != nil {
		return nil, err
	}
	m.Name = opened.Name()
	return &embedder{opened, opened, m, 16}, nil
}
