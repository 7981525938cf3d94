package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/lm"

	"github.com/google/go-cmp/cmp"
)

// letters is the toy's language: a to d are words, U and A begin messages, E ends them.
type letters struct{}

const alphabet = "abcdUAE"

func (letters) Render(messages []infoseek.Message) (string, error) {
	var b strings.Builder
	for _, m := range messages {
		b.WriteString(map[string]string{"user": "U", "assistant": "A"}[m.Role] + m.Content + "E")
	}
	return b.String() + "A", nil
}

func (letters) Encode(text string) []int {
	var ids []int
	for _, c := range text {
		ids = append(ids, strings.IndexRune(alphabet, c))
	}
	return ids
}

func (letters) Decode(ids []int) string {
	var b strings.Builder
	for _, id := range ids {
		b.WriteByte(alphabet[id])
	}
	return b.String()
}

// player answers questions by the toy: one turn of two letters.
type player struct {
	engine *Engine
	rolls  int
}

// distribution of the next letter after a text.
func (p *player) distribution(text string) ([]float64, error) {
	var examples []Example
	for next := range toyWords {
		e := Example{}
		for _, id := range append(letters{}.Encode(text), next) {
			e.add(id, true, math.NaN())
		}
		examples = append(examples, e)
	}
	b := NewBatch(examples, oneEach(examples), toyWords, 16, func(int) float64 { return 1 })
	logProbs, err := p.engine.LogProbs(b, 1)
	if err != nil {
		return nil, err
	}
	out := make([]float64, toyWords)
	for i := range out {
		out[i] = float64(logProbs[i*16+len(text)-1])
	}
	return out, nil
}

func (p *player) roll(_ context.Context, q infoseek.Question, _ int, seed uint64) (infoseek.Sample, error) {
	p.rolls++
	chance := rand.New(rand.NewPCG(seed, 0))
	text := "U" + q.Question + "EA"
	turn := infoseek.Segment{Turn: 1, Kind: infoseek.SegmentTurn, Origin: infoseek.OriginModel}
	for range 2 {
		logProbs, err := p.distribution(text + turn.Text)
		if err != nil {
			return infoseek.Sample{}, err
		}
		id, left := 0, chance.Float64()
		for ; id+1 < len(logProbs) && left > math.Exp(logProbs[id]); id++ {
			left -= math.Exp(logProbs[id])
		}
		turn.Text += alphabet[id : id+1]
		turn.Tokens = append(turn.Tokens, infoseek.Token{ID: id, LogProb: &logProbs[id], Origin: infoseek.OriginModel})
	}
	s := infoseek.Sample{Trajectory: infoseek.Trajectory{Question: q.Question, Answer: turn.Text, Ended: infoseek.EndAnswer, Turns: 1}}
	s.Trajectory.Segments = []infoseek.Segment{{Kind: infoseek.SegmentQuestion, Text: q.Question}, turn}
	s.Score.Format = turn.Text[0] != 'U'
	s.Score.Match = strings.ContainsAny(turn.Text, q.Question)
	s.Score.Reward = float64(b2i(s.Score.Format && s.Score.Match))
	return s, nil
}

func toyGRPO(t *testing.T, dir string, change func(*GRPOOptions)) (GRPOJob, *player) {
	t.Helper()
	o := NewGRPOOptions()
	o.Iterations, o.Questions, o.MiniBatch, o.Length, o.Rate, o.WarmUp, o.Seed = 8, 3, 8, 16, 0.05, 0, 5
	if change != nil {
		change(&o)
	}
	params := toyParams(3)
	for i := range params[4].Data {
		params[4].Data[i] /= 4 // open to all words
	}
	p := &player{engine: toyEngine(t, params, EngineOptions{})}
	j := GRPOJob{
		Dir: dir, Options: o, Version: "test", Engine: toyEngine(t, params, o.EngineOptions()), Language: letters{}, Guard: NewGuard(), SaveEvery: 3, LeastMixed: 0.1, Workers: 1,
		Roll: p.roll,
		Refresh: func(_ context.Context, params lm.Params) error {
			p.engine = toyEngine(t, params, EngineOptions{})
			return nil
		},
	}
	for i, q := range []string{"ab", "ba", "cd", "dd"} {
		j.Questions = append(j.Questions, infoseek.Question{ID: fmt.Sprint("q", i), Question: q})
	}
	return j, p
}

