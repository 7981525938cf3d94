package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"infoseek"
	"infoseek/lm"
	"infoseek/runs"
)

// GRPOJob is a training by rewards in a folder.
type GRPOJob struct {
	Dir       string
	Options   GRPOOptions
	Version   string
	Corpus    infoseek.CorpusRef
	Engine    *Engine
	Language  Language
	Questions []infoseek.Question
	// Roll has the policy answer a question, and scores what it says. A trajectory that ended in a fault is no sample; an error ends the work.
	Roll func(ctx context.Context, q infoseek.Question, number int, seed uint64) (infoseek.Sample, error)
	// Refresh gives the policy that rolls the weights that were learned.
	Refresh   func(ctx context.Context, params lm.Params) error
	Workers   int // samples taken at once
	SaveEvery int // iterations between checkpoints, 0: 10
	// LeastMixed is the share of questions whose samples differ in reward, at the beginning, below which nothing is started; 0: start whatever it is. Probe is how many questions tell, at least those of an iteration.
	LeastMixed float64
	Probe      int
	Guard      Guard
	// Begin is told of the questions asked before the first step.
	Begin func(p Probe)
	Tell  func(m GRPOMetrics, of int)
}

// Probe is how the policy does before it learns anything.
type Probe struct {
	Questions int     `json:"questions"`
	Samples   int     `json:"samples"` // of each
	Pass      float64 `json:"pass"`    // share of questions with a sample that has a reward
	Mixed     float64 `json:"mixed"`   // share of questions whose samples differ in reward
	Reward    float64 `json:"reward"`  // mean
	Format    float64 `json:"format"`  // share of samples
}

// NothingToLearnError says that too few questions have samples that differ in reward: only those teach anything.
type NothingToLearnError struct {
	Probe Probe
	Least float64
}

func (e *NothingToLearnError) Error() string {
	return fmt.Sprintf("train: of %d questions %.1f%% have samples with different rewards, and %.1f%% is the least to start with: GRPO would learn next to nothing. Train by imitation first, take easier questions, or allow less",
		e.Probe.Questions, 100*e.Probe.Mixed, 100*e.Least)
}

// GRPOResult is what a training came to.
type GRPOResult struct {
	Iterations int           `json:"iterations"`
	Of         int           `json:"of"`
	Steps      int           `json:"steps"`
	Metrics    []GRPOMetrics `json:"-"`
}

// GRPO trains until all iterations are done, or ctx ends: then it makes a checkpoint, and the same job goes on from there as if it had not been interrupted. It stops with a *CollapseError, a *NotFiniteError or a *NothingToLearnError where going on is of no use.
func GRPO(ctx context.Context, j GRPOJob) (res GRPOResult, err error) {
	if err := j.check(); err != nil {
		return res, err
	}
	if j.SaveEvery == 0 {
		j.SaveEvery = 10
	}
	c, err := begin[GRPOMetrics](j.Dir, runs.Options{Command: "grpo", Options: j.Options, Seed: j.Options.Seed, Version: j.Version, Corpus: j.Corpus}, j.Engine, j.SaveEvery)
	if err != nil {
		return res, err
	}
	c.publishMore = func() error { return publishSamples(c) }
	i := improve{GRPOJob: j, course: c, schedule: Schedule{Peak: j.Options.Rate, WarmUp: j.Options.WarmUp, Steps: j.Options.Iterations, Flat: true}}
	err = c.end(ctx, i.all(ctx))
	res = GRPOResult{Iterations: c.done, Of: j.Options.Iterations, Steps: j.Engine.Steps()}
	if err == nil {
		res.Metrics, err = readMetrics[GRPOMetrics](j.Dir)
	}
	return res, err
}

// publishSamples writes the samples of the iterations that are done, in the order in which they were taken.
func publishSamples(c *course[GRPOMetrics]) error {
	var failed error
	err := c.run.Write(SamplesName, func(yield func(any) bool) {
		for rec, err := range c.run.Kind(rolledKind) {
			var r rolled
			if err == nil {
				err = rec.Decode(&r)
			}
			if err != nil {
				failed = err
				return
			}
			if rec.Item < c.done && !faulted(r.Sample) && !yield(r.Sample) {
				return
			}
		}
	})
	return errors.Join(failed, err)
}

func (j *GRPOJob) check() error {
	if len(j.Questions) == 0 {
		return errors.New("train: no questions")
	}
	return j.Options.Check()
}

// improve is a GRPOJob under way.
type improve struct {
	GRPOJob
	course   *course[GRPOMetrics]
	schedule Schedule
	sampler  *sampler
	history  []GRPOMetrics
}

