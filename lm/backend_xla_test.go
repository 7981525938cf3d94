//go:build xla

package lm

import (
	"testing"

	"github.com/gomlx/compute"
	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// xlaBackend is XLA on this machine's processors; the test is skipped where scripts/xla-plugin.sh cpu has not brought the plugin.
func xlaBackend(t *testing.T) compute.Backend {
	t.Helper()
	b, err := OpenBackend("xla")
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(b.Finalize)
	return b
}

// TestXLAGradients: XLA has the loss and gradients of the Go backend, with and without layers computed again.
func TestXLAGradients(t *testing.T) {
	there := xlaBackend(t)
	for _, arch := range []Arch{Llama, Qwen2, Qwen3} {
		c := tiny(arch)
		want := gradients(t, backend(t), c, false)
		for _, checkpoint := range []bool{false, true} {
			for i, got := range gradients(t, there, c, checkpoint) {
				if d := difference([][]float32{want[i]}, [][]float32{got}); d > 1e-4 {
					t.Errorf("%s, checkpoint %t, result %d: off by %g", arch, checkpoint, i, d)
				}
			}
		}
	}
}

// gradients are the mean of a text's logits, weighed by their softmax, and its gradient by all parameters.
func gradients(t *testing.T, b compute.Backend, c Config, checkpoint bool) [][]float32 {
	t.Helper()
	ps := c.Random(7)
	x, err := g.NewExec(b, func(in []*g.Node) []*g.Node {
		n := Net{Config: c, Weights: map[string]*g.Node{}, Checkpoint: checkpoint}
		for i, p := range ps {
			n.Weights[p.Name] = in[3+i]
		}
		logits := n.Logits(Input{in[0], in[1], in[2]})
		loss := g.ReduceAllMean(g.Mul(logits, Softmax(g.MulScalar(logits, 10))))
		return append([]*g.Node{loss}, g.Gradient(loss, in[3:]...)...)
	})
	if err != nil {
		t.Fatal(err)
	}
	args := []any{[][]int32{{5, 9, 33, 60, 7, 7, 2, 0}}, [][]int32{{0, 1, 2, 3, 0, 1, 2, 0}}, [][]int32{{1, 1, 1, 1, 2, 2, 2, 0}}}
	for _, p := range ps {
		on, err := p.OnDevice(b)
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, on)
	}
	out, err := Run(b, x, args...)
	if err != nil {
		t.Fatal(err)
	}
	all := make([][]float32, len(out))
	for i, o := range out {
		if all[i], err = tensors.CopyFlatData[float32](o); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestXLAWrites: what is written on XLA depends on the seed, and goes on from a kept beginning to the same text.
func TestXLAWrites(t *testing.T) {
	m := tinyModel(t, Llama, 5)
	e, err := NewGenerator(m.Config, m.Params, xlaBackend(t), Options{Slots: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	chat, err := NewChat("tiny", m, e)
	if err != nil {
		t.Fatal(err)
	}
	write := func(seed uint64) string {
		w, err := chat.Write(t.Context(), chat.Encode("ab ab ab"), Writing{Sampling: Sampling{Temperature: 1, MaxTokens: 40, Seed: seed}})
		if err != nil {
			t.Fatal(err)
		}
		return w.Text
	}
	if a, b, c := write(1), write(1), write(2); a != b || a == c {
		t.Errorf("%q, again %q, with another seed %q", a, b, c)
	}
}
