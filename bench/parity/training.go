package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"infoseek/bench/table"
	"infoseek/internal/safetensors"
	"infoseek/lm"
	"infoseek/train"
)

const (
	trainer = "bench/parity/peers/training.py"
	// mostApart is the relative difference in 32 bits that is borne, of losses and of each tensor's gradient.
	mostApart = 1e-4
	// longest is the length by which Dr. GRPO divides.
	longest = 24
)

// trainingCase is a loss as both sides are told of it.
type trainingCase struct {
	Name        string        `json:"name"`
	KL          float64       `json:"kl"`
	Low         float64       `json:"low"`
	High        float64       `json:"high"`
	Entropy     float64       `json:"entropy"`
	Temperature float64       `json:"temperature"`
	Average     train.Average `json:"average"`
	Sequence    bool          `json:"sequence"`
	Length      int           `json:"length"`
}

var trainingCases = []trainingCase{
	{Name: "GRPO", KL: 0.04, Low: 0.2, High: 0.2, Temperature: 1, Average: train.OverTokens, Length: longest},
	{Name: "GRPO with clip-higher, entropy and temperature 0.8", KL: 0.001, Low: 0.2, High: 0.28, Entropy: 0.01, Temperature: 0.8, Average: train.OverTokens, Length: longest},
	{Name: "GRPO over sequences", KL: 0.04, Low: 0.2, High: 0.2, Temperature: 1, Average: train.OverSequences, Length: longest},
	{Name: "Dr. GRPO", Low: 0.2, High: 0.2, Temperature: 1, Average: train.OverLength, Length: longest},
	{Name: "GSPO", KL: 0.01, Low: 0.03, High: 0.04, Temperature: 1, Average: train.OverSequences, Sequence: true, Length: longest},
}

func (c trainingCase) objective(most int) train.Objective {
	return train.PolicyGradient{Low: c.Low, High: c.High, KL: c.KL, Entropy: c.Entropy, Sequence: c.Sequence, Temperature: c.Temperature, Most: most}
}

// trainingExample is an example as the other side reads it, its log-probabilities with one for the first token too, which counts for nothing.
type trainingExample struct {
	Tokens    []int32   `json:"tokens"`
	Own       []bool    `json:"own"`
	Old       []float64 `json:"old"`
	Reference []float64 `json:"reference"`
	Advantage float64   `json:"advantage"`
}

// trainingGroup are the rewards of one group, and whether advantages are divided by their deviation.
type trainingGroup struct {
	Name    string    `json:"name"`
	Rewards []float64 `json:"rewards"`
	Scaled  bool      `json:"scaled"`
}

var trainingGroups = []trainingGroup{
	{"advantages", []float64{1, 0, 0, 1, 0}, true},
	{"advantages, not divided", []float64{1, 0, 0, 1, 0}, false},
	{"advantages of a group all alike", []float64{1, 1, 1, 1, 1}, true},
}

// trlEpsilon stands beside the deviation there.
const trlEpsilon = 1e-4

// trainingModels are the smallest of each kind that has everything its kind has.
func trainingModels() map[string]lm.Config {
	models := map[string]lm.Config{}
	for _, arch := range []lm.Arch{lm.Llama, lm.Qwen2, lm.Qwen3} {
		models[string(arch)] = lm.Config{
			Arch: arch, Vocab: 53, Hidden: 32, Inner: 48, Layers: 2, Heads: 4, KVHeads: 2, HeadDim: 8, Context: 64, Epsilon: 1e-5, Rope: lm.Rope{Theta: 10000},
			Tied: arch == lm.Llama, QKVBias: arch == lm.Qwen2, QKNorm: arch == lm.Qwen3, BOS: -1, EOS: []int{2}, Pad: -1,
		}
	}
	return models
}

