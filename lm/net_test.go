package lm

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// tiny is the smallest model with every part that c's family has.
func tiny(arch Arch) Config {
	return Config{
		Arch: arch, Vocab: 261, Hidden: 16, Inner: 24, Layers: 2, Heads: 4, KVHeads: 2, HeadDim: 6, Context: 64, Epsilon: 1e-5, Rope: Rope{Theta: 10000},
		Tied: arch != Qwen2, QKVBias: arch == Qwen2, QKNorm: arch == Qwen3, BOS: -1, Pad: -1,
	}
}

func backend(t testing.TB) compute.Backend {
	t.Helper()
	b, err := OpenBackend("go")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Finalize)
	return b
}

// logits runs a Net over rows of tokens, positions and segments.
func logits(t testing.TB, c Config, ps Params, checkpoint bool, tokens, positions, segments [][]int32) [][][]float32 {
	t.Helper()
	exec, err := g.NewExec(backend(t), func(in []*g.Node) *g.Node {
		n := Net{Config: c, Weights: map[string]*g.Node{}, Checkpoint: checkpoint}
		for i, p := range ps {
			n.Weights[p.Name] = in[3+i]
		}
		return n.Logits(Input{in[0], in[1], in[2]})
	})
	if err != nil {
		t.Fatal(err)
	}
	args := []any{tokens, positions, segments}
	for _, p := range ps {
		args = append(args, tensors.FromFlatDataAndDimensions(p.Data, p.Shape...))
	}
	out, err := exec.Call1(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out.Value().([][][]float32)
}

func difference(a, b [][]float32) float64 {
	worst := 0.0
	for i := range a {
		for j := range a[i] {
			worst = max(worst, math.Abs(float64(a[i][j]-b[i][j])))
		}
	}
	return worst
}

// TestSegments: texts packed into one row have the logits that each has alone, whatever stands beside them.
func TestSegments(t *testing.T) {
	for _, arch := range []Arch{Llama, Qwen2, Qwen3} {
		c := tiny(arch)
		ps := c.Random(1)
		one, two := []int32{5, 9, 33, 60}, []int32{7, 7, 2}
		packed := logits(t, c, ps, false, [][]int32{{5, 9, 33, 60, 7, 7, 2, 0}}, [][]int32{{0, 1, 2, 3, 0, 1, 2, 0}}, [][]int32{{1, 1, 1, 1, 2, 2, 2, 0}})[0]
		alone := logits(t, c, ps, true, [][]int32{one, append(two, 50)}, [][]int32{{0, 1, 2, 3}, {0, 1, 2, 3}}, [][]int32{{1, 1, 1, 1}, {1, 1, 1, 1}})
		if d := difference(packed[:4], alone[0]); d > 1e-6 {
			t.Errorf("%s: first text off by %g", arch, d)
		}
		if d := difference(packed[4:7], alone[1][:3]); d > 1e-6 {
			t.Errorf("%s: second text off by %g", arch, d)
		}
		if d := difference(packed[:1], alone[1][:1]); d < 1e-4 {
			t.Errorf("%s: other tokens have the same logits", arch)
		}
	}
}