func (i *improve) all(ctx context.Context) error {
	if err := i.resume(ctx); err != nil {
		return err
	}
	for i.course.done < i.Options.Iterations {
		m, err := i.iteration(ctx, i.course.done)
		if err != nil {
			i.Engine.forget()
			return i.course.during("iteration", err)
		}
		i.history = append(i.history, m)
		if err := i.course.took(m); err != nil {
			return err
		}
		i.course.spoilt = false
		i.sampler.forget(i.course.done - 1)
		if i.Tell != nil {
			i.Tell(m, i.Options.Iterations)
		}
		if err := i.Guard.Check(i.history); err != nil {
			return err
		}
	}
	return nil
}

// resume reads what was done and sampled, and shows the policy what it has learned, or what it begins as; at the beginning, it asks then whether there is anything to learn.
func (i *improve) resume(ctx context.Context) error {
	var err error
	if i.history, err = i.course.metrics(); err != nil {
		return err
	}
	i.sampler = &sampler{job: &i.GRPOJob, known: map[place]infoseek.Sample{}, keep: func(iteration int, r rolled) error {
		return i.course.run.Append(rolledKind, iteration, r)
	}}
	for rec, err := range i.course.run.Kind(rolledKind) {
		if err != nil {
			return err
		}
		var r rolled
		if rec.Item < i.course.done {
			continue
		}
		if err := rec.Decode(&r); err != nil {
			return err
		}
		i.sampler.known[place{rec.Item, r.At, r.Sample.Number}] = r.Sample
	}
	if err := i.refresh(ctx); err != nil || i.course.done > 0 {
		return err
	}
	return i.probe(ctx)
}

func (i *improve) refresh(ctx context.Context) error {
	params, err := i.Engine.Params()
	if err != nil {
		return err
	}
	return i.Refresh(ctx, params)
}

// probe asks the first questions. Their samples serve the first iteration too.
func (i *improve) probe(ctx context.Context) error {
	n := min(max(i.Probe, i.Options.Questions), len(i.Questions))
	groups, err := i.sampler.groups(ctx, 0, 0, n)
	if err != nil {
		return err
	}
	var m GRPOMetrics
	m.count(groups)
	p := Probe{Questions: n, Samples: i.Options.Samples, Pass: m.Pass, Mixed: float64(m.Mixed) / float64(n), Reward: m.Reward, Format: m.Format}
	if i.Begin != nil {
		i.Begin(p)
	}
	if p.Mixed < i.LeastMixed {
		return &NothingToLearnError{p, i.LeastMixed}
	}
	return nil
}

// iteration samples, learns from what was sampled, and shows it to the policy that samples.
func (i *improve) iteration(ctx context.Context, n int) (GRPOMetrics, error) {
	m := GRPOMetrics{Iteration: n + 1, Rate: i.schedule.Rate(n)}
	if n > 0 {
		m.Next = i.history[n-1].Next
	}
	begun := time.Now()
	groups, err := i.ask(ctx, n, &m.Next)
	if err != nil {
		return m, err
	}
	m.count(groups)
	m.Sampling = time.Since(begun).Seconds()
	begun = time.Now()
	if i.Options.Dynamic {
		groups = slices.DeleteFunc(groups, func(g group) bool { return !Mixed(g.rewards()) })
	}
	examples, err := i.examples(groups, &m)
	if err != nil {
		return m, err
	}
	if len(examples) > 0 {
		if err := i.learn(ctx, n, examples, &m); err != nil {
			return m, err
		}
	}
	m.Training = time.Since(begun).Seconds()
	return m, nil
}

// ask takes samples of the questions from next on, and moves it past them.
func (i *improve) ask(ctx context.Context, iteration int, next *int) ([]group, error) {
	o := i.Options
	var all []group
	mixed := 0
	for tries := range o.Tries {
		want := o.Questions - mixed
		if want <= 0 || tries > 0 && !o.Dynamic {
			break
		}
		groups, err := i.sampler.groups(ctx, iteration, *next, want)
		if err != nil {
			return nil, err
		}
		*next += want
		for _, g := range groups {
			mixed += b2i(Mixed(g.rewards()))
		}
		all = append(all, groups...)
	}
	return all, nil
}

// examples are the samples as tokens, with their advantages.
func (i *improve) examples(groups []group, m *GRPOMetrics) ([]Example, error) {
	var all []Example
	for _, g := range groups {
		advantages := Advantages(g.rewards(), !i.Options.Unscaled, i.Options.Epsilon)
		for k := range g.Samples {
			s := &g.Samples[k]
			e, err := Transcript(i.Language, s.ID, &s.Trajectory)
			if err != nil {
				return nil, err
			}
			if i.Options.Length > 0 && len(e.Tokens) > i.Options.Length {
				m.TooLong++
				continue
			}
			e.Advantage = advantages[k]
			all = append(all, e)
		}
	}
	m.Context.lengths(all)
	m.Used = len(all)
	return all, nil
}

