package lm

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	g "github.com/gomlx/gomlx/core/graph"
)

// recent is how many of the newest tokens' keys and values are kept apart. GoMLX's Go backend has no in-place update, so that a step that put one token into the cache would copy it; a step copies only the recent ones, and one in recent steps moves them over.
const recent = 32

// cached is what a graph is given of the tokens before: keys and values, layer by layer, [rows, kv heads, columns, dim]. The tokens of a row fill the first columns of both.
type cached struct {
	old   []*g.Node // columns: a multiple of recent
	fresh []*g.Node // columns: recent
}

// prefill runs a chunk of one text: tokens [1, length] whose first stands at position start, after old ones that fill the cache [1, kv heads, columns, dim] of each layer up to start. It gives the logits [1, vocab] after the token at index last, and the caches with the chunk
// in them (keys and values, layer by layer).
func (n Net) prefill(tokens, start, last *g.Node, old []*g.Node) []*g.Node {
	length, columns := tokens.Shape().Dimensions[1], old[0].Shape().Dimensions[2]
	positions := g.Add(counting(tokens.Graph(), length), g.Reshape(start, 1, 1))
	turn := n.rotation(positions)
	// a token sees the columns up to its own position
	mask := g.LessOrEqual(g.BroadcastToDims(g.Reshape(counting(tokens.Graph(), columns), 1, 1, columns), 1, length, columns), g.BroadcastToDims(g.Reshape(positions, 1, length, 1), 1, length, columns))
	x := n.embed(tokens)
	var caches []*g.Node
	for i := range n.Layers {
		x = n.layer(i, x, turn, func(q, k, v *g.Node) *g.Node {
			keys, values := placed(old[2*i], byHead(k), start), placed(old[2*i+1], byHead(v), start)
			caches = append(caches, keys, values)
			return n.joined(n.weights(n.score(n.grouped(q), keys), mask), values, length)
		})
	}
	at := g.OneHot(g.Reshape(last, 1), length, n.dtype()) // [1, length]
	features := g.DotGeneral(at, []int{1}, nil, g.Reshape(x, length, n.Hidden), []int{0}, nil)
	logits := n.Head(n.norm(features, "model.norm.weight"))
	return append([]*g.Node{logits}, caches...)
}

// counting is [1, n]: 0, 1, 2 …
func counting(graph *g.Graph, n int) *g.Node {
	return g.Iota(graph, shapes.Make(dtypes.Int32, 1, n), 1)
}

// byHead makes [rows, length, heads, dim] [rows, heads, length, dim].
func byHead(x *g.Node) *g.Node { return g.TransposeAllAxes(x, 0, 2, 1, 3) }

// placed puts a chunk [1, heads, length, dim] into the columns of a cache from start on; start and the number of columns are multiples of length.
func placed(cache, chunk, start *g.Node) *g.Node {
	d, length := cache.Shape().Dimensions, chunk.Shape().Dimensions[2]
	parts := d[2] / length
	here := g.Equal(g.MulScalar(counting(cache.Graph(), parts), length), g.BroadcastToDims(g.Reshape(start, 1, 1), 1, parts))
	split := []int{d[0], d[1], parts, length, d[3]}
	out := g.Where(g.BroadcastToDims(g.Reshape(here, 1, 1, parts, 1, 1), split...), g.BroadcastToDims(g.Reshape(chunk, d[0], d[1], 1, length, d[3]), split...), g.Reshape(cache, split...))
	return g.Reshape(out, d...)
}

// grouped lays queries out by the head of keys that they share: [rows, length, heads, dim] to [rows, kv heads, group*length, dim].
func (n Net) grouped(q *g.Node) *g.Node {
	d, group := q.Shape().Dimensions, n.Heads/n.KVHeads
	q = g.TransposeAllAxes(g.Reshape(q, d[0], d[1], n.KVHeads, group, n.HeadDim), 0, 2, 3, 1, 4)
	return g.Reshape(q, d[0], n.KVHeads, group*d[1], n.HeadDim)
}

// score is how well each query of [rows, kv heads, group*length, dim] fits each key of [rows, kv heads, columns, dim].
func (n Net) score(q, keys *g.Node) *g.Node {
	scores := g.ConvertDType(g.DotGeneral(q, []int{3}, []int{0, 1}, keys, []int{3}, []int{0, 1}), dtypes.Float32)
	return g.MulScalar(scores, 1/math.Sqrt(float64(n.HeadDim)))
}

// weights is how much each query takes of each key; mask is [rows, length, columns].
func (n Net) weights(scores, mask *g.Node) *g.Node {
	d, m := scores.Shape().Dimensions, mask.Shape().Dimensions
	length := m[1]
	split := g.Reshape(scores, d[0], d[1], d[2]/length, length, d[3])
	return g.ConvertDType(g.Reshape(masked(split, g.Reshape(mask, m[0], 1, 1, length, m[2])), d...), n.dtype())
}

// joined takes values [rows, kv heads, columns, dim] by weights and lays heads side by side: [rows, length, heads*dim].
func (n Net) joined(weights, values *g.Node, length int) *g.Node {
	return n.beside(g.DotGeneral(weights, []int{3}, []int{0, 1}, values, []int{2}, []int{0, 1}), length)
}

func (n Net) beside(out *g.Node, length int) *g.Node {
	rows, group := out.Shape().Dimensions[0], n.Heads/n.KVHeads
	out = g.TransposeAllAxes(g.Reshape(out, rows, n.KVHeads, group, length, n.HeadDim), 0, 3, 1, 2, 4)
	return g.Reshape(out, rows, length, n.Heads*n.HeadDim)
}

