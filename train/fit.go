package train

import (
	"context"
	"errors"
	"fmt"
	"time"

	"infoseek"
	"infoseek/runs"
)

// SFTOptions of imitation. They are those of the folder's manifest: with others it is another training. The zero value of a field is its default, the paper's (arXiv 2509.00375).
type SFTOptions struct {
	Epochs    int     `json:"epochs"`  // 3
	Steps     int     `json:"steps"`   // most steps, 0: as many as the epochs have
	Rows      int     `json:"rows"`    // packed rows a step, 16
	Height    int     `json:"height"`  // rows that the model reads at once, 1: it changes memory and speed, not what is learned
	Length    int     `json:"length"`  // of a row in tokens; no example may be longer
	Rate      float64 `json:"rate"`    // 1e-5
	WarmUp    float64 `json:"warm_up"` // share of the steps, 0.1
	Decay     float64 `json:"decay"`   // 0.01
	Clip      float64 `json:"clip"`    // 1
	LoRA      LoRA    `json:"lora"`
	Half      bool    `json:"half"`
	Seed      uint64  `json:"seed"`
	Model     string  `json:"model"` // hash of what it begins with
	Data      string  `json:"data"`  // hash of what it learns from
	EvalShare float64 `json:"eval_share"`
	EvalEvery int     `json:"eval_every"` // steps, 50
}

