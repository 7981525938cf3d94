package lm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek/lm/gguf"
	"infoseek/token/hf"
)

// loadGGUF reads a GGUF file, with quantised tensors made floats.
func loadGGUF(path string) (*Model, error) {
	f, err := gguf.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	tensors := map[string]gguf.Tensor{}
	for _, t := range f.Tensors {
		tensors[t.Name] = t
	}
	m := &Model{Template: f.Values.Text("tokenizer.chat_template")}
	if m.Config, err = configOf(f.Values, tensors); err != nil {
		return nil, err
	}
	if err := m.Check(); err != nil {
		return nil, err
	}
	if err := m.ropeFactors(f, tensors); err != nil {
		return nil, err
	}
	m.wordsOf(f.Values)
	m.Params = m.Config.Params()
	for i := range m.Params {
		if err := m.fromGGUF(&m.Params[i], f, tensors); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// configOf reads the shape from a file's values, and from which tensors there are.
func configOf(v gguf.Values, tensors map[string]gguf.Tensor) (Config, error) {
	arch := v.Text("general.architecture")
	c := Config{Arch: Arch(arch), BOS: -1, Pad: -1, EOS: nil}
	number := func(name string) int { n, _ := v.Int(arch + "." + name); return n }
	c.Hidden, c.Inner, c.Layers = number("embedding_length"), number("feed_forward_length"), number("block_count")
	c.Heads, c.KVHeads, c.HeadDim, c.Context = number("attention.head_count"), number("attention.head_count_kv"), number("attention.key_length"), number("context_length")
	c.Epsilon, _ = v.Float(arch + ".attention.layer_norm_rms_epsilon")
	if c.KVHeads == 0 {
		c.KVHeads = c.Heads
	}
	if c.HeadDim == 0 && c.Heads > 0 {
		c.HeadDim = c.Hidden / c.Heads
	}
	if n := number("rope.dimension_count"); n != 0 && n != c.HeadDim {
		return c, fmt.Errorf("positions turn %d of %d values of a head: not supported", n, c.HeadDim)
	}
	if n := number("attention.sliding_window"); n > 0 && n < c.Context {
		return c, errors.New("a sliding window is not supported")
	}
	has := func(name string) bool { _, ok := tensors[name]; return ok }
	c.Tied = !has("output.weight")
	c.QKVBias, c.OutBias, c.MLPBias, c.QKNorm = has("blk.0.attn_q.bias"), has("blk.0.attn_output.bias"), has("blk.0.ffn_up.bias"), has("blk.0.attn_q_norm.weight")
	if t, ok := tensors["token_embd.weight"]; ok {
		c.Vocab = t.Shape[0]
	}
	c.Rope = ropeOf(v, arch, c.Context)
	ids := map[string]func(int){
		"bos_token_id": func(id int) { c.BOS = id }, "padding_token_id": func(id int) { c.Pad = id },
		"eos_token_id": func(id int) { c.EOS = append(c.EOS, id) }, "eot_token_id": func(id int) { c.EOS = append(c.EOS, id) }, "eom_token_id": func(id int) { c.EOS = append(c.EOS, id) },
	}
	for _, name := range []string{"bos_token_id", "padding_token_id", "eos_token_id", "eot_token_id", "eom_token_id"} {
		if id, ok := v.Int("tokenizer.ggml." + name); ok {
			ids[name](id)
		}
	}
	return c, nil
}

func ropeOf(v gguf.Values, arch string, context int) Rope {
	r := Rope{Theta: 10000, Type: v.Text(arch + ".rope.scaling.type"), Original: context}
	if theta, ok := v.Float(arch + ".rope.freq_base"); ok {
		r.Theta = theta
	}
	r.Factor, _ = v.Float(arch + ".rope.scaling.factor")
	if n, ok := v.Int(arch + ".rope.scaling.original_context_length"); ok {
		r.Original = n
	}
	r.BetaFast, _ = v.Float(arch + ".rope.scaling.yarn_beta_fast")
	r.BetaSlow, _ = v.Float(arch + ".rope.scaling.yarn_beta_slow")
	if a, ok := v.Float(arch + ".rope.scaling.attn_factor"); ok && a != 0 && a != 1 {
		r.Attention = a * Rope{Factor: r.Factor}.attention() // llama.cpp multiplies by it what follows from the factor
	}
	if r.Type == "none" {
		r.Type = ""
	}
	return r
}

// ropeFactors recognises Llama 3's scaling, which a file keeps as the number by which each frequency is divided: those of Llama 3.1 (8) and 3.2 (32), whose other values are the same.
func (m *Model) ropeFactors(f *gguf.File, tensors map[string]gguf.Tensor) error {
	t, ok := tensors["rope_freqs.weight"]
	if !ok {
		return nil
	}
	factors, err := f.Floats(t)
	if err != nil {
		return err
	}
	if len(factors) != m.HeadDim/2 {
		return fmt.Errorf("%d factors of positions for heads of %d", len(factors), m.HeadDim)
	}
	r := Rope{Theta: m.Rope.Theta, Type: "llama3", Factor: float64(slices.Max(factors)), Original: 8192, Low: 1, High: 4}
	if want := r.divisors(m.HeadDim); len(want) != len(factors) || !slices.EqualFunc(want, factors, func(a, b float32) bool { return a-b < 1e-3*a && b-a < 1e-3*a }) {
		return errors.New("frequencies of positions are divided in a way that is not known")
	}
	m.Rope = r
	return m.Rope.check()
}

// divisors are the numbers by which llama3 divides each frequency.
func (r Rope) divisors(dim int) []float32 {
	plain, _ := Rope{Theta: r.Theta}.frequencies(dim)
	scaled, _ := r.frequencies(dim)
	out := make([]float32, len(plain))
	for i := range plain {
		out[i] = plain[i] / scaled[i]
	}
	return out
}

// wordsOf reads the tokenizer.
func (m *Model) wordsOf(v gguf.Values) {
	if kind := v.Text("tokenizer.ggml.model"); kind != "gpt2" {
		m.Refused = fmt.Errorf("tokenizer of kind %q is not supported: byte-level BPE is", kind)
		return
	}
	words := hf.Vocabulary{Tokens: v.Texts("tokenizer.ggml.tokens"), Merges: v.Texts("tokenizer.ggml.merges"), Pre: v.Text("tokenizer.ggml.pre")}
	kinds := v.Ints("tokenizer.ggml.token_type")
	for i := range words.Tokens {
		kind := hf.Normal
		if i < len(kinds) {
			kind = hf.Kind(kinds[i])
		}
		words.Kinds = append(words.Kinds, kind)
	}
	b, err := words.JSON()
	if err != nil {
		m.Refused = err
		return
	}
	m.read(b)
}

// ggufNames are the names that llama.cpp has for the tensors of a layer and around them, in pairs with Hugging Face's.
var ggufNames = [][2]string{
	{"self_attn.q_proj", "attn_q"}, {"self_attn.k_proj", "attn_k"}, {"self_attn.v_proj", "attn_v"}, {"self_attn.o_proj", "attn_output"}, {"self_attn.q_norm", "attn_q_norm"}, {"self_attn.k_norm", "attn_k_norm"},
	{"post_attention_layernorm", "ffn_norm"}, {"input_layernorm", "attn_norm"}, {"mlp.gate_proj", "ffn_gate"}, {"mlp.up_proj", "ffn_up"}, {"mlp.down_proj", "ffn_down"},
	{"model.embed_tokens", "token_embd"}, {"model.norm", "output_norm"}, {"lm_head", "output"}, {"model.layers.", "blk."},
}

func ggufName(name string) string {
	for _, p := range ggufNames {
		name = strings.Replace(name, p[0], p[1], 1)
	}
	return name
}

func (m *Model) fromGGUF(p *Param, f *gguf.File, tensors map[string]gguf.Tensor) error {
	name := ggufName(p.Name)
	t, ok := tensors[name]
	if !ok {
		return fmt.Errorf("no tensor %s", name)
	}
	if !slices.Equal(t.Shape, p.Shape) {
		return fmt.Errorf("tensor %s is %v, the configuration has %v", name, t.Shape, p.Shape)
	}
	values, err := f.Floats(t)
	if err != nil {
		return err
	}
	if heads := m.woven(p.Name); heads > 0 {
		values = unweave(values, heads, p.Shape)
	}
	p.Data = values
	return nil
}

// woven is how many heads' rows llama.cpp has in its own order, 0 where it has Hugging Face's: queries and keys of Llama, where it turns neighbours by one angle and Hugging Face values half a head apart.
func (m *Model) woven(name string) int {
	switch {
	case m.Arch != Llama:
		return 0
	case strings.Contains(name, "q_proj"):
		return m.Heads
	case strings.Contains(name, "k_proj"):
		return m.KVHeads
	}
	return 0
}

// unweave takes rows 2j and 2j+1 of a head to j and j+half.
func unweave(values []float32, heads int, shape []int) []float32 {
	return reorder(values, heads, shape, func(j, half int) int { return j%half*2 + j/half })
}

// weave is its inverse.
func weave(values []float32, heads int, shape []int) []float32 {
	return reorder(values, heads, shape, func(j, half int) int { return j%2*half + j/2 })
}

// reorder makes row j of each head what row from(j) was.
func reorder(values []float32, heads int, shape []int, from func(j, half int) int) []float32 {
	rows, width := shape[0]/heads, len(values)/shape[0]
	out := make([]float32, 0, len(values))
	for h := range heads {
		for j := range rows {
			at := (h*rows + from(j, rows/2)) * width
			out = append(out, values[at:at+width]...)
		}
	}
	return out
}

// SaveGGUF writes m as a GGUF file with matrices of type t (F32, F16 or Q8_0); vectors stay 32-bit. The file appears whole or not at all.
func (m *Model) SaveGGUF(path string, t gguf.Type) error {
	if err := m.CheckParams(m.Params); err != nil {
		return fmt.Errorf("lm: %w", err)
	}
	values, err := m.ggufValues()
	if err != nil {
		return fmt.Errorf("lm: %w", err)
	}
	tmp := path + ".tmp"
	err = fillFile(tmp, func(f *os.File) error { return gguf.Write(f, values, m.ggufTensors(t)) })
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		return fmt.Errorf("lm: %s: %w", filepath.Base(path), errors.Join(err, os.Remove(tmp)))
	}
	return nil
}

func (m *Model) ggufTensors(t gguf.Type) []gguf.Source {
	var out []gguf.Source
	for _, p := range m.Params {
		s := gguf.Source{Name: ggufName(p.Name), Type: gguf.F32, Shape: p.Shape, Values: p.Data}
		if heads := m.woven(p.Name); heads > 0 {
			s.Values = weave(p.Data, heads, p.Shape)
		}
		if len(p.Shape) == 2 {
			s.Type = t
			if t == gguf.Q8_0 && p.Shape[1]%32 != 0 {
				s.Type = gguf.F16
			}
		}
		out = append(out, s)
	}
	if m.Rope.Type == "llama3" {
		out = append(out, gguf.Source{Name: "rope_freqs.weight", Type: gguf.F32, Shape: []int{m.HeadDim / 2}, Values: m.Rope.divisors(m.HeadDim)})
	}
	return out
}

func (m *Model) ggufValues() ([]gguf.Pair, error) {
	arch := string(m.Arch)
	pairs := []gguf.Pair{{Name: "general.architecture", Value: arch}}
	number := func(name string, n int) {
		pairs = append(pairs, gguf.Pair{Name: arch + "." + name, Value: uint32(n)})
	}
	number("context_length", m.Context)
	number("embedding_length", m.Hidden)
	number("feed_forward_length", m.Inner)
	number("block_count", m.Layers)
	number("attention.head_count", m.Heads)
	number("attention.head_count_kv", m.KVHeads)
	number("attention.key_length", m.HeadDim)
	number("attention.value_length", m.HeadDim)
	number("rope.dimension_count", m.HeadDim)
	number("vocab_size", m.Vocab)
	pairs = append(pairs, gguf.Pair{Name: arch + ".attention.layer_norm_rms_epsilon", Value: float32(m.Epsilon)}, gguf.Pair{Name: arch + ".rope.freq_base", Value: float32(m.Rope.Theta)})
	if r := m.Rope; r.Type == "linear" || r.Type == "yarn" {
		pairs = append(pairs, gguf.Pair{Name: arch + ".rope.scaling.type", Value: r.Type}, gguf.Pair{Name: arch + ".rope.scaling.factor", Value: float32(r.Factor)})
		number("rope.scaling.original_context_length", r.Original)
		pairs = append(pairs, m.ggufYarn()...)
	}
	return m.ggufWords(pairs)
}

// ggufYarn are YaRN's values that are not the defaults.
func (m *Model) ggufYarn() (pairs []gguf.Pair) {
	r := m.Rope
	attention := 0.0
	if r.Attention != 0 {
		attention = r.Attention / Rope{Factor: r.Factor}.attention()
	}
	for name, v := range map[string]float64{"yarn_beta_fast": r.BetaFast, "yarn_beta_slow": r.BetaSlow, "attn_factor": attention} {
		if v != 0 && r.Type == "yarn" {
			pairs = append(pairs, gguf.Pair{Name: string(m.Arch) + ".rope.scaling." + name, Value: float32(v)})
		}
	}
	slices.SortFunc(pairs, func(a, b gguf.Pair) int { return strings.Compare(a.Name, b.Name) })
	return pairs
}

// endNames are the keys of a GGUF file that name tokens which end a text.
var endNames = []string{"eos_token_id", "eot_token_id", "eom_token_id"}

// ends are the tokens that end a text as a GGUF file, which has places for three, names them: the first, then those that end a turn, then the others.
func (m *Model) ends() []int {
	if len(m.EOS) < 2 {
		return m.EOS
	}
	turn := map[int]bool{}
	for _, name := range []string{"<|im_end|>", "<|eot_id|>"} {
		if id, ok := m.Tokenizer.Added(name); ok {
			turn[id] = true
		}
	}
	rest := slices.Clone(m.EOS[1:])
	slices.SortStableFunc(rest, func(a, b int) int {
		switch {
		case turn[a] && !turn[b]:
			return -1
		case turn[b] && !turn[a]:
			return 1
		}
		return 0
	})
	return append([]int{m.EOS[0]}, rest[:min(len(rest), len(endNames)-1)]...)
}

// ggufWords adds the tokenizer; a file without one no llama.cpp opens.
func (m *Model) ggufWords(pairs []gguf.Pair) ([]gguf.Pair, error) {
	if m.Tokenizer == nil {
		return nil, errors.Join(errNoTokenizer, m.Refused)
	}
	words, err := hf.ParseVocabulary(m.Vocabulary, m.Vocab)
	if err != nil {
		return nil, err
	}
	kinds := make([]int32, len(words.Kinds))
	for i, k := range words.Kinds {
		kinds[i] = int32(k)
	}
	add := func(name string, value any) {
		pairs = append(pairs, gguf.Pair{Name: "tokenizer." + name, Value: value})
	}
	add("ggml.model", "gpt2")
	add("ggml.pre", words.Pre)
	add("ggml.tokens", words.Tokens)
	add("ggml.token_type", kinds)
	add("ggml.merges", words.Merges)
	add("ggml.add_bos_token", false)
	names := append([]string{"bos_token_id", "padding_token_id"}, endNames...)
	for i, id := range slices.Concat([]int{m.BOS, m.Pad}, m.ends()) {
		if id >= 0 {
			add("ggml."+names[i], uint32(id))
		}
	}
	if m.Template != "" {
		add("chat_template", m.Template)
	}
	return pairs, nil
}
