package lm

import (
	"runtime"

	"github.com/gomlx/compute"
	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Used is an argument of Run that is not there afterwards: a result may take its memory, and what is left of it is given back at once.
type Used struct{ *tensors.Tensor }

// Run calls a graph of backend b. All graphs are called by it: in a build with vector instructions matrix products leave the processor of their thread in a state in which math.Exp takes twenty times as long (docs/adr/0009-tensors.md); the thread that calls a graph, which does all else,
// keeps clear of them.
func Run(b compute.Backend, x *g.Exec, args ...any) ([]*tensors.Tensor, error) {
	if simd {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		clearVectors()
	}
	given := make([]any, len(args))
	for i, a := range args {
		var err error
		if given[i], err = give(b, a); err != nil {
			return nil, err
		}
	}
	out, err := x.Call(given...)
	for _, a := range args {
		if u, ok := a.(Used); ok && b.Name() != goBackendName {
			u.FinalizeAll()
		}
	}
	return out, err
}

// give is an argument as GoMLX takes it. Only the Go backend makes use of a donated buffer; go-xla tells XLA of no alias, and leaves the buffer to the garbage collector, which does not see its size.
func give(b compute.Backend, a any) (any, error) {
	u, ok := a.(Used)
	switch {
	case !ok:
		return a, nil
	case b.Name() == goBackendName:
		return g.DonateTensorBuffer(u.Tensor, b, 0)
	}
	return u.Tensor, nil
}