// learn takes the optimizer's steps of an iteration. From the first to the refresh it can't be interrupted: what is between is no state to go on from.
func (i *improve) learn(ctx context.Context, n int, examples []Example, m *GRPOMetrics) error {
	length := i.Options.Length
	if length == 0 {
		length = Longest(examples)
	}
	if err := i.judge(ctx, examples, length, m); err != nil {
		return err
	}
	order := rand.New(rand.NewPCG(i.Options.Seed, 1<<63|uint64(n))).Perm(len(examples))
	sums := map[string]float64{}
	i.course.spoilt = true
	for len(order) > 0 {
		k := min(i.Options.MiniBatch, len(order))
		if err := i.step(examples, order[:k], length, m, sums); err != nil {
			return err
		}
		order = order[k:]
	}
	m.report(sums)
	return i.refresh(context.WithoutCancel(ctx))
}

// judge gives each token its log-probability by the reference, and by the policy that sampled where none was recorded.
func (i *improve) judge(ctx context.Context, examples []Example, length int, m *GRPOMetrics) error {
	rows, err := Pack(examples, inTurn(len(examples)), length)
	if err != nil {
		return err
	}
	recorded := 0
	for _, part := range parts(rows, i.Options.Height) {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := NewBatch(examples, part, i.Options.Height, length, func(int) float64 { return 0 })
		now, err := i.Engine.LogProbs(b, i.Options.Temperature)
		if err != nil {
			return err
		}
		reference, err := i.Engine.ReferenceLogProbs(b, i.Options.Temperature)
		if err != nil {
			return err
		}
		for _, p := range b.Places {
			n, apart := examples[p.Example].judged(now[p.Start:p.Start+p.Count], reference[p.Start:p.Start+p.Count])
			recorded += n
			m.Mismatch += apart
		}
	}
	for k := range examples {
		m.Own += examples[k].OwnTokens()
	}
	m.Mismatch /= math.Max(1, float64(recorded))
	m.Recorded = float64(recorded) / float64(m.Own)
	return nil
}

// judged takes over the log-probabilities of the tokens from the second on. It returns how many own tokens had one recorded, and by how much those differ in sum.
func (e *Example) judged(now, reference []float32) (recorded int, apart float64) {
	old := make([]float64, len(e.Tokens))
	e.Reference = make([]float64, len(e.Tokens))
	for i := range now {
		old[i+1], e.Reference[i+1] = float64(now[i]), float64(reference[i])
		if was := e.logProb(i + 1); e.Own[i+1] && !math.IsNaN(was) {
			recorded++
			apart += math.Abs(was - old[i+1])
			old[i+1] = was
		}
	}
	e.LogProbs = old
	return recorded, apart
}

func inTurn(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// step learns from the examples of a mini-batch.
func (i *improve) step(examples []Example, order []int, length int, m *GRPOMetrics, sums map[string]float64) error {
	rows, err := Pack(examples, order, length)
	if err != nil {
		return err
	}
	most := slices.MaxFunc(rows, func(a, b Row) int { return len(a.Examples) - len(b.Examples) })
	objective := i.Options.objective(len(most.Examples))
	batch := named(examples, rows)
	weights, at := i.Options.Average.Weights(batch, length), map[int]int{} // the place in the batch by that among the examples
	for _, r := range rows {
		for _, e := range r.Examples {
			at[e] = len(at)
		}
	}
	for _, part := range parts(rows, i.Options.Height) {
		b := NewBatch(examples, part, i.Options.Height, length, func(e int) float64 { return weights(at[e]) })
		loss, parts, err := i.Engine.Add(objective, b)
		if err != nil {
			return err
		}
		m.Loss += loss
		for name, x := range parts {
			sums[name] += x
		}
	}
	norm, err := i.Engine.Step(m.Rate)
	if err != nil {
		return blame(err, batch)
	}
	m.Norm += norm
	m.Steps++
	return nil
}

// report makes means of the sums of an iteration's steps.
func (m *GRPOMetrics) report(sums map[string]float64) {
	n := math.Max(1, sums[SumTokens])
	m.Entropy, m.KL, m.Drift, m.Ratio, m.Clipped = sums[SumEntropy]/n, sums[SumKL]/n, sums[SumDrift]/n, sums[SumRatio]/n, sums[SumClipped]/n
	m.Loss /= float64(m.Steps)
	m.Norm /= float64(m.Steps)
}