// Settle puts the defaults in place of zeros.
func (o SFTOptions) Settle() (SFTOptions, error) {
	for _, f := range []struct {
		name     string
		value    *int
		standard int
	}{{"epochs", &o.Epochs, 3}, {"rows", &o.Rows, 16}, {"height", &o.Height, 1}, {"eval every", &o.EvalEvery, 50}, {"steps", &o.Steps, 0}, {"length", &o.Length, 0}} {
		if *f.value < 0 {
			return o, fmt.Errorf("train: %s: %d is negative", f.name, *f.value)
		}
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	for _, f := range []struct {
		name  string
		value float64
	}{{"rate", o.Rate}, {"warm-up", o.WarmUp}, {"decay", o.Decay}, {"clip", o.Clip}, {"evaluation share", o.EvalShare}} {
		if f.value < 0 || !finite(f.value) {
			return o, fmt.Errorf("train: %s: %v is not allowed", f.name, f.value)
		}
	}
	if o.WarmUp > 1 || o.EvalShare >= 1 {
		return o, errors.New("train: warm-up and evaluation share are parts of 1")
	}
	return o, nil
}

// EngineOptions are those that the options ask for.
func (o SFTOptions) EngineOptions() EngineOptions {
	return EngineOptions{AdamW: AdamW{Decay: o.Decay}, Clip: o.Clip, LoRA: o.LoRA, Half: o.Half, Seed: o.Seed}
}

// SFTJob is a training by imitation in a folder.
type SFTJob struct {
	Dir       string
	Options   SFTOptions
	Version   string
	Engine    *Engine
	Examples  []Example // what is learned from
	Held      []Example // what is only evaluated
	SaveEvery int       // steps between checkpoints, 0: 50
	// Tell is told of each step.
	Tell func(m SFTMetrics, of int)
}

// SFTMetrics is a line of metrics.jsonl: one step.
type SFTMetrics struct {
	V      int     `json:"v"`
	Step   int     `json:"step"` // from 1
	Loss   float64 `json:"loss"` // mean over the own tokens of the step, in nats
	Norm   float64 `json:"norm"` // of the gradient, before it was cut
	Rate   float64 `json:"rate"`
	Tokens int     `json:"tokens"` // that the model read
	Own    int     `json:"own"`    // of them with a loss
	// Eval is the mean loss over the examples held back; null where it was not measured after this step.
	Eval *float64 `json:"eval"`
	// Seconds is how long the step took, the one value that differs from run to run.
	Seconds float64 `json:"seconds"`
}

// SFTResult is what a training came to.
type SFTResult struct {
	Steps    int          `json:"steps"`
	Of       int          `json:"of"`
	Examples int          `json:"examples"`
	Metrics  []SFTMetrics `json:"-"`
}

// SFT trains until all steps are taken, or ctx ends: then it makes a checkpoint, and the same job goes on from there with the losses that it would have had. Killed, it goes on from the last checkpoint.
func SFT(ctx context.Context, j SFTJob) (res SFTResult, err error) {
	o := j.Options
	if len(j.Examples) == 0 {
		return res, errors.New("train: no examples")
	}
	steps, err := plan(j.Examples, o)
	if err != nil {
		return res, err
	}
	if j.SaveEvery == 0 {
		j.SaveEvery = 50
	}
	c, err := begin[SFTMetrics](j.Dir, runs.Options{Command: "sft", Options: o, Seed: o.Seed, Version: j.Version}, j.Engine, j.SaveEvery)
	if err != nil {
		return res, err
	}
	f := fit{j, c, steps, Schedule{Peak: o.Rate, WarmUp: o.WarmUp, Steps: len(steps)}}
	err = c.end(ctx, f.all(ctx))
	res = SFTResult{Steps: j.Engine.Steps(), Of: len(steps), Examples: len(j.Examples)}
	if err == nil {
		res.Metrics, err = readMetrics[SFTMetrics](j.Dir)
	}
	return res, err
}

// fit is an SFTJob under way.
type fit struct {
	SFTJob
	course   *course[SFTMetrics]
	steps    [][]Row
	schedule Schedule
}

func (f *fit) all(ctx context.Context) error {
	for f.course.done < len(f.steps) {
		begun := time.Now()
		m, err := f.step(ctx, f.steps[f.course.done])
		if err != nil {
			var broken *NotFiniteError
			f.course.spoilt = f.course.spoilt || errors.As(err, &broken)
			f.Engine.forget()
			return f.course.during("step", err)
		}
		m.Seconds = time.Since(begun).Seconds()
		if err := f.course.took(m); err != nil {
			return err
		}
		f.course.spoilt = false
		if f.Tell != nil {
			f.Tell(m, len(f.steps))
		}
	}
	return nil
}

// step learns from rows, in as many passes as it takes: their gradients add up to those of all rows at once.
func (f *fit) step(ctx context.Context, rows []Row) (SFTMetrics, error) {
	m := SFTMetrics{V: infoseek.FormatVersion, Step: f.course.done + 1, Rate: f.schedule.Rate(f.course.done)}
	weight := OverTokens.Weights(named(f.Examples, rows), 0)(0)
	for _, part := range parts(rows, f.Options.Height) {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		b := NewBatch(f.Examples, part, f.Options.Height, f.Options.Length, func(int) float64 { return weight })
		loss, sums, err := f.Engine.Add(Imitation{}, b)
		if err != nil {
			return m, err
		}
		m.Loss += loss
		m.Own += int(sums[SumTokens])
		for _, r := range part {
			m.Tokens += r.Tokens
		}
	}
	var err error
	f.course.spoilt = true // until it is recorded that the step was taken
	if m.Norm, err = f.Engine.Step(m.Rate); err != nil {
		return m, blame(err, named(f.Examples, rows))
	}
	if len(f.Held) > 0 && (m.Step%f.Options.EvalEvery == 0 || m.Step == len(f.steps)) {
		m.Eval, err = f.evaluate(ctx)
	}
	return m, err
}

// evaluate is the mean loss over the own tokens of what is held back.
func (f *fit) evaluate(ctx context.Context) (*float64, error) {
	order := make([]int, len(f.Held))
	for i := range order {
		order[i] = i
	}
	rows, err := Pack(f.Held, order, f.Options.Length)
	if err != nil {
		return nil, err
	}
	var nll, n float64
	for _, part := range parts(rows, f.Options.Height) {
		_, sums, err := f.Engine.Evaluate(Imitation{}, NewBatch(f.Held, part, f.Options.Height, f.Options.Length, func(int) float64 { return 1 }))
		if err != nil {
			return nil, err
		}
		nll, n = nll+sums[SumNegativeLogLikelihood], n+sums[SumTokens]
	}
	mean := nll / n
	if !finite(mean) {
		return nil, &NotFiniteError{What: "loss on what is held back", Value: mean}
	}
	return &mean, nil
}
