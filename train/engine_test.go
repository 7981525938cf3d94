package train

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"infoseek/lm"
)

// policyBatch is a batch with log-probabilities and advantages of chance.
func policyBatch(examples []Example, rows []Row, height, length int, seed uint64) *Batch {
	b := NewBatch(examples, rows, height, length, even(examples))
	chance := rand.New(rand.NewPCG(seed, 3))
	for i := range b.Own {
		b.Old[i] = float32(-1 - chance.Float64())
		b.Reference[i] = float32(-1 - chance.Float64())
		b.Advantage[i] = float32(chance.NormFloat64())
	}
	return b
}

var objectives = map[string]Objective{
	"imitation":   Imitation{},
	"grpo":        PolicyGradient{Low: 0.2, High: 0.2, KL: 0.1, Temperature: 1},
	"clip higher": PolicyGradient{Low: 0.2, High: 0.28, Entropy: 0.05, Temperature: 0.8},
	"gspo":        PolicyGradient{Low: 0.2, High: 0.3, KL: 0.1, Sequence: true, Most: 3, Temperature: 1},
}

// TestGradients holds each objective's gradient against differences of its loss.
func TestGradients(t *testing.T) {
	examples := toyExamples(5, 1)
	rows, err := Pack(examples, []int{0, 1, 2, 3, 4}, 16)
	if err != nil {
		t.Fatal(err)
	}
	b := policyBatch(examples, rows, len(rows), 16, 1)
	for name, o := range objectives {
		t.Run(name, func(t *testing.T) {
			for _, lora := range []LoRA{{}, {Rank: 2}} {
				e := toyEngine(t, toyParams(1), EngineOptions{LoRA: lora})
				checkGradient(t, e, o, b)
			}
		})
	}
}

func checkGradient(t *testing.T, e *Engine, o Objective, b *Batch) {
	t.Helper()
	if _, _, err := e.Add(o, b); err != nil {
		t.Fatal(err)
	}
	gradients, err := e.Gradients()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string, i int, by float32) float64 {
		p, err := param(name, e.learned[name])
		if err != nil {
			t.Fatal(err)
		}
		was := e.learned[name]
		p.Data[i] += by
		e.learned[name] = tensorOf(p)
		defer func() { e.learned[name] = was }()
		loss, _, err := e.Evaluate(o, b)
		if err != nil {
			t.Fatal(err)
		}
		return loss
	}
	const h = 1e-2
	checked := 0
	for _, g := range gradients {
		for i := 0; i < len(g.Data); i += 3 {
			want := (at(g.Name, i, h) - at(g.Name, i, -h)) / (2 * h)
			if got := float64(g.Data[i]); math.Abs(got-want) > 2e-3*(1+math.Abs(want)) {
				t.Errorf("%s[%d]: %v, differences give %v", g.Name, i, got, want)
			}
			checked++
		}
	}
	if checked < 10 {
		t.Errorf("only %d values", checked)
	}
}

// TestPackingChangesNothing: examples in one row have the loss and gradient that they have in rows of their own, summed up over any number of batches.
func TestPackingChangesNothing(t *testing.T) {
	examples := toyExamples(6, 2)
	for name, o := range objectives {
		if p, ok := o.(PolicyGradient); ok {
			p.Most = 6
			o = p
		}
		t.Run(name, func(t *testing.T) {
			alone := policyBatch(examples, oneEach(examples), 6, 16, 2)
			whole := toyEngine(t, toyParams(2), EngineOptions{})
			want, _, err := whole.Add(o, alone)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := Pack(examples, []int{3, 1, 0, 2, 5, 4}, 16)
			if err != nil {
				t.Fatal(err)
			}
			packed := toyEngine(t, toyParams(2), EngineOptions{})
			got := 0.0
			for _, row := range rows {
				b := NewBatch(examples, []Row{row}, 1, 16, even(examples))
				for _, p := range b.Places {
					for i := range p.Count {
						from := p.Example*16 + i
						b.Old[p.Start+i], b.Reference[p.Start+i], b.Advantage[p.Start+i] = alone.Old[from], alone.Reference[from], alone.Advantage[from]
					}
				}
				loss, _, err := packed.Add(o, b)
				if err != nil {
					t.Fatal(err)
				}
				got += loss
			}
			if math.Abs(got-want) > 1e-5 {
				t.Errorf("loss %v, alone %v", got, want)
			}
			sameParams(t, packed.Gradients, whole.Gradients, 1e-5)
		})
	}
}

func sameParams(t *testing.T, got, want func() (lm.Params, error), within float64) {
	t.Helper()
	g, err := got()
	if err != nil {
		t.Fatal(err)
	}
	w, err := want()
	if err != nil {
		t.Fatal(err)
	}
	if len(g) != len(w) || len(g) == 0 {
		t.Fatalf("%d tensors, want %d", len(g), len(w))
	}
	for i := range g {
		for j := range g[i].Data {
			if math.Abs(float64(g[i].Data[j]-w[i].Data[j])) > within {
				t.Errorf("%s[%d] = %v, want %v", g[i].Name, j, g[i].Data[j], w[i].Data[j])
				break
			}
		}
	}
}

