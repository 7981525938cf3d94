package llama

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"testing"

	"infoseek/token/hf"

	"github.com/google/go-cmp/cmp"
)

// made writes a GGUF file of version 3 with a number, a list of numbers and a vocabulary.
func made(tokens, merges []string, kinds []int32) []byte {
	var b bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			if s, ok := v.(string); ok {
				binary.Write(&b, binary.LittleEndian, uint64(len(s)))
				b.WriteString(s)
				continue
			}
			binary.Write(&b, binary.LittleEndian, v)
		}
	}
	put([]byte("GGUF"), uint32(3), uint64(0), uint64(5))
	put("general.size", uint32(4), uint32(7))
	put("general.list", uint32(9), uint32(6), uint64(2), []float32{1, 2})
	put("tokenizer.ggml.tokens", uint32(9), uint32(8), uint64(len(tokens)))
	for _, t := range tokens {
		put(t)
	}
	put("tokenizer.ggml.merges", uint32(9), uint32(8), uint64(len(merges)))
	for _, m := range merges {
		put(m)
	}
	put("tokenizer.ggml.token_type", uint32(9), uint32(5), uint64(len(kinds)), kinds)
	return b.Bytes()
}

func TestReadVocabulary(t *testing.T) {
	whole := made([]string{"<end>", "a", "b", "ab"}, []string{"a b"}, []int32{3, 1, 1, 1})
	v, err := readVocabulary(bytes.NewReader(whole))
	if err != nil || !cmp.Equal(v.tokens, []string{"<end>", "a", "b", "ab"}) || !cmp.Equal(v.merges, []string{"a b"}) || !cmp.Equal(v.kinds, []int32{3, 1, 1, 1}) {
		t.Errorf("%+v, %v", v, err)
	}
	for n := range whole {
		if _, err := readVocabulary(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("%d bytes of %d: no error", n, len(whole))
		}
	}
}

func FuzzReadVocabulary(f *testing.F) {
	f.Add(made([]string{"a"}, []string{"a a"}, []int32{1}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, err := readVocabulary(bytes.NewReader(b)); err == nil && len(v.tokens) == 0 {
			t.Error("no tokens and no error")
		}
	})
}

// TestWriteTokenizer reads the real model's, where the script has installed it.
func TestWriteTokenizer(t *testing.T) {
	if _, err := modelFile(); err != nil {
		t.Skip(err)
	}
	path := filepath.Join(t.TempDir(), "tokenizer.json")
	if err := WriteTokenizer(path); err != nil {
		t.Fatal(err)
	}
	tok, err := hf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := tok.Count("The river Tarn leaves Lake Orum at Hollby in 1831."); n < 12 || n > 24 {
		t.Errorf("%d tokens", n)
	}
}
