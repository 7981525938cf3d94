package lm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// Param is one tensor of a model, row-major. Its name is Hugging Face's, a matrix has a row for each output.
type Param struct {
	Name  string
	Shape []int
	Data  []float32
}

// Params are all tensors of a model, in the order of Config.Params.
type Params []Param

// Params lists the tensors that a model of this shape has, without data. The names are those of transformers' state_dict.
func (c Config) Params() Params {
	ps := Params{{Name: "model.embed_tokens.weight", Shape: []int{c.Vocab, c.Hidden}}}
	for i := range c.Layers {
		ps = append(ps, c.layerParams(i)...)
	}
	ps = append(ps, Param{Name: "model.norm.weight", Shape: []int{c.Hidden}})
	if !c.Tied {
		ps = append(ps, Param{Name: "lm_head.weight", Shape: []int{c.Vocab, c.Hidden}})
	}
	return ps
}

func (c Config) layerParams(layer int) Params {
	var ps Params
	vector := func(name string, n int) {
		ps = append(ps, Param{Name: inLayer(layer, name+".weight"), Shape: []int{n}})
	}
	linear := func(name string, out, in int, bias bool) {
		ps = append(ps, Param{Name: inLayer(layer, name+".weight"), Shape: []int{out, in}})
		if bias {
			ps = append(ps, Param{Name: inLayer(layer, name+".bias"), Shape: []int{out}})
		}
	}
	vector("input_layernorm", c.Hidden)
	linear("self_attn.q_proj", c.Heads*c.HeadDim, c.Hidden, c.QKVBias)
	linear("self_attn.k_proj", c.KVHeads*c.HeadDim, c.Hidden, c.QKVBias)
	linear("self_attn.v_proj", c.KVHeads*c.HeadDim, c.Hidden, c.QKVBias)
	linear("self_attn.o_proj", c.Hidden, c.Heads*c.HeadDim, c.OutBias)
	if c.QKNorm {
		vector("self_attn.q_norm", c.HeadDim)
		vector("self_attn.k_norm", c.HeadDim)
	}
	vector("post_attention_layernorm", c.Hidden)
	linear("mlp.gate_proj", c.Inner, c.Hidden, c.MLPBias)
	linear("mlp.up_proj", c.Inner, c.Hidden, c.MLPBias)
	linear("mlp.down_proj", c.Hidden, c.Inner, c.MLPBias)
	return ps
}

func inLayer(i int, name string) string { return fmt.Sprintf("model.layers.%d.%s", i, name) }

// Size is the number of values of p.
func (p Param) Size() int {
	n := 1
	for _, d := range p.Shape {
		n *= d
	}
	return n
}

// Size is the number of values of all of them.
func (ps Params) Size() int {
	n := 0
	for _, p := range ps {
		n += p.Size()
	}
	return n
}

// Check says where ps are not the tensors of a model of c's shape, each with its data.
func (c Config) CheckParams(ps Params) error {
	want := c.Params()
	if len(ps) != len(want) {
		return fmt.Errorf("%d tensors, the configuration has %d", len(ps), len(want))
	}
	for i, w := range want {
		p := ps[i]
		if p.Name != w.Name || !slices.Equal(p.Shape, w.Shape) {
			return fmt.Errorf("tensor %s %v, the configuration has %s %v", p.Name, p.Shape, w.Name, w.Shape)
		}
		if len(p.Data) != p.Size() {
			return fmt.Errorf("tensor %s %v has %d values", p.Name, p.Shape, len(p.Data))
		}
	}
	return nil
}

// Random are parameters for a model to be trained from scratch, from the seed alone: matrices normal with deviation 0.02 (those that write into the residual stream smaller by sqrt(2 Layers), as GPT-2 has them), norms one, biases zero.
func (c Config) Random(seed uint64) Params {
	ps := c.Params()
	for i := range ps {
		p := &ps[i]
		p.Data = make([]float32, p.Size())
		switch {
		case len(p.Shape) == 2:
			c.normal(p, rand.New(rand.NewPCG(seed, uint64(i))))
		case strings.Contains(p.Name, "norm.weight"):
			for j := range p.Data {
				p.Data[j] = 1
			}
		}
	}
	return ps
}

func (c Config) normal(p *Param, chance *rand.Rand) {
	deviation := 0.02
	if strings.HasSuffix(p.Name, ".o_proj.weight") || strings.HasSuffix(p.Name, ".down_proj.weight") {
		deviation /= math.Sqrt(2 * float64(c.Layers))
	}
	for j := range p.Data {
		p.Data[j] = float32(chance.NormFloat64() * deviation)
	}
}