// TestStep holds three steps with clipping, decay and a changing rate against AdamW written out.
func TestStep(t *testing.T) {
	examples := toyExamples(4, 3)
	b := NewBatch(examples, oneEach(examples), 4, 16, even(examples))
	e := toyEngine(t, toyParams(3), EngineOptions{AdamW: AdamW{Decay: 0.1}, Clip: 0.05})
	want := toyParams(3)
	var m, v [5][]float64
	for step := 1; step <= 3; step++ {
		if _, _, err := e.Add(Imitation{}, b); err != nil {
			t.Fatal(err)
		}
		gradients, err := e.Gradients()
		if err != nil {
			t.Fatal(err)
		}
		rate := 0.1 / float64(step)
		norm, err := e.Step(rate)
		if err != nil || norm < 0.05 {
			t.Fatal(norm, err)
		}
		for i := range want {
			p, g := &want[i], find(t, gradients, want[i].Name)
			if m[i] == nil {
				m[i], v[i] = make([]float64, len(p.Data)), make([]float64, len(p.Data))
			}
			for j := range p.Data {
				x := float64(g.Data[j]) * 0.05 / (norm + 1e-6)
				m[i][j] = 0.9*m[i][j] + 0.1*x
				v[i][j] = 0.999*v[i][j] + 0.001*x*x
				if len(p.Shape) > 1 {
					p.Data[j] *= float32(1 - rate*0.1)
				}
				p.Data[j] -= float32(rate * m[i][j] / (1 - math.Pow(0.9, float64(step))) / (math.Sqrt(v[i][j]/(1-math.Pow(0.999, float64(step)))) + 1e-8))
			}
		}
	}
	got, err := e.Params()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range want {
		for j, x := range find(t, got, p.Name).Data {
			if math.Abs(float64(x-p.Data[j])) > 2e-4 {
				t.Errorf("%s[%d] = %v, want %v", p.Name, j, x, p.Data[j])
			}
		}
	}
}

func find(t *testing.T, params lm.Params, name string) lm.Param {
	t.Helper()
	for _, p := range params {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no tensor %s", name)
	return lm.Param{}
}

// TestLoRA: an adapter changes nothing before its first step, then only the matrices it is beside, by no more than its rank.
func TestLoRA(t *testing.T) {
	examples := toyExamples(4, 4)
	b := NewBatch(examples, oneEach(examples), 4, 16, even(examples))
	e := toyEngine(t, toyParams(4), EngineOptions{LoRA: LoRA{Rank: 1, Alpha: 3}})
	same := func() (lm.Params, error) { return byName(toyParams(4)), nil }
	sameParams(t, e.Params, same, 0)
	before, _, err := e.Evaluate(Imitation{}, b)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, _, err := e.Add(Imitation{}, b); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Step(0.05); err != nil {
			t.Fatal(err)
		}
	}
	after, _, err := e.Evaluate(Imitation{}, b)
	if err != nil || after >= before {
		t.Errorf("loss %v after %v, %v", after, before, err)
	}
	merged, err := e.Params()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range toyParams(4) {
		moved := fmt.Sprint(find(t, merged, p.Name).Data) != fmt.Sprint(p.Data)
		if adapted := p.Name == "layer.q_proj.weight" || p.Name == "head.o_proj.weight"; moved != adapted {
			t.Errorf("%s moved: %v", p.Name, moved)
		}
	}
	if want, _, err := toyEngine(t, merged, EngineOptions{}).Evaluate(Imitation{}, b); err != nil || math.Abs(want-after) > 1e-5 {
		t.Errorf("the merged model's loss is %v, with the adapter %v, %v", want, after, err)
	}
}

func byName(ps lm.Params) lm.Params {
	w := Weights{}
	for _, p := range ps {
		w[p.Name] = tensorOf(p)
	}
	out, err := (&Engine{}).params(w)
	if err != nil {
		panic(err)
	}
	return out
}

// TestNotFinite: a loss that is no number names its examples, and leaves all as it was.
func TestNotFinite(t *testing.T) {
	examples := toyExamples(2, 5)
	params := toyParams(5)
	params[0].Data[0] = float32(math.NaN())
	examples[0].Tokens[0] = 0
	e := toyEngine(t, params, EngineOptions{})
	_, _, err := e.Add(Imitation{}, NewBatch(examples, oneEach(examples), 2, 16, even(examples)))
	var broken *NotFiniteError
	if !errors.As(err, &broken) || fmt.Sprint(broken.Names) != "[a b]" || broken.What != "loss" {
		t.Fatal(err)
	}
}

// TestStepRefusesGradients that are no numbers.
func TestStepRefusesGradients(t *testing.T) {
	e := toyEngine(t, toyParams(6), EngineOptions{})
	if _, err := e.Step(1); err == nil {
		t.Error("a step without gradients")
	}
	zeros, err := e.zeros()
	if err != nil {
		t.Fatal(err)
	}
	e.gathered = zeros
	e.gathered["norm"] = tensorOf(lm.Param{Shape: []int{toyWidth}, Data: []float32{1, float32(math.Inf(1)), 0, 0}})
	var broken *NotFiniteError
	if _, err := e.Step(1); !errors.As(err, &broken) || e.Steps() != 0 {
		t.Errorf("%v after %d steps", err, e.Steps())
	}
	sameParams(t, e.Params, func() (lm.Params, error) { return byName(toyParams(6)), nil }, 0)
}
