package train

import (
	"errors"
	"fmt"
	"math"
	"runtime/debug"

	"infoseek/lm"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Engine holds what is learned and takes steps: Add gathers the gradients of any number of batches, Step applies them. It is for one goroutine.
type Engine struct {
	backend compute.Backend
	options EngineOptions
	net     Network
	base    Weights // with an adapter, the model's own weights, which stay as they are
	// reference is the model that this one began as; nil: not kept.
	reference Weights

	order         []string // of learned, first, second, gathered
	learned       Weights
	first, second Weights // moments of AdamW
	gathered      Weights // gradients since the last step; nil: none
	steps         int
	execs         map[string]*g.Exec
}

// EngineOptions say how steps are taken; the zero value is full training in 32 bits without weight decay.
type EngineOptions struct {
	AdamW AdamW
	Clip  float64 // the gradient's norm is cut to this; 0: never
	LoRA  LoRA
	// Half says that the network computes in bfloat16, which the backend must know; what is learned stays in 32 bits.
	Half bool
	Seed uint64 // of an adapter's first values
	// Reference keeps what the model began as, for ReferenceLogProbs.
	Reference bool
}

// NewEngine begins with the parameters as they are.
func NewEngine(backend compute.Backend, net Network, params lm.Params, o EngineOptions) (*Engine, error) {
	e := &Engine{backend: backend, options: o, net: net, execs: map[string]*g.Exec{}}
	if err := e.runs(o.Half); err != nil {
		return nil, err
	}
	err := e.begin(params)
	if err == nil {
		e.order = e.learned.names()
		e.first, err = e.zeros()
	}
	if err == nil {
		e.second, err = e.zeros()
	}
	return e, err
}

// begin sets what is learned and what stays.
func (e *Engine) begin(params lm.Params) (err error) {
	o := e.options
	if e.learned, err = e.place(params); err != nil {
		return err
	}
	if o.LoRA.Rank > 0 {
		adapter, err := o.LoRA.begin(params, o.Seed)
		if err != nil {
			return err
		}
		e.base = e.learned
		if e.learned, err = e.place(adapter); err != nil {
			return err
		}
	}
	switch {
	case o.Reference && o.LoRA.Rank > 0:
		e.reference = e.base
	case o.Reference:
		e.reference, err = e.place(params)
	}
	return err
}

// place copies values to the device; the host keeps no second copy.
func (e *Engine) place(params lm.Params) (Weights, error) {
	w := Weights{}
	for _, p := range params {
		t, err := p.OnDevice(e.backend)
		if err != nil {
			return nil, fmt.Errorf("train: tensor %s: %w", p.Name, err)
		}
		w[p.Name] = t
	}
	return w, nil
}

// runs says whether the backend can compute in the type asked for.
func (e *Engine) runs(half bool) error {
	if half && !e.backend.Capabilities().DTypes[dtypes.BFloat16] {
		return fmt.Errorf("train: backend %s can't compute in bfloat16: train in 32 bits", e.backend.Name())
	}
	return nil
}

func (e *Engine) zeros() (Weights, error) {
	w := Weights{}
	for name, t := range e.learned {
		zeros, err := tensors.FromShapeForBackend(e.backend, 0, t.Shape())
		if err != nil {
			return nil, fmt.Errorf("train: moments of %s: %w", name, err)
		}
		w[name] = zeros
	}
	return w, nil
}

// Steps counts the steps taken, in all runs.
func (e *Engine) Steps() int { return e.steps }

// inOrder are tensors as arguments of a graph.
func (e *Engine) inOrder(ws ...Weights) []any {
	var all []any
	for _, w := range ws {
		for _, name := range e.order {
			all = append(all, w[name])
		}
	}
	return all
}

func (e *Engine) frozen() []any {
	var all []any
	for _, name := range e.base.names() {
		all = append(all, e.base[name])
	}
	return all
}

// exec is the graph called key, built at first use.
func (e *Engine) exec(key string, build func([]*g.Node) []*g.Node) (*g.Exec, error) {
	if x := e.execs[key]; x != nil {
		return x, nil
	}
	if len(e.execs) == 0 {
		debug.FreeOSMemory() // parameters as they were read lie on the device by now
	}
	x, err := g.NewExec(e.backend, build)
	if err != nil {
		return nil, fmt.Errorf("train: %s: %w", key, err)
	}
	e.execs[key] = x.SetMaxCache(-1)
	return x, nil
}

// logits builds the model's answer to a batch by what is learned (and the base below it).
func (e *Engine) logits(learned, base []*g.Node, b feed) *g.Node {
	weights := map[string]*g.Node{}
	for i, name := range e.order {
		weights[name] = learned[i]
	}
	if e.base != nil {
		below := map[string]*g.Node{}
		for i, name := range e.base.names() {
			below[name] = base[i]
		}
		weights = e.options.LoRA.merge(below, weights)
	}
	return e.net(weights, b.tokens, b.positions, b.segments)
}

// Add adds the gradient of the objective on a batch to those gathered, and returns its loss and sums by name.
func (e *Engine) Add(o Objective, b *Batch) (loss float64, sums map[string]float64, err error) {
	n, below := len(e.order), len(e.base)
	x, err := e.exec("gradient "+o.key(), func(in []*g.Node) []*g.Node {
		learned, base := in[:n], in[n:n+below]
		f := newFeed(in[n+below:])
		loss, sums := o.loss(e.logits(learned, base, f), f)
		return append(append(g.Gradient(loss, learned...), loss), sums...)
	})
	if err != nil {
		return 0, nil, err
	}
	args := append(e.inOrder(e.learned), e.frozen()...)
	out, err := lm.Run(e.backend, x, append(args, b.columns()...)...)
	if err != nil {
		return 0, nil, fmt.Errorf("train: gradient: %w", err)
	}
	if err := e.gather(out[:n]); err != nil {
		return 0, nil, err
	}
	loss, sums = tally(o, out[n:])
	if !finite(loss) {
		return loss, sums, &NotFiniteError{What: "loss", Value: loss, Names: b.Names}
	}
	return loss, sums, nil
}

// gather adds gradients, in order, to those gathered: tensor by tensor, so that of one alone there are two.
func (e *Engine) gather(gradients []*tensors.Tensor) error {
	if e.gathered == nil {
		e.gathered = Weights{}
		for i, name := range e.order {
			e.gathered[name] = gradients[i]
		}
		return nil
	}
	x, err := e.exec("gather", func(in []*g.Node) []*g.Node { return []*g.Node{g.Add(in[0], in[1]), done(in[0])} })
	if err != nil {
		return err
	}
	for i, name := range e.order {
		out, err := e.awaited(x, lm.Used{Tensor: e.gathered[name]}, lm.Used{Tensor: gradients[i]})
		if err != nil {
			return fmt.Errorf("train: gradients of %s: %w", name, err)
		}
		e.gathered[name] = out[0]
	}
	return nil
}

// done is a last result for awaited to wait for.
func done(of *g.Node) *g.Node { return g.Scalar(of.Graph(), dtypes.Float32, 0) }

// awaited runs a graph and waits for its last result. XLA computes while its caller goes on: without it the results of all calls to come would take memory before what they use up gives it back.
func (e *Engine) awaited(x *g.Exec, args ...any) ([]*tensors.Tensor, error) {
	out, err := lm.Run(e.backend, x, args...)
	if err != nil {
		return nil, err
	}
	last := len(out) - 1
	tensors.ToScalar[float32](out[last])
	return out[:last], nil
}

// Evaluate is what Add returns, and changes nothing.
func (e *Engine) Evaluate(o Objective, b *Batch) (loss float64, sums map[string]float64, err error) {
	n, below := len(e.order), len(e.base)
	x, err := e.exec("loss "+o.key(), func(in []*g.Node) []*g.Node {
		f := newFeed(in[n+below:])
		loss, sums := o.loss(e.logits(in[:n], in[n:n+below], f), f)
		return append([]*g.Node{loss}, sums...)
	})
	if err != nil {
		return 0, nil, err
	}
	out, err := lm.Run(e.backend, x, append(append(e.inOrder(e.learned), e.frozen()...), b.columns()...)...)
	if err != nil {
		return 0, nil, fmt.Errorf("train: loss: %w", err)
	}
	loss, sums = tally(o, out)
	return loss, sums, nil
}

// LogProbs are the log-probabilities of a batch's targets, at a temperature, by the policy as it is.
func (e *Engine) LogProbs(b *Batch, temperature float64) ([]float32, error) {
	n, below := len(e.order), len(e.base)
	x, err := e.exec(fmt.Sprint("log-probabilities ", temperature), func(in []*g.Node) []*g.Node {
		f := newFeed(in[n+below:])
		p, _ := predicted(e.logits(in[:n], in[n:n+below], f), f.targets, temperature)
		return []*g.Node{p}
	})
	if err != nil {
		return nil, err
	}
	out, err := lm.Run(e.backend, x, append(append(e.inOrder(e.learned), e.frozen()...), b.columns()...)...)
	if err != nil {
		return nil, fmt.Errorf("train: log-probabilities: %w", err)
	}
	return tensors.CopyFlatData[float32](out[0])
}

// ReferenceLogProbs are LogProbs by the model that this one began as.
func (e *Engine) ReferenceLogProbs(b *Batch, temperature float64) ([]float32, error) {
	names := e.reference.names()
	x, err := e.exec(fmt.Sprint("reference ", temperature), func(in []*g.Node) []*g.Node {
		weights := map[string]*g.Node{}
		for i, name := range names {
			weights[name] = in[i]
		}
		f := newFeed(in[len(names):])
		p, _ := predicted(e.net(weights, f.tokens, f.positions, f.segments), f.targets, temperature)
		return []*g.Node{p}
	})
	if err != nil {
		return nil, err
	}
	var args []any
	for _, name := range names {
		args = append(args, e.reference[name])
	}
	out, err := lm.Run(e.backend, x, append(args, b.columns()...)...)
	if err != nil {
		return nil, fmt.Errorf("train: reference: %w", err)
	}
	return tensors.CopyFlatData[float32](out[0])
}

// Step applies the gradients gathered, at a learning rate, and returns their norm before it was cut. Gradients that are not finite are a *NotFiniteError, and nothing is changed by them.
func (e *Engine) Step(rate float64) (norm float64, err error) {
	if e.gathered == nil {
		return 0, errors.New("train: a step without gradients")
	}
	if norm, err = e.norm(); err != nil {
		return norm, err
	}
	scale := 1.0
	if e.options.Clip > 0 && norm > e.options.Clip {
		scale = e.options.Clip / (norm + 1e-6)
	}
	x, err := e.exec("step", func(in []*g.Node) []*g.Node {
		return append(e.options.AdamW.update(in[0], in[1], in[2], in[3], in[4]), done(in[0]))
	})
	if err != nil {
		return norm, err
	}
	settings := tensors.FromValue(e.options.AdamW.settings(e.steps+1, rate, scale))
	for _, name := range e.order {
		out, err := e.awaited(x, lm.Used{Tensor: e.learned[name]}, lm.Used{Tensor: e.first[name]}, lm.Used{Tensor: e.second[name]}, lm.Used{Tensor: e.gathered[name]}, settings)
		if err != nil {
			return norm, fmt.Errorf("train: step of %s: %w", name, err)
		}
		e.learned[name], e.first[name], e.second[name] = out[0], out[1], out[2]
		delete(e.gathered, name)
	}
	e.forget()
	e.steps++
	return norm, nil
}

// forget drops the gradients gathered.
func (e *Engine) forget() {
	for _, t := range e.gathered {
		t.FinalizeAll()
	}
	e.gathered = nil
}

// norm is that of all gradients gathered; tensor by tensor, for their squares take as much memory as they do.
func (e *Engine) norm() (float64, error) {
	x, err := e.exec("norm", func(in []*g.Node) []*g.Node { return []*g.Node{g.ReduceAllSum(g.Mul(in[0], in[0]))} })
	if err != nil {
		return 0, err
	}
	all := 0.0
	for _, name := range e.order {
		out, err := lm.Run(e.backend, x, e.gathered[name])
		if err != nil {
			return 0, fmt.Errorf("train: norm of %s: %w", name, err)
		}
		all += float64(tensors.ToScalar[float32](out[0]))
	}
	norm := math.Sqrt(all)
	if !finite(norm) {
		e.forget()
		return norm, &NotFiniteError{What: "gradient", Value: norm}
	}
	return norm, nil
}

// Gradients are those gathered, on the host.
func (e *Engine) Gradients() (lm.Params, error) { return e.params(e.gathered) }

// Learned are the values that steps change: the model's, or an adapter's.
func (e *Engine) Learned() (lm.Params, error) { return e.params(e.learned) }

func (e *Engine) params(w Weights) (lm.Params, error) {
	var all lm.Params
	for _, name := range w.names() {
		p, err := param(name, w[name])
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func param(name string, t *tensors.Tensor) (lm.Param, error) {
	data, err := tensors.CopyFlatData[float32](t)
	if err != nil {
		return lm.Param{}, fmt.Errorf("train: tensor %s: %w", name, err)
	}
	return lm.Param{Name: name, Shape: t.Shape().Dimensions, Data: data}, nil
}

// Params are the whole model as it is now, an adapter added to what is below it.
func (e *Engine) Params() (lm.Params, error) {
	if e.base == nil {
		return e.Learned()
	}
	names, n := e.base.names(), len(e.order)
	x, err := e.exec("merge", func(in []*g.Node) []*g.Node {
		learned, below := map[string]*g.Node{}, map[string]*g.Node{}
		for i, name := range e.order {
			learned[name] = in[i]
		}
		for i, name := range names {
			below[name] = in[n+i]
		}
		merged := e.options.LoRA.merge(below, learned)
		out := make([]*g.Node, len(names))
		for i, name := range names {
			out[i] = g.Identity(merged[name])
		}
		return out
	})
	if err != nil {
		return nil, err
	}
	out, err := lm.Run(e.backend, x, append(e.inOrder(e.learned), e.frozen()...)...)
	if err != nil {
		return nil, fmt.Errorf("train: merge: %w", err)
	}
	var all lm.Params
	for i, name := range names {
		p, err := param(name, out[i])
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// tally reads a loss and the sums after it.
func tally(o Objective, out []*tensors.Tensor) (float64, map[string]float64) {
	sums := map[string]float64{}
	for i, name := range o.names() {
		sums[name] = float64(tensors.ToScalar[float32](out[i+1]))
	}
	return float64(tensors.ToScalar[float32](out[0])), sums
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
