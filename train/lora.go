package train

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"strings"

	"infoseek/lm"

	g "github.com/gomlx/gomlx/core/graph"
)

// LoRA learns a product of two narrow matrices beside each matrix of the layers (arXiv 2106.09685); all else stays as it is. Rank 0: the whole model is learned.
type LoRA struct {
	Rank  int
	Alpha float64 // the product counts Alpha/Rank; 0: twice the rank
}

// The parts of an adapter, named as PEFT names them.
const (
	loraA = ".lora_A.weight" // [Rank, in]
	loraB = ".lora_B.weight" // [out, Rank]
)

func (l LoRA) scale() float64 {
	if l.Alpha == 0 {
		return 2
	}
	return l.Alpha / float64(l.Rank)
}

// begin makes an adapter that changes nothing yet: A by chance, B zero.
func (l LoRA) begin(params lm.Params, seed uint64) (lm.Params, error) {
	var adapter lm.Params
	for i, p := range params {
		stem, found := strings.CutSuffix(p.Name, "_proj.weight")
		if !found || len(p.Shape) != 2 {
			continue
		}
		stem += "_proj"
		chance := rand.New(rand.NewPCG(seed, uint64(i)))
		a := lm.Param{Name: stem + loraA, Shape: []int{l.Rank, p.Shape[1]}, Data: make([]float32, l.Rank*p.Shape[1])}
		for j := range a.Data {
			a.Data[j] = float32((2*chance.Float64() - 1) / math.Sqrt(float64(p.Shape[1])))
		}
		adapter = append(adapter, a, lm.Param{Name: stem + loraB, Shape: []int{p.Shape[0], l.Rank}, Data: make([]float32, p.Shape[0]*l.Rank)})
	}
	if len(adapter) == 0 {
		return nil, fmt.Errorf("train: no matrix *_proj.weight among %d tensors: nothing for LoRA", len(params))
	}
	return adapter, nil
}

// merge adds an adapter to the weights below it.
func (l LoRA) merge(base, adapter map[string]*g.Node) map[string]*g.Node {
	all := maps.Clone(base)
	for name, b := range adapter {
		if stem, found := strings.CutSuffix(name, loraB); found {
			all[stem+".weight"] = g.Add(base[stem+".weight"], g.MulScalar(g.MatMul(b, adapter[stem+loraA]), l.scale()))
		}
	}
	return all
}
