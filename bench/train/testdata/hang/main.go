// Program hang is a reproduction for compute v0.1.2: why operations run one at a time on the Go backend (docs/adr/0009-tensors.md). Sixteen products that may run side by side take all places of the pool of workers, and each of them then waits for a free place to run its own parts in (workerspool.Pool.Saturate).
// It imports GoMLX alone. After ten seconds without a result it prints what all goroutines do and ends with exit status 3; it ends with 0 where the backend does not hang.
//
//	GOMAXPROCS=2 go run ./bench/train/testdata/hang
package main

import (
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

const (
	calls    = 50
	patience = 10 * time.Second
)

func main() {
	returned := make(chan error, 1)
	go func() { returned <- products() }()
	select {
	case err := <-returned:
		if err != nil {
			fmt.Fprintln(os.Stderr, "hang:", err)
			os.Exit(1)
		}
		fmt.Printf("%d calls returned\n", calls)
	case <-time.After(patience):
		fmt.Printf("no result after %v\n", patience)
		if err := pprof.Lookup("goroutine").WriteTo(os.Stdout, 1); err != nil {
			fmt.Fprintln(os.Stderr, "hang:", err)
		}
		os.Exit(3)
	}
}

// products adds up a row's products with sixteen matrices.
func products() error {
	backend, err := gobackend.New("ops_parallel")
	if err != nil {
		return err
	}
	exec, err := graph.NewExec(backend, func(in []*graph.Node) *graph.Node {
		sum := graph.MatMul(in[0], in[1])
		for _, w := range in[2:] {
			sum = graph.Add(sum, graph.MatMul(in[0], w))
		}
		return sum
	})
	if err != nil {
		return err
	}
	in := []any{tensors.FromShape(shapes.Make(dtypes.Float32, 64, 256))}
	for range 16 {
		in = append(in, tensors.FromShape(shapes.Make(dtypes.Float32, 256, 256)))
	}
	for range calls {
		if _, err := exec.Call(in...); err != nil {
			return err
		}
	}
	return nil
}