func unhurried(ms []GRPOMetrics) []GRPOMetrics {
	ms = slices.Clone(ms)
	for i := range ms {
		ms[i].Sampling, ms[i].Training = 0, 0
	}
	return ms
}

// TestGRPOLearns with each kind of loss: the rewards rise, and the metrics hang together.
func TestGRPOLearns(t *testing.T) {
	for name, change := range map[string]func(*GRPOOptions){
		"grpo":     nil,
		"dapo":     func(o *GRPOOptions) { o.Dynamic, o.High, o.KL = true, 0.28, 0 },
		"dr grpo":  func(o *GRPOOptions) { o.Unscaled, o.Average, o.Rate = true, OverLength, 0.1 },
		"gspo":     func(o *GRPOOptions) { o.Sequence, o.Average, o.Low, o.High = true, OverSequences, 3e-4, 4e-4 },
		"adapter":  func(o *GRPOOptions) { o.LoRA, o.Rate = LoRA{Rank: 2}, 0.1 },
		"in order": func(o *GRPOOptions) { o.InOrder = true },
	} {
		t.Run(name, func(t *testing.T) {
			j, _ := toyGRPO(t, t.TempDir(), change)
			j.Options.Iterations = 16
			res, err := GRPO(t.Context(), j)
			if err != nil {
				t.Fatal(err)
			}
			ms := res.Metrics
			reward := func(ms []GRPOMetrics) (sum float64) {
				for _, m := range ms {
					sum += m.Reward / float64(len(ms))
				}
				return sum
			}
			if before, after := reward(ms[:4]), reward(ms[12:]); len(ms) != 16 || after < before+0.2 {
				t.Errorf("reward %v after %v in %d iterations", after, before, len(ms))
			}
			for _, m := range ms {
				if m.Recorded != 1 || m.Mismatch > 1e-4 || m.Own != 2*m.Used || m.KL < 0 || m.Context.Max != 7 && m.Used > 0 {
					if m.Used > 0 {
						t.Errorf("%+v", m)
					}
				}
			}
			if ms[0].KL > 0.03 || ms[15].KL < ms[0].KL {
				t.Errorf("KL %v, then %v", ms[0].KL, ms[15].KL)
			}
		})
	}
}

