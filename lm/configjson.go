package lm

import (
	"encoding/json"
	"fmt"
)

// configJSON is config.json as far as it is read and written, of transformers before version 5 (rope_theta, rope_scaling) and since (rope_parameters).
type configJSON struct {
	Architectures []string  `json:"architectures,omitempty"`
	Type          Arch      `json:"model_type"`
	Vocab         int       `json:"vocab_size"`
	Hidden        int       `json:"hidden_size"`
	Inner         int       `json:"intermediate_size"`
	Layers        int       `json:"num_hidden_layers"`
	Heads         int       `json:"num_attention_heads"`
	KVHeads       int       `json:"num_key_value_heads"`
	HeadDim       int       `json:"head_dim,omitempty"`
	Context       int       `json:"max_position_embeddings"`
	Epsilon       float64   `json:"rms_norm_eps"`
	Theta         float64   `json:"rope_theta,omitempty"`
	Scaling       *ropeJSON `json:"rope_scaling"`
	Rope          *ropeJSON `json:"rope_parameters,omitempty"`
	Tied          *bool     `json:"tie_word_embeddings,omitempty"`
	Activation    string    `json:"hidden_act"`
	Bias          bool      `json:"attention_bias"`
	MLPBias       bool      `json:"mlp_bias"`
	Sliding       bool      `json:"use_sliding_window"`
	Window        *int      `json:"sliding_window,omitempty"`
	BOS           *int      `json:"bos_token_id"`
	EOS           someInts  `json:"eos_token_id"`
	Pad           *int      `json:"pad_token_id"`
	DType         string    `json:"torch_dtype,omitempty"`
}

type ropeJSON struct {
	Type      string  `json:"rope_type,omitempty"`
	OldType   string  `json:"type,omitempty"`
	Theta     float64 `json:"rope_theta,omitempty"`
	Factor    float64 `json:"factor,omitempty"`
	Original  int     `json:"original_max_position_embeddings,omitempty"`
	Low       float64 `json:"low_freq_factor,omitempty"`
	High      float64 `json:"high_freq_factor,omitempty"`
	BetaFast  float64 `json:"beta_fast,omitempty"`
	BetaSlow  float64 `json:"beta_slow,omitempty"`
	Attention float64 `json:"attention_factor,omitempty"`
}

// someInts is a number, several, or null.
type someInts []int

func (s *someInts) UnmarshalJSON(b []byte) error {
	var one *int
	if json.Unmarshal(b, &one) == nil {
		if one != nil {
			*s = someInts{*one}
		}
		return nil
	}
	return json.Unmarshal(b, (*[]int)(s))
}

// MarshalJSON writes one number as itself.
func (s someInts) MarshalJSON() ([]byte, error) {
	switch len(s) {
	case 0:
		return []byte("null"), nil
	case 1:
		return json.Marshal(s[0])
	}
	return json.Marshal([]int(s))
}

// ParseConfig reads a config.json.
func ParseConfig(b []byte) (Config, error) {
	var j configJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return Config{}, fmt.Errorf("config.json: %w", err)
	}
	c := j.config()
	if j.Activation != "" && j.Activation != "silu" {
		return Config{}, fmt.Errorf("config.json: activation %q is not supported: silu is", j.Activation)
	}
	// Qwen names a window that it does not use; Mistral has one without saying so
	if j.Sliding || j.Type == "mistral" && j.Window != nil && *j.Window < j.Context {
		return Config{}, fmt.Errorf("config.json: a sliding window is not supported")
	}
	if err := c.Check(); err != nil {
		return Config{}, fmt.Errorf("config.json: %w", err)
	}
	return c, nil
}

func (j configJSON) config() Config {
	c := Config{
		Arch: j.Type, Vocab: j.Vocab, Hidden: j.Hidden, Inner: j.Inner, Layers: j.Layers, Heads: j.Heads, KVHeads: j.KVHeads, HeadDim: j.HeadDim, Context: j.Context, Epsilon: j.Epsilon,
		QKVBias: j.Bias || j.Type == Qwen2, OutBias: j.Bias && j.Type != Qwen2, MLPBias: j.MLPBias && j.Type == Llama, QKNorm: j.Type == Qwen3,
		BOS: orNone(j.BOS), EOS: j.EOS, Pad: orNone(j.Pad), Rope: j.rope(),
	}
	if c.Arch == "mistral" {
		c.Arch = Llama
	}
	if j.Tied != nil {
		c.Tied = *j.Tied
	}
	if c.KVHeads == 0 {
		c.KVHeads = c.Heads
	}
	if c.HeadDim == 0 && c.Heads > 0 {
		c.HeadDim = c.Hidden / c.Heads
	}
	return c
}

func orNone(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

func (j configJSON) rope() Rope {
	r := Rope{Theta: j.Theta}
	p := j.Rope
	if p == nil {
		p = j.Scaling
	}
	if p != nil {
		r = Rope{Theta: p.Theta, Type: p.Type, Factor: p.Factor, Original: p.Original, Low: p.Low, High: p.High, BetaFast: p.BetaFast, BetaSlow: p.BetaSlow, Attention: p.Attention}
		if r.Type == "" {
			r.Type = p.OldType
		}
		if r.Theta == 0 {
			r.Theta = j.Theta
		}
	}
	if r.Theta == 0 {
		r.Theta = 10000
	}
	if r.Original == 0 {
		r.Original = j.Context
	}
	return r
}

// architectures are the names of transformers' classes.
var architectures = map[Arch]string{Llama: "LlamaForCausalLM", Qwen2: "Qwen2ForCausalLM", Qwen3: "Qwen3ForCausalLM"}

// JSON is c as a config.json that transformers reads, of version 5 and before. dtype is what the weights are saved as.
func (c Config) JSON(dtype string) ([]byte, error) {
	j := configJSON{
		Architectures: []string{architectures[c.Arch]}, Type: c.Arch, Vocab: c.Vocab, Hidden: c.Hidden, Inner: c.Inner, Layers: c.Layers, Heads: c.Heads, KVHeads: c.KVHeads, HeadDim: c.HeadDim,
		Context: c.Context, Epsilon: c.Epsilon, Theta: c.Rope.Theta, Tied: &c.Tied, Activation: "silu", Bias: c.OutBias || c.QKVBias && c.Arch != Qwen2, MLPBias: c.MLPBias,
		EOS: c.EOS, BOS: orNull(c.BOS), Pad: orNull(c.Pad), DType: dtype,
	}
	r := c.Rope
	j.Rope = &ropeJSON{Type: "default", Theta: r.Theta}
	if r.Type != "" && r.Type != "default" {
		j.Scaling = &ropeJSON{Type: r.Type, Factor: r.Factor, Original: r.Original, Low: r.Low, High: r.High, BetaFast: r.BetaFast, BetaSlow: r.BetaSlow, Attention: r.Attention}
		both := *j.Scaling
		both.Theta = r.Theta
		j.Rope = &both
	}
	return json.MarshalIndent(j, "", "  ")
}

func orNull(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}
