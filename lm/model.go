package lm

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"infoseek/token/hf"
)

// Model is what a folder or file of a model holds, read into memory.
type Model struct {
	Config
	Params Params
	// Vocabulary is its tokenizer.json, nil where it has no tokenizer of a kind that is known: then Tokenizer is nil and Refused says why.
	Vocabulary []byte
	Tokenizer  *hf.Tokenizer
	Refused    error
	// Template is its chat template, in Jinja; "" if it has none.
	Template string
}

// Load reads a Hugging Face folder, or a GGUF file.
func Load(path string) (*Model, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("lm: %w", err)
	}
	load := loadGGUF
	if info.IsDir() {
		load = loadFolder
	}
	m, err := load(path)
	if err != nil {
		return nil, fmt.Errorf("lm: %s: %w", path, err)
	}
	return m, nil
}

// read takes tokenizer.json's content, if it is of a kind that is known.
func (m *Model) read(vocabulary []byte) {
	m.Tokenizer, m.Refused = hf.Parse(vocabulary)
	if m.Refused != nil {
		m.Tokenizer = nil
	}
	m.Vocabulary = vocabulary
}

// stops are the ids that end a turn: the configuration's, and the tokens by which the known chat formats do.
func (m *Model) stops() map[int]bool {
	stops := map[int]bool{}
	for _, id := range m.EOS {
		stops[id] = true
	}
	if m.Tokenizer != nil {
		for _, name := range []string{"<|im_end|>", "<|eot_id|>", "<|endoftext|>", "<|end_of_text|>"} {
			if id, ok := m.Tokenizer.Added(name); ok && (strings.Contains(m.Template, name) || stops[id]) {
				stops[id] = true
			}
		}
	}
	return stops
}

var errNoTokenizer = errors.New("no tokenizer of a kind that is known")
