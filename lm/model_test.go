package lm

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"infoseek/internal/safetensors"
	"infoseek/lm/gguf"
	"infoseek/token/hf"
)

// words are the tokenizer of the tiny models: a token for each byte, one that is merged, two for turns.
func words(t testing.TB) []byte {
	t.Helper()
	v := hf.Vocabulary{Pre: "gpt-2", Merges: []string{"a b"}}
	for b, next := 0, 256; b < 256; b++ {
		shown := string(rune(b))
		if b <= ' ' || b >= 0x7f && b <= 0xa0 || b == 0xad {
			shown, next = string(rune(next)), next+1
		}
		v.Tokens, v.Kinds = append(v.Tokens, shown), append(v.Kinds, hf.Normal)
	}
	v.Tokens, v.Kinds = append(v.Tokens, "ab", "<|im_start|>", "<|im_end|>"), append(v.Kinds, hf.Normal, hf.Control, hf.Control)
	b, err := v.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const chatML = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"

func tinyModel(t testing.TB, arch Arch, seed uint64) *Model {
	t.Helper()
	c := tiny(arch)
	c.EOS = []int{258}
	m := &Model{Config: c, Params: c.Random(seed), Template: chatML}
	for i := range m.Params { // norms and biases that are not one and zero
		for j := range m.Params[i].Data {
			if len(m.Params[i].Shape) == 1 {
				m.Params[i].Data[j] += float32(j%7) / 50
			} else {
				m.Params[i].Data[j] *= 20
			}
		}
	}
	m.read(words(t))
	if m.Refused != nil {
		t.Fatal(m.Refused)
	}
	return m
}

// TestSaved: a model is the same after it was saved as a folder, and from there as a GGUF file.
func TestSaved(t *testing.T) {
	for _, arch := range []Arch{Llama, Qwen2, Qwen3} {
		m := tinyModel(t, arch, 3)
		if arch == Llama {
			m.Rope = Rope{Theta: 500000, Type: "llama3", Factor: 8, Original: 8192, Low: 1, High: 4}
		}
		dir := t.TempDir()
		if err := m.SaveFolder(filepath.Join(dir, "folder"), safetensors.F32); err != nil {
			t.Fatal(err)
		}
		folder, err := Load(filepath.Join(dir, "folder"))
		if err != nil {
			t.Fatal(err)
		}
		same(t, arch, m, folder, 0)
		if err := folder.SaveGGUF(filepath.Join(dir, "m.gguf"), gguf.F32); err != nil {
			t.Fatal(err)
		}
		file, err := Load(filepath.Join(dir, "m.gguf"))
		if err != nil {
			t.Fatal(err)
		}
		same(t, arch, m, file, 0)
		if err := m.SaveFolder(filepath.Join(dir, "folder"), safetensors.F32); err == nil {
			t.Error("a folder was written over")
		}
		for _, kind := range []gguf.Type{gguf.F16, gguf.Q8_0} {
			if err := m.SaveGGUF(filepath.Join(dir, "small.gguf"), kind); err != nil {
				t.Fatal(err)
			}
			small, err := Load(filepath.Join(dir, "small.gguf"))
			if err != nil {
				t.Fatal(err)
			}
			same(t, arch, m, small, 2e-3)
		}
	}
}

func same(t *testing.T, arch Arch, want, got *Model, tolerance float64) {
	t.Helper()
	a, b := want.Config, got.Config
	a.Rope.Original, b.Rope.Original = 0, 0
	a.Epsilon, b.Epsilon = float64(float32(a.Epsilon)), float64(float32(b.Epsilon))
	if a.Rope.Type == "" {
		a.Rope.Type, b.Rope.Type = "default", "default"
	}
	if x, y := fmt.Sprintf("%+v", a), fmt.Sprintf("%+v", b); x != y {
		t.Errorf("%s: configuration\n%s\nwas\n%s", arch, y, x)
	}
	if want.Template != got.Template || got.Refused != nil || !slices.Equal(want.Tokenizer.Encode("<|im_start|>ABC"), got.Tokenizer.Encode("<|im_start|>ABC")) {
		t.Errorf("%s: template or tokenizer differ: %v", arch, got.Refused)
	}
	if err := got.CheckParams(got.Params); err != nil {
		t.Fatal(err)
	}
	for i, p := range want.Params {
		for j, v := range p.Data {
			if math.Abs(float64(v-got.Params[i].Data[j])) > tolerance*(1+math.Abs(float64(v))) {
				t.Fatalf("%s: %s[%d] is %g, was %g", arch, p.Name, j, got.Params[i].Data[j], v)
			}
		}
	}
}

// TestSharded: tensors are found in the parts that the index names; a name that leads out of the folder is refused.
func TestSharded(t *testing.T) {
	m := tinyModel(t, Qwen2, 4)
	dir := filepath.Join(t.TempDir(), "m")
	if err := m.SaveFolder(dir, safetensors.BF16); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "model.safetensors")); err != nil {
		t.Fatal(err)
	}
	index := map[string]string{}
	for part, params := range []Params{m.Params[:5], m.Params[5:]} {
		name := fmt.Sprintf("model-0000%d-of-00002.safetensors", part+1)
		var tensors []safetensors.Source
		for _, p := range params {
			tensors, index[p.Name] = append(tensors, safetensors.Source{Name: p.Name, Shape: p.Shape, Values: p.Data}), name
		}
		if err := fillFile(filepath.Join(dir, name), func(f *os.File) error { return safetensors.Write(f, safetensors.F16, tensors) }); err != nil {
			t.Fatal(err)
		}
	}
	putIndex(t, dir, index)
	got, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	same(t, Qwen2, m, got, 1e-3)
	index[m.Params[0].Name] = "../model.safetensors"
	putIndex(t, dir, index)
	if _, err := Load(dir); err == nil {
		t.Error("an index may name a file outside the folder")
	}
}