// decode runs one token of each row: tokens [rows], after old[row] old tokens and fresh[row] recent ones. It gives logits [rows, vocab] and the recent caches with the tokens in them (keys and values, layer by layer).
func (n Net) decode(tokens, old, fresh *g.Node, c cached) []*g.Node {
	graph, rows, columns := tokens.Graph(), tokens.Shape().Dimensions[0], c.old[0].Shape().Dimensions[2]
	turn := n.rotation(g.Reshape(g.Add(old, fresh), rows, 1))
	before := func(columns int, limit *g.Node, compare func(a, b *g.Node) *g.Node) *g.Node {
		return g.Reshape(compare(g.BroadcastToDims(counting(graph, columns), rows, columns), g.BroadcastToDims(g.Reshape(limit, rows, 1), rows, columns)), rows, 1, columns)
	}
	mask := g.Concatenate([]*g.Node{before(columns, old, g.LessThan), before(recent, fresh, g.LessOrEqual)}, 2)
	here := g.Reshape(before(recent, fresh, g.Equal), rows, 1, recent, 1)
	x := n.embed(g.Reshape(tokens, rows, 1))
	var caches []*g.Node
	for i := range n.Layers {
		x = n.layer(i, x, turn, func(q, k, v *g.Node) *g.Node {
			keys, values := put(c.fresh[2*i], byHead(k), here), put(c.fresh[2*i+1], byHead(v), here)
			caches = append(caches, keys, values)
			q = n.grouped(q)
			w := n.weights(g.Concatenate([]*g.Node{n.score(q, c.old[2*i]), n.score(q, keys)}, 3), mask)
			wOld, wNew := g.SliceAxis(w, 3, g.AxisRange(0, columns)), g.SliceAxis(w, 3, g.AxisRange(columns))
			out := g.Add(g.DotGeneral(wOld, []int{3}, []int{0, 1}, c.old[2*i+1], []int{2}, []int{0, 1}), g.DotGeneral(wNew, []int{3}, []int{0, 1}, values, []int{2}, []int{0, 1}))
			return n.beside(out, 1)
		})
	}
	logits := n.Head(g.Reshape(n.norm(x, "model.norm.weight"), rows, n.Hidden))
	return append([]*g.Node{logits}, caches...)
}

// put writes one token [rows, heads, 1, dim] into the column of each row where here [rows, 1, columns, 1] is true.
func put(cache, token, here *g.Node) *g.Node {
	d := cache.Shape().Dimensions
	return g.Where(g.BroadcastToDims(here, d...), g.BroadcastToDims(token, d...), cache)
}

// settle moves the recent tokens of one row into its old ones, from column start on.
func settle(row, start *g.Node, old, fresh []*g.Node) []*g.Node {
	var out []*g.Node
	for i := range old {
		d := old[i].Shape().Dimensions
		blocks := d[2] / recent
		split := []int{d[0], d[1], blocks, recent, d[3]}
		here := g.LogicalAnd(
			g.BroadcastToDims(g.Reshape(g.Equal(g.Iota(row.Graph(), shapes.Make(dtypes.Int32, d[0]), 0), g.BroadcastToDims(row, d[0])), d[0], 1), d[0], blocks),
			g.BroadcastToDims(g.Equal(g.MulScalar(counting(row.Graph(), blocks), recent), g.BroadcastToDims(g.Reshape(start, 1, 1), 1, blocks)), d[0], blocks))
		moved := g.Where(g.BroadcastToDims(g.Reshape(here, d[0], 1, blocks, 1, 1), split...), g.BroadcastToDims(g.Reshape(fresh[i], d[0], d[1], 1, recent, d[3]), split...), g.Reshape(old[i], split...))
		out = append(out, g.Reshape(moved, d...))
	}
	return out
}

// seat puts a text that was prefilled, caches of one row, into one row of a batch: old tokens as they are, and as recent ones the recent columns from column start on. It gives old and recent caches, each keys and values layer by layer.
func seat(row, start *g.Node, one, old, fresh []*g.Node) []*g.Node {
	var olds, freshs []*g.Node
	for i := range old {
		d := old[i].Shape().Dimensions
		mine := g.BroadcastToDims(g.Reshape(g.Equal(g.Iota(row.Graph(), shapes.Make(dtypes.Int32, d[0]), 0), g.BroadcastToDims(row, d[0])), d[0], 1, 1, 1), d...)
		olds = append(olds, g.Where(mine, g.BroadcastToDims(one[i], d...), old[i]))
		// the block that begins at start: a sum of all blocks, times one or zero
		block := g.OneHot(g.Reshape(g.Div(start, g.Scalar(row.Graph(), dtypes.Int32, recent)), 1), d[2]/recent, one[i].DType())
		tail := g.DotGeneral(block, []int{1}, nil, g.TransposeAllAxes(g.Reshape(one[i], d[1], d[2]/recent, recent, d[3]), 1, 0, 2, 3), []int{0}, nil)
		f := fresh[i].Shape().Dimensions
		mine = g.BroadcastToDims(g.Reshape(g.Equal(g.Iota(row.Graph(), shapes.Make(dtypes.Int32, f[0]), 0), g.BroadcastToDims(row, f[0])), f[0], 1, 1, 1), f...)
		freshs = append(freshs, g.Where(mine, g.BroadcastToDims(tail, f...), fresh[i]))
	}
	return append(olds, freshs...)
}
