package lm

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Net is a transformer's arithmetic in a graph. As all functions that build graphs its methods panic on what is wrong with shapes; NewExec and Call turn that into errors.
type Net struct {
	Config
	// Weights are nodes by the names of Config.Params. What is not of Type is converted where it is used.
	Weights map[string]*g.Node
	// Checkpoint has each layer computed again in the backward pass: memory against time.
	Checkpoint bool
	// Type of matrices and what flows between layers; the zero value is 32-bit floats. Norms, attention weights and logits are computed in 32 bits whatever it is.
	Type dtypes.DType
}

// Input is a batch of packed rows, all [batch, length] of int32.
type Input struct {
	Tokens *g.Node
	// Positions count from 0 in each segment.
	Positions *g.Node
	// Segments number the texts of a row: a token sees itself and what came before it in its own segment, nothing else. 0 is padding.
	Segments *g.Node
}

// Logits are [batch, length, vocab], 32-bit: scores of what comes after each token.
func (n Net) Logits(in Input) *g.Node { return n.Head(n.Features(in)) }

// Features are the last layer's outputs, normalised, [batch, length, hidden]: what Head makes logits of. Logits of all tokens are large: a trainer takes the features of those that count.
func (n Net) Features(in Input) *g.Node {
	mask := packedMask(in.Segments)
	turn := n.rotation(in.Positions)
	x := n.embed(in.Tokens)
	for i := range n.Layers {
		if n.Checkpoint {
			x = x.Checkpoint()
		}
		x = n.layer(i, x, turn, func(q, k, v *g.Node) *g.Node { return n.attend(q, k, v, mask) })
	}
	if n.Checkpoint {
		x = x.StopCheckpoint()
	}
	return n.norm(x, "model.norm.weight")
}

// Head makes logits of features: [..., hidden] to [..., vocab].
func (n Net) Head(features *g.Node) *g.Node {
	name := "lm_head.weight"
	if n.Tied {
		name = "model.embed_tokens.weight"
	}
	return g.ConvertDType(product(features, n.matrix(name)), dtypes.Float32)
}

func (n Net) embed(tokens *g.Node) *g.Node {
	return g.Gather(n.matrix("model.embed_tokens.weight"), g.ExpandAxes(tokens, -1))
}

// layer is one block: attention and feed-forward, each over a normalised copy and added to x. seen computes the attention of queries [batch, length, heads, dim] over keys and values [batch, length, kv heads, dim] and gives [batch, length, heads*dim].
func (n Net) layer(i int, x *g.Node, turn rotation, seen func(q, k, v *g.Node) *g.Node) *g.Node {
	h := n.norm(x, inLayer(i, "input_layernorm.weight"))
	q := n.heads(i, "q", n.Heads, h, n.QKVBias)
	k := n.heads(i, "k", n.KVHeads, h, n.QKVBias)
	v := n.heads(i, "v", n.KVHeads, h, n.QKVBias)
	if n.QKNorm {
		q = n.norm(q, inLayer(i, "self_attn.q_norm.weight"))
		k = n.norm(k, inLayer(i, "self_attn.k_norm.weight"))
	}
	x = g.Add(x, n.linear(inLayer(i, "self_attn.o_proj"), seen(turn.apply(q), turn.apply(k), v), n.OutBias))

	h = n.norm(x, inLayer(i, "post_attention_layernorm.weight"))
	gate := n.linear(inLayer(i, "mlp.gate_proj"), h, n.MLPBias)
	up := n.linear(inLayer(i, "mlp.up_proj"), h, n.MLPBias)
	return g.Add(x, n.linear(inLayer(i, "mlp.down_proj"), g.Mul(g.Mul(gate, g.Logistic(gate)), up), n.MLPBias))
}

func (n Net) heads(layer int, which string, heads int, x *g.Node, bias bool) *g.Node {
	y := n.linear(inLayer(layer, "self_attn."+which+"_proj"), x, bias)
	return g.Reshape(y, x.Shape().Dimensions[0], x.Shape().Dimensions[1], heads, n.HeadDim)
}

// attend is grouped-query attention: each key/value head serves Heads/KVHeads heads of queries. mask [batch, queries, keys] is true where a query sees a key.
func (n Net) attend(q, k, v, mask *g.Node) *g.Node {
	return n.joined(n.weights(n.score(n.grouped(q), byHead(k)), mask), byHead(v), q.Shape().Dimensions[1])
}

