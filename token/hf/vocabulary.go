package hf

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Vocabulary is a tokenizer as a list of tokens, as GGUF keeps it.
type Vocabulary struct {
	Tokens []string // by id: bytes in the characters that stand for them; added tokens as they are; "" where no token has the id
	Kinds  []Kind   // of each token
	Merges []string
	Pre    string // llama.cpp's name for what comes before merging
}

// Kind is how a token came to be; the numbers are llama.cpp's.
type Kind int

// The kinds.
const (
	Normal  Kind = 1
	Control Kind = 3 // added, silent
	Defined Kind = 4 // added, shown
	Unused  Kind = 5
)

// The patterns of Llama 3's and Qwen 2's tokenizers differ in how many digits make a piece.
const (
	llama3 = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|` + ahead
	qwen2  = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|` + ahead
)

// before is what a pre-tokenizer of llama.cpp does.
type before struct {
	name      string
	composes  bool
	ignore    bool
	component *component
}

func bytesOnly(regex bool) *component { return &component{Type: "ByteLevel", UseRegex: &regex} }

func split(pattern string) *component {
	c := &component{Type: "Split", Behavior: "Isolated"}
	c.Pattern.Regex = &pattern
	return &component{Type: "Sequence", PreTokenizers: []*component{c, bytesOnly(false)}}
}

var befores = []before{
	{name: "gpt-2", component: bytesOnly(true)},
	{name: "default", component: bytesOnly(true)},
	{name: "smollm", component: &component{Type: "Sequence", PreTokenizers: []*component{{Type: "Digits", Individual: true}, bytesOnly(true)}}},
	{name: "llama-bpe", ignore: true, component: split(llama3)},
	{name: "qwen2", composes: true, component: split(qwen2)},
}

// JSON is v as a tokenizer.json that the Python library reads.
func (v Vocabulary) JSON() ([]byte, error) {
	if len(v.Kinds) != len(v.Tokens) {
		return nil, fmt.Errorf("%d tokens of %d kinds", len(v.Tokens), len(v.Kinds))
	}
	for _, b := range befores {
		if b.name == v.Pre {
			return v.json(b)
		}
	}
	return nil, unsupported("pre-tokenizer %q", v.Pre)
}

func (v Vocabulary) json(b before) ([]byte, error) {
	vocab, added := map[string]int{}, []map[string]any{}
	for id, text := range v.Tokens {
		if v.Kinds[id] == Unused {
			continue
		}
		vocab[text] = id // added tokens too: the Python library numbers anew those that it does not find here
		if v.Kinds[id] == Control || v.Kinds[id] == Defined {
			added = append(added, map[string]any{"id": id, "content": text, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": v.Kinds[id] == Control})
		}
	}
	var normalizer any
	if b.composes {
		normalizer = map[string]any{"type": "NFC"}
	}
	return json.MarshalIndent(map[string]any{
		"version": "1.0", "truncation": nil, "padding": nil, "post_processor": nil, "added_tokens": added, "normalizer": normalizer, "pre_tokenizer": b.component.written(),
		"decoder": map[string]any{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
		"model":   map[string]any{"type": "BPE", "dropout": nil, "unk_token": nil, "fuse_unk": false, "byte_fallback": false, "ignore_merges": b.ignore, "vocab": vocab, "merges": v.Merges},
	}, "", " ")
}

// written is c with the fields that its type has in the file.
func (c *component) written() map[string]any {
	switch c.Type {
	case "Sequence":
		var parts []any
		for _, p := range c.PreTokenizers {
			parts = append(parts, p.written())
		}
		return map[string]any{"type": c.Type, "pretokenizers": parts}
	case "Digits":
		return map[string]any{"type": c.Type, "individual_digits": c.Individual}
	case "Split":
		return map[string]any{"type": c.Type, "pattern": map[string]any{"Regex": c.Pattern.Regex}, "behavior": c.Behavior, "invert": false}
	}
	return map[string]any{"type": c.Type, "add_prefix_space": false, "trim_offsets": true, "use_regex": *c.UseRegex}
}

// ParseVocabulary reads a tokenizer.json as a list of size tokens. What llama.cpp has no name for is an error.
func ParseVocabulary(b []byte, size int) (Vocabulary, error) {
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		return Vocabulary{}, err
	}
	composes, err := f.composes()
	if err != nil {
		return Vocabulary{}, err
	}
	v := Vocabulary{Tokens: make([]string, size), Kinds: make([]Kind, size)}
	for i := range v.Kinds {
		v.Kinds[i] = Unused
	}
	for _, known := range befores {
		if f.Pre != nil && known.composes == composes && known.ignore == f.Model.IgnoreMerges && reflect.DeepEqual(known.component.written(), f.Pre.orDefault().written()) {
			v.Pre = known.name
			break
		}
	}
	if v.Pre == "" {
		return Vocabulary{}, unsupported("what comes before merging: llama.cpp has no name for it")
	}
	return v, v.fill(f)
}

// orDefault is c where the file leaves use_regex to its default.
func (c *component) orDefault() *component {
	d, yes := *c, true
	if d.Type == "ByteLevel" && d.UseRegex == nil {
		d.UseRegex = &yes
	}
	d.PreTokenizers = nil
	for _, p := range c.PreTokenizers {
		d.PreTokenizers = append(d.PreTokenizers, p.orDefault())
	}
	return &d
}

func (v *Vocabulary) fill(f file) error {
	put := func(id int, text string, k Kind) error {
		if id < 0 || id >= len(v.Tokens) {
			return fmt.Errorf("token %q has the id %d, the model has %d", text, id, len(v.Tokens))
		}
		v.Tokens[id], v.Kinds[id] = text, k
		return nil
	}
	for text, id := range f.Model.Vocab {
		if err := put(id, text, Normal); err != nil {
			return err
		}
	}
	for _, a := range f.Added {
		k := Defined
		if a.Silent {
			k = Control
		}
		if err := put(a.ID, a.Content, k); err != nil {
			return err
		}
	}
	for id, k := range v.Kinds {
		if k == Unused {
			v.Tokens[id] = fmt.Sprintf("[PAD%d]", id) // each token of a GGUF file has a text of its own
		}
	}
	for _, p := range f.Model.Merges {
		v.Merges = append(v.Merges, p[0]+" "+p[1])
	}
	return nil
}
