// Package bert makes vectors of texts with a sentence-transformers model of BERT's kind in this process: all-MiniLM-L6-v2 and its kin, from the folder in which Hugging Face keeps one (config.json, tokenizer.json, model.safetensors, 1_Pooling/config.json).
// The vectors are those of the Python library to 1e-4 (bench/parity measures it).
//
// Reading order: model.go, tokenizer.go, weights.go, forward.go, multiply.go, kernel.go (the inner loops, in assembly for some processors).
package bert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"infoseek"

	"github.com/edsrzf/mmap-go"
	"golang.org/x/sync/errgroup"
)

// Model is a model whose weights are in memory. It is safe for concurrent use.
type Model struct {
	config    config
	tokenizer *tokenizer
	kernel    *kernel
	sum       string

	words, positions, kinds []float32 // words is a view of the file
	first                   normal
	layers                  []layer
	scratches               sync.Pool

	file   *os.File
	mapped mmap.MMap
}

// layer is one of the model's.
type layer struct {
	attention        linear // queries, keys, values
	attended         linear
	afterAttention   normal
	wide, narrow     linear
	afterFeedForward normal
}

// normal are the weights of a layer normalisation.
type normal struct{ weight, bias []float32 }

// Open reads the model in a folder.
func Open(dir string) (*Model, error) {
	m, err := open(dir, &fastest)
	if err != nil {
		return nil, fmt.Errorf("bert: model %s: %w", dir, err)
	}
	return m, nil
}

func open(dir string, k *kernel) (*Model, error) {
	c, err := readConfig(dir)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(dir, "tokenizer.json"))
	if err != nil {
		return nil, err
	}
	m := &Model{config: c, kernel: k}
	m.scratches.New = func() any { return &scratch{} }
	if m.tokenizer, err = parseTokenizer(b); err != nil {
		return nil, err
	}
	for piece, id := range m.tokenizer.ids {
		if id < 0 || int(id) >= c.Vocabulary {
			return nil, fmt.Errorf("token %q has the id %d of a vocabulary of %d", piece, id, c.Vocabulary)
		}
	}
	if m.file, err = os.Open(filepath.Join(dir, "model.safetensors")); err != nil {
		return nil, err
	}
	if m.mapped, err = mmap.Map(m.file, mmap.RDONLY, 0); err != nil {
		return nil, errors.Join(err, m.file.Close())
	}
	if err := m.load(b); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

// load takes the weights out of the mapped file; tokens are the bytes of the tokenizer's.
func (m *Model) load(tokens []byte) error {
	h := sha256.New()
	fmt.Fprintf(h, "%+v\n", m.config)
	h.Write(tokens)
	h.Write(m.mapped)
	m.sum = hex.EncodeToString(h.Sum(nil))
	t, err := readTensors(m.mapped)
	if err != nil {
		return err
	}
	r := reader{tensors: t, kernel: m.kernel}
	c := m.config
	m.words = r.numbers("embeddings.word_embeddings.weight", c.Vocabulary, c.Hidden)
	m.positions = r.numbers("embeddings.position_embeddings.weight", c.Positions, c.Hidden)
	const kinds = "embeddings.token_type_embeddings.weight"
	if one, ok := t.named(kinds); ok && len(m.words) > 0 && len(one.Shape) > 0 {
		m.kinds = r.numbers(kinds, one.Shape[0], c.Hidden)
	}
	m.first = r.normal("embeddings.LayerNorm", c.Hidden)
	for i := range c.Layers {
		at := fmt.Sprintf("encoder.layer.%d.", i)
		m.layers = append(m.layers, layer{
			attention:        r.linear(c.Hidden, c.Hidden, at+"attention.self.query", at+"attention.self.key", at+"attention.self.value"),
			attended:         r.linear(c.Hidden, c.Hidden, at+"attention.output.dense"),
			afterAttention:   r.normal(at+"attention.output.LayerNorm", c.Hidden),
			wide:             r.linear(c.Intermediate, c.Hidden, at+"intermediate.dense"),
			narrow:           r.linear(c.Hidden, c.Intermediate, at+"output.dense"),
			afterFeedForward: r.normal(at+"output.LayerNorm", c.Hidden),
		})
	}
	return r.err
}

// Close gives the file back. The model is of no use any more.
func (m *Model) Close() error {
	return errors.Join(m.mapped.Unmap(), m.file.Close())
}

// Sum is a sha256, in hex, of the model's files.
func (m *Model) Sum() string { return m.sum }

// Embed makes vectors of length 1, on all processors. Of a text that is too long the end is left out.
func (m *Model) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, text := range texts {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			s := m.scratches.Get().(*scratch)
			defer m.scratches.Put(s)
			vectors[i] = m.vector(s, m.tokenizer.encode(text, m.config.longest))
			if n := vectors[i][0]; math.IsNaN(float64(n)) {
				return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "embed", Err: errors.New("the model's numbers are none")}
			}
			return nil
		})
	}
	return vectors, g.Wait()
}

// reader takes weights out of tensors. Its err is the first thing that was wrong.
type reader struct {
	tensors
	kernel *kernel
	err    error
}

func (r *reader) numbers(name string, shape ...int) []float32 {
	v, err := r.tensors.numbers(name, shape...)
	if r.err == nil {
		r.err = err
	}
	return v
}

func (r *reader) normal(name string, n int) normal {
	return normal{r.numbers(name+".weight", n), r.numbers(name+".bias", n)}
}

// linear reads one layer, or several as one; each has rows of k weights.
func (r *reader) linear(rows, k int, names ...string) (l linear) {
	var weights [][]float32
	for _, name := range names {
		weights = append(weights, r.numbers(name+".weight", rows, k))
		l.bias = append(l.bias, r.numbers(name+".bias", rows)...)
	}
	if r.err == nil {
		l.pack(r.kernel, k, rows*len(names), 1, func(j int) []float32 { return weights[j/rows][j%rows*k:] })
	}
	return l
}