// masked is softmax over the last axis where mask is true, zero elsewhere.
func masked(scores, mask *g.Node) *g.Node {
	low := g.Scalar(scores.Graph(), scores.DType(), -1e30)
	return Softmax(g.Where(g.BroadcastToDims(mask, scores.Shape().Dimensions...), scores, low))
}

// packedMask is [batch, length, length]: same segment, and not later.
func packedMask(segments *g.Node) *g.Node {
	batch, length := segments.Shape().Dimensions[0], segments.Shape().Dimensions[1]
	same := g.Equal(g.Reshape(segments, batch, length, 1), g.Reshape(segments, batch, 1, length))
	causal := g.Reshape(g.LowerTriangular(segments.Graph(), length), 1, length, length)
	return g.LogicalAnd(same, g.BroadcastToDims(causal, batch, length, length))
}

// norm is RMSNorm over the last axis, in 32 bits. 1/sqrt, since GoMLX has no gradient for Rsqrt.
func (n Net) norm(x *g.Node, weight string) *g.Node {
	wide := g.ConvertDType(x, dtypes.Float32)
	mean := g.ReduceAndKeep(g.Mul(wide, wide), g.ReduceMean, -1)
	scaled := g.Div(wide, g.Sqrt(g.AddScalar(mean, n.Epsilon)))
	w := n.vector(weight)
	return g.Mul(g.ConvertDType(scaled, n.dtype()), g.ExpandLeftToRank(w, x.Rank()))
}

func (n Net) linear(name string, x *g.Node, bias bool) *g.Node {
	y := product(x, n.matrix(name+".weight"))
	if bias {
		y = g.Add(y, g.ExpandLeftToRank(n.vector(name+".bias"), y.Rank()))
	}
	return y
}

// product is x of [..., in] times w of [out, in].
func product(x, w *g.Node) *g.Node {
	dims := x.Shape().Dimensions
	in := dims[len(dims)-1]
	y := g.DotGeneral(g.Reshape(x, x.Shape().Size()/in, in), []int{1}, nil, w, []int{1}, nil)
	return g.Reshape(y, append(append([]int{}, dims[:len(dims)-1]...), w.Shape().Dimensions[0])...)
}

func (n Net) matrix(name string) *g.Node { return n.vector(name) }

// vector is the weight of that name as Type.
func (n Net) vector(name string) *g.Node {
	w, ok := n.Weights[name]
	if !ok {
		panic(fmt.Errorf("lm: no weight %s", name))
	}
	return g.ConvertDType(w, n.dtype())
}

func (n Net) dtype() dtypes.DType {
	if n.Type == dtypes.InvalidDType {
		return dtypes.Float32
	}
	return n.Type
}

// rotation turns pairs of values of queries and keys by angles that grow with the position.
type rotation struct{ cos, sin *g.Node } // [batch, length, 1, dim/2]

func (n Net) rotation(positions *g.Node) rotation {
	freq, scale := n.Rope.frequencies(n.HeadDim)
	batch, length := positions.Shape().Dimensions[0], positions.Shape().Dimensions[1]
	at := g.Reshape(g.ConvertDType(positions, dtypes.Float32), batch, length, 1, 1)
	by := g.ConstTensor(positions.Graph(), tensors.FromFlatDataAndDimensions(freq, 1, 1, 1, len(freq)))
	angles := g.Mul(at, by)
	return rotation{
		g.ConvertDType(g.MulScalar(g.Cos(angles), scale), n.dtype()),
		g.ConvertDType(g.MulScalar(g.Sin(angles), scale), n.dtype()),
	}
}

// apply turns x [batch, length, heads, dim]: value i with value i+dim/2, as Hugging Face lays them out.
func (r rotation) apply(x *g.Node) *g.Node {
	half := x.Shape().Dimensions[3] / 2
	a := g.Slice(x, g.AxisRange(), g.AxisRange(), g.AxisRange(), g.AxisRange(0, half))
	b := g.Slice(x, g.AxisRange(), g.AxisRange(), g.AxisRange(), g.AxisRange(half))
	return g.Concatenate([]*g.Node{
		g.Sub(g.Mul(a, r.cos), g.Mul(b, r.sin)),
		g.Add(g.Mul(b, r.cos), g.Mul(a, r.sin)),
	}, -1)
}