// TestGRPOIteration: of 5 samples of a question rewards are those worked out by hand, the policy moves, and what was rewarded becomes likelier.
func TestGRPOIteration(t *testing.T) {
	j, p := toyGRPO(t, t.TempDir(), func(o *GRPOOptions) { o.Iterations, o.Questions, o.MiniBatch, o.Seed = 1, 1, 5, 9 })
	j.Questions = j.Questions[:1]
	var samples []infoseek.Sample
	j.Roll = func(ctx context.Context, q infoseek.Question, n int, seed uint64) (infoseek.Sample, error) {
		s, err := p.roll(ctx, q, n, seed)
		samples = append(samples, s)
		return s, err
	}
	before := p.engine
	res, err := GRPO(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	hand := 0.0
	for _, s := range samples {
		right := s.Trajectory.Answer[0] != 'U' && strings.ContainsAny(s.Trajectory.Answer, "ab")
		hand += float64(b2i(right)) / 5
		if s.Score.Reward != float64(b2i(right)) {
			t.Errorf("%q has reward %v", s.Trajectory.Answer, s.Score.Reward)
		}
	}
	m := res.Metrics[0]
	if len(samples) != 5 || math.Abs(m.Reward-hand) > 1e-12 || hand == 0 || hand == 1 || m.Steps != 1 {
		t.Fatalf("%d samples of mean reward %v, %+v", len(samples), hand, m)
	}
	for _, s := range samples {
		was, is := likelihood(t, before, s), likelihood(t, p.engine, s)
		if good := s.Score.Reward > 0; good != (is > was) {
			t.Errorf("%q of reward %v: log-probability %v, then %v", s.Trajectory.Answer, s.Score.Reward, was, is)
		}
	}
}

// likelihood is the log-probability of a sample's own tokens.
func likelihood(t *testing.T, e *Engine, s infoseek.Sample) float64 {
	t.Helper()
	x, err := Transcript(letters{}, "x", &s.Trajectory)
	if err != nil {
		t.Fatal(err)
	}
	_, sums, err := e.Evaluate(Imitation{}, NewBatch([]Example{x}, []Row{{[]int{0}, len(x.Tokens)}}, 1, 16, func(int) float64 { return 1 }))
	if err != nil {
		t.Fatal(err)
	}
	return -sums[SumNegativeLogLikelihood]
}

// TestGRPOResumes: interrupted at any sample or after any iteration, it goes on to the metrics and the model of one that was not, and asks nothing again, not for samples that ended in a fault either.
func TestGRPOResumes(t *testing.T) {
	for name, change := range map[string]func(*GRPOOptions){"full": nil, "dynamic": func(o *GRPOOptions) { o.Dynamic = true }} {
		t.Run(name, func(t *testing.T) {
			j, whole := toyGRPO(t, t.TempDir(), change)
			answered := j.Roll
			faulty := func(s infoseek.Sample, seed uint64, err error) (infoseek.Sample, error) {
				if seed%6 == 0 {
					s.Trajectory.Ended = infoseek.EndFault
				}
				return s, err
			}
			j.Roll = func(ctx context.Context, q infoseek.Question, n int, seed uint64) (infoseek.Sample, error) {
				s, err := answered(ctx, q, n, seed)
				return faulty(s, seed, err)
			}
			want, err := GRPO(t.Context(), j)
			if err != nil {
				t.Fatal(err)
			}
			dir, asked := t.TempDir(), 0
			for {
				ctx, cancel := context.WithCancel(t.Context())
				again, p := toyGRPO(t, dir, change)
				again.Roll = func(ctx context.Context, q infoseek.Question, n int, seed uint64) (infoseek.Sample, error) {
					if asked++; asked%17 == 0 {
						asked--
						cancel()
						asked += 1
						return infoseek.Sample{}, ctx.Err()
					}
					s, err := p.roll(ctx, q, n, seed)
					return faulty(s, seed, err)
				}
				got, err := GRPO(ctx, again)
				cancel()
				if errors.Is(err, context.Canceled) {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(unhurried(want.Metrics), unhurried(got.Metrics)); diff != "" {
					t.Error(diff)
				}
				sameParams(t, again.Engine.Params, j.Engine.Params, 0)
				if !slices.ContainsFunc(got.Metrics, func(m GRPOMetrics) bool { return m.Faults > 0 }) {
					t.Error("no sample ended in a fault")
				}
				for s, err := range jsonl.ReadFile[infoseek.Sample](filepath.Join(dir, SamplesName), jsonl.Options{}) {
					if err != nil || s.Trajectory.Ended == infoseek.EndFault {
						t.Errorf("%s is a sample, %v", s.ID, err)
					}
				}
				break
			}
			if interrupted := asked / 17; interrupted < 3 || asked-interrupted != whole.rolls {
				t.Errorf("%d rolls in %d goes, uninterrupted %d", asked-interrupted, interrupted+1, whole.rolls)
			}
		})
	}
}

// TestStepWeighsByPlace: two answers to one question that is asked twice in an iteration are told apart, in their weights and in samples.jsonl.
func TestStepWeighsByPlace(t *testing.T) {
	learned := func(name func(i int) string) (*Engine, []Example) {
		j, _ := toyGRPO(t, t.TempDir(), func(o *GRPOOptions) { o.Average = OverSequences })
		examples := toyExamples(4, 11)
		for i := range examples {
			e := &examples[i]
			e.ID, e.Advantage = name(i), float64(i)-1.5
			e.LogProbs, e.Reference = make([]float64, len(e.Tokens)), make([]float64, len(e.Tokens))
		}
		i := improve{GRPOJob: j}
		if err := i.step(examples, inTurn(4), 16, &GRPOMetrics{Rate: 0.1}, map[string]float64{}); err != nil {
			t.Fatal(err)
		}
		return j.Engine, examples
	}
	want, examples := learned(func(i int) string { return fmt.Sprint(i) })
	if examples[0].OwnTokens() == examples[3].OwnTokens() {
		t.Fatal("examples of one length weigh the same")
	}
	got, _ := learned(func(int) string { return "same" })
	sameParams(t, got.Params, want.Params, 0)

	j, _ := toyGRPO(t, t.TempDir(), func(o *GRPOOptions) { o.Iterations, o.Questions = 1, 2 })
	j.Questions, j.LeastMixed = j.Questions[:1], 0
	if _, err := GRPO(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for s, err := range jsonl.ReadFile[infoseek.Sample](filepath.Join(j.Dir, SamplesName), jsonl.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		ids[s.ID] = true
	}
	if len(ids) != 10 {
		t.Errorf("10 samples have %d ids", len(ids))
	}
}

// TestGRPOShowsThePolicyFirst: a server may have other weights than those that training begins with, from an earlier go say.
func TestGRPOShowsThePolicyFirst(t *testing.T) {
	j, p := toyGRPO(t, t.TempDir(), func(o *GRPOOptions) { o.Iterations = 1 })
	right := p.engine
	p.engine = toyEngine(t, toyParams(99), EngineOptions{})
	roll := j.Roll
	j.Roll = func(ctx context.Context, q infoseek.Question, n int, seed uint64) (infoseek.Sample, error) {
		sameParams(t, p.engine.Params, right.Params, 0)
		return roll(ctx, q, n, seed)
	}
	if _, err := GRPO(t.Context(), j); err != nil {
		t.Fatal(err)
	}
}

func TestGRPORefusesToStart(t *testing.T) {
	j, p := toyGRPO(t, t.TempDir(), nil)
	j.Roll = func(ctx context.Context, q infoseek.Question, n int, seed uint64) (infoseek.Sample, error) {
		s, err := p.roll(ctx, q, n, seed)
		s.Score.Reward = 0
		return s, err
	}
	var told Probe
	j.Begin = func(p Probe) { told = p }
	var nothing *NothingToLearnError
	if _, err := GRPO(t.Context(), j); !errors.As(err, &nothing) || told.Questions != 3 || told.Samples != 5 || told.Pass != 0 || j.Engine.Steps() != 0 {
		t.Errorf("%+v, %v", told, err)
	}
	j.LeastMixed, j.Guard.Patience = 0, 4
	var collapse *CollapseError
	if res, err := GRPO(t.Context(), j); !errors.As(err, &collapse) || !strings.Contains(err.Error(), "no group with different rewards for 4 iterations") || res.Iterations != 4 {
		t.Errorf("%+v, %v", res, err)
	}
}

// TestGRPOWithoutFaults: a sample that ended in a fault is none, and many in a row end the work.
func TestGRPOWithoutFaults(t *testing.T) {
	faulty := func(every int) error {
		j, p := toyGRPO(t, t.TempDir(), func(o *GRPOOptions) { o.Iterations, o.Seed = 2, 9 })
		j.LeastMixed = 0
		n := 0
		j.Roll = func(ctx context.Context, q infoseek.Question, number int, seed uint64) (infoseek.Sample, error) {
			s, err := p.roll(ctx, q, number, seed)
			if n++; n%every == 0 {
				s.Trajectory.Ended, s.Trajectory.Faults = infoseek.EndFault, []infoseek.TrajectoryFault{{Detail: "no server"}}
			}
			return s, err
		}
		res, err := GRPO(t.Context(), j)
		if err == nil && (res.Metrics[0].Faults == 0 || res.Metrics[0].Faults+res.Metrics[0].Used != 15) {
			t.Errorf("%+v", res.Metrics[0])
		}
		return err
	}
	if err := faulty(4); err != nil {
		t.Error(err)
	}
	if err := faulty(1); err == nil || !strings.Contains(err.Error(), "no server") {
		t.Error(err)
	}
}

// TestGRPOAfterAnOutage: the samples that a server which went down did not give are asked for again.
func TestGRPOAfterAnOutage(t *testing.T) {
	dir, down := t.TempDir(), true
	for {
		j, p := toyGRPO(t, dir, func(o *GRPOOptions) { o.Iterations, o.Samples = 1, 10 })
		n := 0
		j.Roll = func(ctx context.Context, q infoseek.Question, number int, seed uint64) (infoseek.Sample, error) {
			s, err := p.roll(ctx, q, number, seed)
			if n++; down && n > 7 || n == 3 {
				s.Trajectory.Ended = infoseek.EndFault
			}
			return s, err
		}
		res, err := GRPO(t.Context(), j)
		if down {
			if err == nil || !strings.Contains(err.Error(), "20 samples in a row") {
				t.Fatal(err)
			}
			down = false
			continue
		}
		// The third sample of each go: the first one's is kept.
		if err != nil || res.Metrics[0].Faults != 2 || p.rolls != 23 {
			t.Errorf("%+v, %d rolls, %v", res.Metrics, p.rolls, err)
		}
		break
	}
}

func TestGuard(t *testing.T) {
	well := GRPOMetrics{Iteration: 1, Own: 1, Entropy: 1, Reward: 0.5, Format: 1, Mixed: 1}
	ill := func(change func(*GRPOMetrics)) GRPOMetrics { m := well; change(&m); return m }
	poor := ill(func(m *GRPOMetrics) { m.Reward = 0 })
	flat := ill(func(m *GRPOMetrics) { m.Entropy = 0.001 })
	guard := Guard{LeastEntropy: 0.01, MostKL: 1, MostDrift: 1, Patience: 2}
	for name, c := range map[string]struct {
		history []GRPOMetrics
		want    string
	}{
		"none":                  {nil, ""},
		"well":                  {[]GRPOMetrics{well, well, well}, ""},
		"never a reward":        {[]GRPOMetrics{poor, poor, poor}, ""},
		"a reward once":         {[]GRPOMetrics{well, poor, poor}, "no reward for 2"},
		"not long":              {[]GRPOMetrics{well, well, poor}, ""},
		"flat":                  {[]GRPOMetrics{flat, flat}, "an entropy below 0.01 for 2"},
		"far":                   {[]GRPOMetrics{ill(func(m *GRPOMetrics) { m.KL = 2 })}, "from the reference"},
		"adrift":                {[]GRPOMetrics{ill(func(m *GRPOMetrics) { m.Drift = 2 })}, "from the one that sampled"},
		"form lost":             {[]GRPOMetrics{well, ill(func(m *GRPOMetrics) { m.Format = 0 }), ill(func(m *GRPOMetrics) { m.Format = 0 })}, "no right format"},
		"nothing to learn from": {[]GRPOMetrics{ill(func(m *GRPOMetrics) { m.Mixed = 0 }), ill(func(m *GRPOMetrics) { m.Mixed = 0 })}, "different rewards for 2"},
	} {
		err := guard.Check(c.history)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGRPOOptions(t *testing.T) {
	if err := NewGRPOOptions().Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*GRPOOptions){
		"one sample":  func(o *GRPOOptions) { o.Samples = 1 },
		"rate":        func(o *GRPOOptions) { o.Rate = math.NaN() },
		"low":         func(o *GRPOOptions) { o.Low = 1 },
		"average":     func(o *GRPOOptions) { o.Average = "x" },
		"no length":   func(o *GRPOOptions) { o.Average = OverLength },
		"temperature": func(o *GRPOOptions) { o.Temperature = 0 },
	} {
		o := NewGRPOOptions()
		if change(&o); o.Check() == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestContext(t *testing.T) {
	var examples []Example
	for n := range 100 {
		examples = append(examples, Example{Tokens: make([]int32, n+1), Cut: n % 2})
	}
	var c Context
	c.lengths(examples)
	if c.Mean != 50.5 || c.P95 != 95 || c.Max != 100 || c.Cut != 50 {
		t.Errorf("%+v", c)
	}
}
