package lm

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek/internal/safetensors"
)

// loadFolder reads config.json, model.safetensors or its parts, tokenizer.json, tokenizer_config.json, generation_config.json and chat_template.jinja.
func loadFolder(dir string) (*Model, error) {
	b, err := os.ReadFile(filepath.Join(dir, "config.json"))
	if err != nil {
		return nil, err
	}
	m := &Model{}
	if m.Config, err = ParseConfig(b); err != nil {
		return nil, err
	}
	if err := m.words(dir); err != nil {
		return nil, err
	}
	return m, m.weights(dir)
}

func (m *Model) words(dir string) error {
	vocabulary, err := optional(dir, "tokenizer.json")
	if err != nil {
		return err
	}
	m.Refused = errors.New("no tokenizer.json")
	if vocabulary != nil {
		m.read(vocabulary)
	}
	if err := m.generation(dir); err != nil {
		return err
	}
	b, err := optional(dir, "tokenizer_config.json")
	if err != nil || b == nil {
		return err
	}
	var words struct {
		Template json.RawMessage `json:"chat_template"`
	}
	if err := json.Unmarshal(b, &words); err != nil {
		return fmt.Errorf("tokenizer_config.json: %w", err)
	}
	if m.Template, err = template(words.Template); err != nil {
		return fmt.Errorf("tokenizer_config.json: %w", err)
	}
	b, err = optional(dir, "chat_template.jinja")
	if b != nil {
		m.Template = string(b)
	}
	return err
}

// template is a text, or the one named default of several.
func template(raw []byte) (string, error) {
	if len(raw) == 0 || raw[0] != '[' {
		var text string
		if len(raw) == 0 {
			return "", nil
		}
		return text, json.Unmarshal(raw, &text)
	}
	var several []struct{ Name, Template string }
	if err := json.Unmarshal(raw, &several); err != nil {
		return "", err
	}
	for _, t := range several {
		if t.Name == "default" {
			return t.Template, nil
		}
	}
	return "", nil
}

// generation adds the ends that generation_config.json names: chat models end turns with other tokens than texts.
func (m *Model) generation(dir string) error {
	b, err := optional(dir, "generation_config.json")
	if err != nil || b == nil {
		return err
	}
	var g struct {
		EOS someInts `json:"eos_token_id"`
	}
	if err := json.Unmarshal(b, &g); err != nil {
		return fmt.Errorf("generation_config.json: %w", err)
	}
	for _, id := range g.EOS {
		if !slices.Contains(m.EOS, id) {
			m.EOS = append(m.EOS, id)
		}
	}
	return nil
}

// optional reads a file; nil if there is none.
func optional(dir, name string) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// weights reads all tensors of the configuration; others that the files have are not read.
func (m *Model) weights(dir string) error {
	place, err := places(dir)
	if err != nil {
		return err
	}
	files := map[string]*safetensors.File{}
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	m.Params = m.Config.Params()
	for i := range m.Params {
		name := place(m.Params[i].Name)
		f := files[name]
		if f == nil {
			if f, err = safetensors.Open(filepath.Join(dir, name)); err != nil {
				return err
			}
			files[name] = f
		}
		if err := m.Params[i].fill(f); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (p *Param) fill(f *safetensors.File) error {
	t, ok := f.Tensor(p.Name)
	if !ok {
		return fmt.Errorf("no tensor %s", p.Name)
	}
	if !slices.Equal(t.Shape, p.Shape) {
		return fmt.Errorf("tensor %s is %v, the configuration has %v", p.Name, t.Shape, p.Shape)
	}
	var err error
	p.Data, err = f.Floats(p.Name)
	return err
}

// places says in which file a tensor lies: always the same one, or as the index of the parts says.
func places(dir string) (func(tensor string) string, error) {
	const one = "model.safetensors"
	b, err := optional(dir, one+".index.json")
	if err != nil || b == nil {
		return func(string) string { return one }, err
	}
	var index struct {
		Files map[string]string `json:"weight_map"`
	}
	if err := json.Unmarshal(b, &index); err != nil {
		return nil, fmt.Errorf("%s.index.json: %w", one, err)
	}
	for tensor, name := range index.Files {
		// a name from a file is no path
		if filepath.Base(name) != name || !strings.HasSuffix(name, ".safetensors") {
			return nil, fmt.Errorf("%s.index.json: tensor %q in file %q", one, tensor, name)
		}
	}
	return func(tensor string) string {
		if name, ok := index.Files[tensor]; ok {
			return name
		}
		return one
	}, nil
}

// SaveFolder writes m as a Hugging Face folder; dir must not exist, and appears whole or not at all.
func (m *Model) SaveFolder(dir string, t safetensors.Type) error {
	if err := m.CheckParams(m.Params); err != nil {
		return fmt.Errorf("lm: %w", err)
	}
	if _, err := os.Lstat(dir); err == nil {
		return fmt.Errorf("lm: %s is there already", dir)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".*.tmp")
	if err != nil {
		return fmt.Errorf("lm: %w", err)
	}
	defer os.RemoveAll(tmp)
	if err := m.saveInto(tmp, t); err != nil {
		return fmt.Errorf("lm: %w", err)
	}
	if err := errors.Join(os.Chmod(tmp, 0o755), os.Rename(tmp, dir)); err != nil {
		return fmt.Errorf("lm: %w", err)
	}
	return nil
}

var torchTypes = map[safetensors.Type]string{safetensors.F32: "float32", safetensors.F16: "float16", safetensors.BF16: "bfloat16"}

func (m *Model) saveInto(dir string, t safetensors.Type) error {
	config, err := m.Config.JSON(torchTypes[t])
	if err != nil {
		return err
	}
	files := map[string][]byte{"config.json": config}
	if m.Vocabulary != nil {
		files["tokenizer.json"] = m.Vocabulary
	}
	if files["tokenizer_config.json"], err = m.wordsJSON(); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	var tensors []safetensors.Source
	for _, p := range m.Params {
		tensors = append(tensors, safetensors.Source{Name: p.Name, Shape: p.Shape, Values: p.Data})
	}
	return fillFile(filepath.Join(dir, "model.safetensors"), func(f *os.File) error { return safetensors.Write(f, t, tensors) })
}

// wordsJSON is tokenizer_config.json: what tokenizer.json has no place for.
func (m *Model) wordsJSON() ([]byte, error) {
	words := map[string]any{"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": m.Context, "clean_up_tokenization_spaces": false}
	if m.Template != "" {
		words["chat_template"] = m.Template
	}
	if m.Tokenizer != nil {
		for name, id := range map[string]int{"bos_token": m.BOS, "eos_token": append(slices.Clone(m.EOS), -1)[0], "pad_token": m.Pad} {
			if text, ok := m.Tokenizer.Special(id); ok {
				words[name] = text
			}
		}
	}
	return json.MarshalIndent(words, "", "  ")
}

// fillFile fills a new file and hands it to the disk.
func fillFile(path string, fill func(f *os.File) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Sync(), f.Close())
}
