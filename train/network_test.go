package train

import (
	"math"
	"testing"

	"infoseek/lm"
)

// TestTransformer: computing layers again in the backward pass changes no gradient, and bfloat16 changes the loss little.
func TestTransformer(t *testing.T) {
	c := lm.Config{
		Arch: lm.Llama, Vocab: toyWords, Hidden: 8, Inner: 12, Layers: 2, Heads: 2, KVHeads: 1, HeadDim: 4, Context: 16, Epsilon: 1e-5, Rope: lm.Rope{Theta: 10000}, Tied: true, BOS: -1, Pad: -1,
	}
	examples := toyExamples(4, 11)
	b := NewBatch(examples, oneEach(examples), 4, 16, even(examples))
	engine := func(checkpoint, half bool) (*Engine, float64) {
		e, err := NewEngine(toyBackend(t), Transformer(c, checkpoint, half), c.Random(1), EngineOptions{Half: half})
		if err != nil {
			t.Fatal(err)
		}
		loss, _, err := e.Add(Imitation{}, b)
		if err != nil {
			t.Fatal(err)
		}
		return e, loss
	}
	plain, want := engine(false, false)
	again, same := engine(true, false)
	_, rough := engine(false, true)
	if same != want || math.Abs(rough-want) > 0.01*want || rough == want {
		t.Errorf("loss %v, by checkpoints %v, in bfloat16 %v", want, same, rough)
	}
	sameParams(t, again.Gradients, plain.Gradients, 1e-6)
}