// training compares losses, gradients and advantages with those of transformers, PyTorch and TRL.
func training(ctx context.Context) ([]table.Row, error) {
	const what = "training, beside transformers, PyTorch and TRL"
	install := exec.CommandContext(ctx, installer, "parity")
	install.Stderr = os.Stderr
	python, err := install.Output()
	if err != nil {
		return []table.Row{table.Skip(what, "", table.AtMost(mostApart), fmt.Sprintf("%s parity: %v", installer, err))}, nil
	}
	var rows []table.Row
	for _, name := range []string{"llama", "qwen2", "qwen3"} {
		more, err := trainingOf(ctx, strings.TrimSpace(string(python)), name, trainingModels()[name])
		if err != nil {
			return rows, fmt.Errorf("training of %s: %w", name, err)
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

func trainingOf(ctx context.Context, python, name string, c lm.Config) ([]table.Row, error) {
	dir, err := os.MkdirTemp("", "parity")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	m := lm.Model{Config: c, Params: widened(c.Random(1))}
	if err := m.SaveFolder(filepath.Join(dir, "model"), safetensors.F32); err != nil {
		return nil, err
	}
	backend, err := lm.OpenBackend("go")
	if err != nil {
		return nil, err
	}
	defer backend.Finalize()
	start := func() (*train.Engine, error) {
		return train.NewEngine(backend, train.Transformer(c, true, false), m.Params, train.EngineOptions{})
	}
	examples, err := trainingExamples(start, c)
	if err != nil {
		return nil, err
	}
	if err := runTrainer(ctx, python, dir, examples); err != nil {
		return nil, err
	}
	return compareTraining(dir, name, start, examples)
}

// widened are parameters with biases and norms that are not all 0 or 1, so that mistakes with them show.
func widened(ps lm.Params) lm.Params {
	chance := rand.New(rand.NewPCG(3, 3))
	for _, p := range ps {
		for i := range p.Data {
			p.Data[i] += 0.1 * float32(chance.NormFloat64())
		}
	}
	return ps
}

// trainingExamples are sequences of chance, their old log-probabilities near the model's own, so that some ratios are clipped and some are not.
func trainingExamples(start func() (*train.Engine, error), c lm.Config) ([]train.Example, error) {
	chance := rand.New(rand.NewPCG(2, 2))
	examples := make([]train.Example, 6)
	for i := range examples {
		e := &examples[i]
		e.ID, e.Advantage = fmt.Sprint(i), chance.NormFloat64()
		for range 9 + chance.IntN(longest-9) {
			e.Tokens, e.Own = append(e.Tokens, int32(3+chance.IntN(c.Vocab-3))), append(e.Own, len(e.Tokens) > 1 && chance.IntN(3) > 0)
		}
	}
	engine, err := start()
	if err != nil {
		return nil, err
	}
	b, err := batch(examples, func(int) float64 { return 1 })
	if err != nil {
		return nil, err
	}
	now, err := engine.LogProbs(b, 1)
	if err != nil {
		return nil, err
	}
	for _, p := range b.Places {
		e := &examples[p.Example]
		e.LogProbs, e.Reference = make([]float64, len(e.Tokens)), make([]float64, len(e.Tokens))
		for i := range p.Count {
			near := func() float64 { return float64(now[p.Start+i]) + 0.2*chance.NormFloat64() }
			e.LogProbs[i+1], e.Reference[i+1] = near(), near()
		}
	}
	return examples, nil
}

// batch packs the examples into rows.
func batch(examples []train.Example, weight func(int) float64) (*train.Batch, error) {
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rows, err := train.Pack(examples, order, 2*longest)
	return train.NewBatch(examples, rows, len(rows), 2*longest, weight), err
}

func runTrainer(ctx context.Context, python, dir string, examples []train.Example) error {
	var given struct {
		Examples []trainingExample `json:"examples"`
		Cases    []trainingCase    `json:"cases"`
		Groups   []trainingGroup   `json:"groups"`
	}
	given.Cases, given.Groups = trainingCases, trainingGroups
	for _, e := range examples {
		given.Examples = append(given.Examples, trainingExample{e.Tokens, e.Own, e.LogProbs, e.Reference, e.Advantage})
	}
	b, err := json.Marshal(given)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "examples.json"), b, 0o644); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join("bench", "out", "parity-training.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	run := exec.CommandContext(ctx, python, trainer, dir)
	run.Stdout, run.Stderr = log, log
	if err := run.Run(); err != nil {
		return fmt.Errorf("%s: %w (see %s)", trainer, err, log.Name())
	}
	return nil
}

// theirLoss is what the other side says of a loss or a group.
type theirLoss struct {
	Loss       float64   `json:"loss"`
	KL         *float64  `json:"kl"`
	Entropy    *float64  `json:"entropy"`
	Advantages []float64 `json:"advantages"`
}

func compareTraining(dir, name string, start func() (*train.Engine, error), examples []train.Example) ([]table.Row, error) {
	b, err := os.ReadFile(filepath.Join(dir, "losses.json"))
	if err != nil {
		return nil, err
	}
	theirs := map[string]theirLoss{}
	if err := json.Unmarshal(b, &theirs); err != nil {
		return nil, err
	}
	rows, err := compareLoss(dir, name+": SFT", "imitation", start, examples, train.OverTokens, func(int) train.Objective { return train.Imitation{} }, theirs["imitation"])
	for _, c := range trainingCases {
		if err != nil {
			return rows, err
		}
		var more []table.Row
		more, err = compareLoss(dir, name+": "+c.Name, c.Name, start, examples, c.Average, c.objective, theirs[c.Name])
		rows = append(rows, more...)
	}
	for _, g := range trainingGroups {
		worst := 0.0
		ours := train.Advantages(g.Rewards, g.Scaled, trlEpsilon)
		for i, a := range theirs[g.Name].Advantages {
			worst = max(worst, math.Abs(a-ours[i]))
		}
		if len(theirs[g.Name].Advantages) != len(ours) {
			worst = math.Inf(1)
		}
		rows = append(rows, table.Figure(name+": "+g.Name+", worst difference", worst, "", table.AtMost(mostApart)))
	}
	return rows, err
}

func compareLoss(dir, what, file string, start func() (*train.Engine, error), examples []train.Example, average train.Average, objective func(most int) train.Objective, theirs theirLoss) ([]table.Row, error) {
	engine, err := start()
	if err != nil {
		return nil, err
	}
	b, err := batch(examples, average.Weights(examples, longest))
	if err != nil {
		return nil, err
	}
	loss, sums, err := engine.Add(objective(b.Most), b)
	if err != nil {
		return nil, err
	}
	within := table.AtMost(mostApart)
	rows := []table.Row{table.Figure(what+" loss, relative difference", relative(loss, theirs.Loss), "", within)}
	for _, said := range []struct {
		name   string
		theirs *float64
		sum    string
	}{{"KL", theirs.KL, train.SumKL}, {"entropy", theirs.Entropy, train.SumEntropy}} {
		if said.theirs != nil {
			rows = append(rows, table.Figure(what+" "+said.name+", relative difference", relative(sums[said.sum]/sums[train.SumTokens], *said.theirs), "", within))
		}
	}
	worst, err := apart(engine, filepath.Join(dir, file+".safetensors"))
	return append(rows, table.Figure(what+" gradients, worst tensor's ||g-g'||/||g||", worst, "", within)), err
}

func relative(ours, theirs float64) float64 { return math.Abs(ours-theirs) / math.Abs(theirs) }

// apart is the largest relative difference that the gradient of any tensor has from the one in a file.
func apart(engine *train.Engine, file string) (float64, error) {
	f, err := safetensors.Open(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	ours, err := engine.Gradients()
	if err != nil {
		return 0, err
	}
	worst := 0.0
	for _, p := range ours {
		theirs, err := f.Floats(p.Name)
		if err != nil {
			return 0, err
		}
		if len(theirs) != len(p.Data) {
			return 0, fmt.Errorf("%s has %d values, theirs %d", p.Name, len(p.Data), len(theirs))
		}
		var difference, norm float64
		for i, x := range theirs {
			d := float64(p.Data[i]) - float64(x)
			difference, norm = difference+d*d, norm+float64(x)*float64(x)
		}
		worst = max(worst, math.Sqrt(difference/norm))
	}
	return worst, nil
}