func putIndex(t *testing.T, dir string, index map[string]string) {
	t.Helper()
	b, err := json.Marshal(map[string]any{"weight_map": index})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "model.safetensors.index.json"), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestParseConfig(t *testing.T) {
	const rest = `"vocab_size":100,"hidden_size":32,"intermediate_size":64,"num_hidden_layers":2,"num_attention_heads":4,"max_position_embeddings":512,"rms_norm_eps":1e-6,`
	for name, c := range map[string]struct {
		text string
		good bool
	}{
		"llama":             {`{"model_type":"llama",` + rest + `"eos_token_id":[1,2]}`, true},
		"old scaling":       {`{"model_type":"llama",` + rest + `"rope_theta":1e5,"rope_scaling":{"type":"linear","factor":2}}`, true},
		"parameters":        {`{"model_type":"qwen3",` + rest + `"rope_parameters":{"rope_type":"yarn","rope_theta":1e6,"factor":4,"original_max_position_embeddings":128}}`, true},
		"unused window":     {`{"model_type":"qwen2",` + rest + `"use_sliding_window":false,"sliding_window":128}`, true},
		"window":            {`{"model_type":"qwen2",` + rest + `"use_sliding_window":true,"sliding_window":128}`, false},
		"family":            {`{"model_type":"gemma",` + rest + `"x":0}`, false},
		"dynamic":           {`{"model_type":"llama",` + rest + `"rope_scaling":{"type":"dynamic","factor":2}}`, false},
		"activation":        {`{"model_type":"llama",` + rest + `"hidden_act":"gelu"}`, false},
		"heads":             {`{"model_type":"llama",` + rest + `"num_key_value_heads":3}`, false},
		"no layers":         {`{"model_type":"llama"}`, false},
		"vast vocabulary":   {`{"model_type":"llama",` + rest + `"vocab_size":99999999999}`, false},
		"factor, not given": {`{"model_type":"llama",` + rest + `"rope_scaling":{"rope_type":"llama3","low_freq_factor":1,"high_freq_factor":4}}`, false},
	} {
		if _, err := ParseConfig([]byte(c.text)); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRefusesTensors: what is missing or of another shape is an error that names the tensor.
func TestRefusesTensors(t *testing.T) {
	m := tinyModel(t, Llama, 1)
	dir := t.TempDir()
	cut := *m
	cut.Params = m.Params[1:]
	if err := cut.SaveFolder(filepath.Join(dir, "cut"), safetensors.F32); err == nil {
		t.Error("a model without its embedding was saved")
	}
	if err := m.SaveFolder(filepath.Join(dir, "m"), safetensors.F32); err != nil {
		t.Fatal(err)
	}
	c := m.Config
	c.Inner++
	b, err := c.JSON("float32")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "m", "config.json"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(filepath.Join(dir, "m")); err == nil {
		t.Error("a tensor of another shape was read")
	}
}
