package lm

import (
	"unsafe"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/dtypes/bfloat16"
	"github.com/gomlx/compute/shapes"
	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// graphs are the compiled steps of a Generator, each for every shape that comes.
type graphs struct {
	backend                                       compute.Backend
	prefillExec, decodeExec, settleExec, seatExec *g.Exec
}

// allShapes keeps every graph that was compiled: their number is that of the sizes of caches.
const allShapes = -1

func compile(c Config, backend compute.Backend, kind dtypes.DType) (graphs, error) {
	names := c.Params()
	net := func(weights []*g.Node) Net {
		n := Net{Config: c, Weights: map[string]*g.Node{}, Type: kind}
		for i, p := range names {
			n.Weights[p.Name] = weights[i]
		}
		return n
	}
	w, layers := len(names), c.Layers
	gs := graphs{backend: backend}
	var err error
	build := func(to **g.Exec, f func(in []*g.Node) []*g.Node) {
		if err == nil {
			if *to, err = g.NewExec(backend, f); err == nil {
				(*to).SetMaxCache(allShapes)
			}
		}
	}
	build(&gs.prefillExec, func(in []*g.Node) []*g.Node { return net(in[:w]).prefill(in[w], in[w+1], in[w+2], in[w+3:]) })
	build(&gs.decodeExec, func(in []*g.Node) []*g.Node {
		return net(in[:w]).decode(in[w], in[w+1], in[w+2], cached{old: in[w+3 : w+3+2*layers], fresh: in[w+3+2*layers:]})
	})
	build(&gs.settleExec, func(in []*g.Node) []*g.Node { return settle(in[0], in[1], in[2:2+2*layers], in[2+2*layers:]) })
	build(&gs.seatExec, func(in []*g.Node) []*g.Node {
		return seat(in[0], in[1], in[2:2+2*layers], in[2+2*layers:2+4*layers], in[2+4*layers:])
	})
	return gs, err
}

func (gs graphs) finalize() {
	for _, e := range []*g.Exec{gs.prefillExec, gs.decodeExec, gs.settleExec, gs.seatExec} {
		e.Finalize()
	}
}

// prefill reads a chunk whose first token stands at start; logits are those after the one at index last.
func (gs graphs) prefill(weights []any, chunk []int32, start, last int, old []*tensors.Tensor) ([]float32, []*tensors.Tensor, error) {
	in := append([]any{}, weights...)
	in = append(in, tensors.FromFlatDataAndDimensions(chunk, 1, len(chunk)), int32(start), int32(last))
	for _, t := range old {
		in = append(in, t) // kept: others may begin alike
	}
	return first(Run(gs.backend, gs.prefillExec, in...))
}

// decode writes one token of each row; the recent caches given are used up.
func (gs graphs) decode(weights []any, tokens, old, fresh []int32, caches *group) ([]float32, []*tensors.Tensor, error) {
	in := append(append([]any{}, weights...), tokens, old, fresh)
	for _, t := range caches.old {
		in = append(in, t)
	}
	in = usedUp(in, caches.fresh)
	return first(Run(gs.backend, gs.decodeExec, in...))
}

// settle moves a row's recent tokens to its old ones.
func (gs graphs) settle(row, start int, caches *group) error {
	in := usedUp([]any{int32(row), int32(start)}, caches.old)
	for _, t := range caches.fresh {
		in = append(in, t)
	}
	out, err := Run(gs.backend, gs.settleExec, in...)
	if err == nil {
		caches.old = out
	}
	return err
}

// seat puts a text into a row; the caches given are used up, but for the text's own.
func (gs graphs) seat(row, start int, one []*tensors.Tensor, caches *group) ([]*tensors.Tensor, error) {
	in := []any{int32(row), int32(start)}
	for _, t := range one {
		in = append(in, t)
	}
	in = usedUp(usedUp(in, caches.old), caches.fresh)
	return Run(gs.backend, gs.seatExec, in...)
}

func usedUp(in []any, all []*tensors.Tensor) []any {
	for _, t := range all {
		in = append(in, Used{t})
	}
	return in
}

// first reads the first of some tensors, logits.
func first(out []*tensors.Tensor, err error) ([]float32, []*tensors.Tensor, error) {
	if err != nil {
		return nil, nil, err
	}
	logits, err := tensors.CopyFlatData[float32](out[0])
	finalize(out[:1])
	return logits, out[1:], err
}

func (e *Generator) cacheShape(rows, columns int) shapes.Shape {
	return shapes.Make(Net{Type: e.options.Type}.dtype(), rows, e.config.KVHeads, columns, e.config.HeadDim)
}

// OnDevice copies p to a backend's device, in 32 bits.
func (p Param) OnDevice(b compute.Backend) (*tensors.Tensor, error) {
	return p.onDevice(b, dtypes.Float32)
}

// onDevice copies p to the device, as kind.
func (p Param) onDevice(b compute.Backend, kind dtypes.DType) (*tensors.Tensor, error) {
	if kind == dtypes.BFloat16 {
		values := bfloat16.FromFloat32s(p.Data...)
		return tensors.FromRaw(b, 0, shapes.Make(kind, p.Shape...), bytesOf(values))
	}
	return tensors.FromRaw(b, 0, shapes.Make(dtypes.Float32, p.Shape...), bytesOf(p.Data))
}

func bytesOf[T any](values []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), len(values)*int(unsafe.Sizeof(values[0])))
}
