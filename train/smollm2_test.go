package train

import (
	"context"
	"os"
	"strings"
	"testing"

	"infoseek"
	"infoseek/lm"
	"infoseek/reward"
)

// TestGRPOIterationOfSmolLM2 takes one iteration with 5 answers of SmolLM2-135M-Instruct: rewards are those worked out by hand, the policy moves, and the answers that were rewarded become likelier. INFOSEEK_SMOLLM2 names the weights, a GGUF file or a
// Hugging Face folder (make test-grpo).
func TestGRPOIterationOfSmolLM2(t *testing.T) {
	path := os.Getenv("INFOSEEK_SMOLLM2")
	if path == "" {
		t.Skip("INFOSEEK_SMOLLM2 names no weights; make test-grpo gets them")
	}
	m, err := lm.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	backend, err := lm.OpenBackend(os.Getenv("INFOSEEK_BACKEND"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(backend.Finalize)
	generator, err := lm.NewGenerator(m.Config, m.Params, backend, lm.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(generator.Close)
	chat, err := lm.NewChat("SmolLM2", m, generator)
	if err != nil {
		t.Fatal(err)
	}
	o := NewGRPOOptions()
	o.Iterations, o.Questions, o.MiniBatch, o.Rate, o.WarmUp = 1, 1, 5, 1e-5, 0
	engine, err := NewEngine(backend, Transformer(m.Config, true, false), m.Params, o.EngineOptions())
	if err != nil {
		t.Fatal(err)
	}
	// Of two words, either of which it may say first: one is right.
	q := infoseek.Question{ID: "coin", Question: "Say one word: heads or tails?", Answer: "heads"}
	var samples []infoseek.Sample
	before, after := map[int]float64{}, map[int]float64{}
	res, err := GRPO(t.Context(), GRPOJob{
		Dir: t.TempDir(), Options: o, Version: "test", Engine: engine, Language: chat, Questions: []infoseek.Question{q}, Workers: 1, LeastMixed: 0.1, Guard: NewGuard(),
		Roll: func(ctx context.Context, q infoseek.Question, n int, seed uint64) (infoseek.Sample, error) {
			s, err := oneTurn(ctx, chat, q, seed)
			s.Number = n
			samples = append(samples, s)
			t.Logf("%q: reward %v", s.Trajectory.Answer, s.Score.Reward)
			return s, err
		},
		Begin:   func(Probe) { likelihoods(t, engine, chat, samples, before) },
		Refresh: func(_ context.Context, ps lm.Params) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	likelihoods(t, engine, chat, samples, after)
	mean := 0.0
	for i, s := range samples {
		hand := strings.Trim(strings.ToLower(s.Trajectory.Answer), " .!\n") == "heads"
		if (s.Score.Reward == 1) != hand {
			t.Errorf("%q has reward %v", s.Trajectory.Answer, s.Score.Reward)
		}
		mean += s.Score.Reward / 5
		if hand && after[i] <= before[i] {
			t.Errorf("%q was rewarded: log-probability %v, then %v", s.Trajectory.Answer, before[i], after[i])
		}
		t.Logf("%q: log-probability %.5f, then %.5f", s.Trajectory.Answer, before[i], after[i])
	}
	if len(samples) != 5 || len(res.Metrics) != 1 || res.Metrics[0].Reward != mean || res.Metrics[0].Norm == 0 {
		t.Errorf("%d samples of mean reward %v, %+v", len(samples), mean, res.Metrics)
	}
	t.Logf("%+v", res.Metrics)
}

// oneTurn is a trajectory of one answer in plain words.
func oneTurn(ctx context.Context, m infoseek.Model, q infoseek.Question, seed uint64) (infoseek.Sample, error) {
	temperature := 1.0
	r, err := m.Generate(ctx, infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: q.Question}}, LogProbs: true, Sampling: infoseek.Sampling{Temperature: &temperature, MaxTokens: 4, Seed: &seed}})
	s := infoseek.Sample{Trajectory: infoseek.Trajectory{Question: q.Question, Answer: r.Text, Ended: infoseek.EndAnswer, Turns: 1, Segments: []infoseek.Segment{
		{Kind: infoseek.SegmentQuestion, Text: q.Question}, {Turn: 1, Kind: infoseek.SegmentTurn, Origin: infoseek.OriginModel, Text: r.Text, Tokens: r.Tokens},
	}}}
	s.Score.Format = true
	s.Score.Match = reward.Exact(r.Text, []string{q.Answer})
	s.Score.Reward = float64(b2i(s.Score.Match))
	return s, err
}

// likelihoods puts the log-probabilities of the samples' own tokens into at.
func likelihoods(t *testing.T, e *Engine, l Language, samples []infoseek.Sample, at map[int]float64) {
	t.Helper()
	for i, s := range samples {
		x, err := Transcript(l, "x", &s.Trajectory)
		if err != nil {
			t.Fatal(err)
		}
		_, sums, err := e.Evaluate(Imitation{}, NewBatch([]Example{x}, []Row{{[]int{0}, len(x.Tokens)}}, 1, 64, func(int) float64 { return 1 }))
		if err != nil {
			t.Fatal(err)
		}
		at[i] = -sums[SumNegativeLogLikelihood]
	}
}
