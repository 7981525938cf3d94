package train

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek/lm"
	"infoseek/runs"

	"github.com/google/go-cmp/cmp"
)

func toySFT(t *testing.T, dir string, lora LoRA) SFTJob {
	t.Helper()
	o, err := SFTOptions{Epochs: 4, Rows: 2, Length: 16, Rate: 0.05, WarmUp: 0.1, Decay: 0.01, Clip: 1, EvalEvery: 3, Seed: 7, LoRA: lora}.Settle()
	if err != nil {
		t.Fatal(err)
	}
	return SFTJob{
		Dir: dir, Options: o, Version: "test", SaveEvery: 3, Engine: toyEngine(t, toyParams(7), o.EngineOptions()),
		Examples: toyExamples(9, 7), Held: toyExamples(3, 8),
	}
}

// timeless are metrics without what differs from run to run.
func timeless(ms []SFTMetrics) []SFTMetrics {
	ms = slices.Clone(ms)
	for i := range ms {
		ms[i].Seconds = 0
	}
	return ms
}

// whole is the training without an interruption.
func whole(t *testing.T, lora LoRA) (SFTResult, lm.Params) {
	t.Helper()
	j := toySFT(t, t.TempDir(), lora)
	res, err := SFT(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	params, err := j.Engine.Params()
	if err != nil {
		t.Fatal(err)
	}
	return res, params
}

// TestSFTLearns, and its metrics say what was read.
func TestSFTLearns(t *testing.T) {
	res, _ := whole(t, LoRA{})
	ms := res.Metrics
	if res.Steps != res.Of || len(ms) != res.Steps || res.Steps < 8 {
		t.Fatalf("%+v with %d metrics", res, len(ms))
	}
	if first, last := ms[0].Loss, ms[len(ms)-1].Loss; last > first-0.2 {
		t.Errorf("loss %v after %v", last, first)
	}
	for i, m := range ms {
		if (m.Eval != nil) != ((i+1)%3 == 0 || i+1 == len(ms)) || m.Step != i+1 {
			t.Errorf("%+v", m)
		}
	}
	own, tokens := 0, 0
	for _, e := range toyExamples(9, 7) {
		own, tokens = own+4*e.OwnTokens(), tokens+4*len(e.Tokens)
	}
	for _, m := range ms {
		own, tokens = own-m.Own, tokens-m.Tokens
	}
	if own != 0 || tokens != 0 {
		t.Errorf("off by %d own tokens of %d", own, tokens)
	}
}

// TestSFTHeightChangesNothing but memory: more passes a step learn the same.
func TestSFTHeightChangesNothing(t *testing.T) {
	want, _ := whole(t, LoRA{})
	j := toySFT(t, t.TempDir(), LoRA{})
	j.Options.Height = 2
	got, err := SFT(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Metrics {
		if d := got.Metrics[i].Loss - want.Metrics[i].Loss; d > 1e-4 || d < -1e-4 {
			t.Errorf("step %d: loss %v, by one pass a row %v", i+1, got.Metrics[i].Loss, want.Metrics[i].Loss)
		}
	}
}

// TestSFTResumes: interrupted after any step, again and again, training has the losses and the model of one that was not.
func TestSFTResumes(t *testing.T) {
	for _, lora := range []LoRA{{}, {Rank: 2}} {
		want, params := whole(t, lora)
		dir := t.TempDir()
		for stop := 1; ; stop += 2 {
			ctx, cancel := context.WithCancel(t.Context())
			j := toySFT(t, dir, lora)
			j.Tell = func(m SFTMetrics, _ int) {
				if m.Step == stop {
					cancel()
				}
			}
			res, err := SFT(ctx, j)
			cancel()
			if err == nil {
				if diff := cmp.Diff(timeless(want.Metrics), timeless(res.Metrics)); diff != "" {
					t.Error(diff)
				}
				sameParams(t, j.Engine.Params, func() (lm.Params, error) { return params, nil }, 0)
				break
			}
			if !errors.Is(err, context.Canceled) || res.Steps != stop {
				t.Fatal(res.Steps, err)
			}
		}
	}
}

// TestSFTAfterKill: what a killed process left (steps after the last checkpoint, half a checkpoint) changes nothing.
func TestSFTAfterKill(t *testing.T) {
	want, _ := whole(t, LoRA{})
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	j := toySFT(t, dir, LoRA{})
	j.Tell = func(m SFTMetrics, _ int) {
		if m.Step == 5 {
			cancel()
		}
	}
	if _, err := SFT(ctx, j); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	// As if it had died right after step 5: the last checkpoint is of step 3, the next half written.
	half, other := filepath.Join(dir, checkpointsName, "000006"+unfinished), filepath.Join(dir, checkpointsName, "000004"+unfinished)
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, checkpointsName, "000005")), os.Mkdir(half, 0o755), os.Mkdir(other, 0o755), os.WriteFile(filepath.Join(half, valuesName), []byte("{"), 0o644)); err != nil {
		t.Fatal(err)
	}
	res, err := SFT(t.Context(), toySFT(t, dir, LoRA{}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(timeless(want.Metrics), timeless(res.Metrics)); diff != "" {
		t.Error(diff)
	}
	for _, left := range []string{half, other} {
		if _, err := os.Stat(left); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", left, err)
		}
	}
	kept, err := checkpoints(dir)
	if err != nil || len(kept) != keptCheckpoints {
		t.Errorf("%v, %v", kept, err)
	}
}

// TestSFTRefusesOthers: a folder goes on with its own options alone.
func TestSFTRefusesOthers(t *testing.T) {
	dir := t.TempDir()
	if _, err := SFT(t.Context(), toySFT(t, dir, LoRA{})); err != nil {
		t.Fatal(err)
	}
	j := toySFT(t, dir, LoRA{})
	j.Options.Rate = 0.1
	var other *runs.OptionsError
	if _, err := SFT(t.Context(), j); !errors.As(err, &other) || !strings.Contains(err.Error(), "rate is 0.05 there, 0.1 now") {
		t.Error(err)
	}
}

// TestSFTStopsAtNaN: the error names step and examples, and the last checkpoint is there.
func TestSFTStopsAtNaN(t *testing.T) {
	dir := t.TempDir()
	j := toySFT(t, dir, LoRA{})
	j.Tell = func(m SFTMetrics, _ int) {
		if m.Step == 4 {
			p := toyParams(1)[0]
			for i := range p.Data {
				p.Data[i] /= 0
			}
			j.Engine.learned[p.Name] = tensorOf(p)
		}
	}
	_, err := SFT(t.Context(), j)
	var broken *NotFiniteError
	if !errors.As(err, &broken) || len(broken.Names) == 0 || !strings.Contains(fmt.Sprint(err), "step 5: ") {
		t.Fatal(err)
	}
	if kept, err := checkpoints(dir); err != nil || !slices.Equal(kept, []int{3}) {
		t.Error(kept, err)
	}
}

// TestSFTAfterAnEvaluationThatFails: the step that was taken before it is not taken twice.
func TestSFTAfterAnEvaluationThatFails(t *testing.T) {
	want, params := whole(t, LoRA{})
	for name, spoil := range map[string]func(*SFTJob){
		"an error":  func(j *SFTJob) { j.Held = append(j.Held, Example{ID: "long", Tokens: make([]int32, 17)}) },
		"no number": func(j *SFTJob) { j.Held = []Example{{ID: "nothing", Tokens: make([]int32, 3), Own: make([]bool, 3)}} },
	} {
		dir := t.TempDir()
		j := toySFT(t, dir, LoRA{})
		spoil(&j)
		if _, err := SFT(t.Context(), j); err == nil {
			t.Fatalf("%s: no error", name)
		}
		j = toySFT(t, dir, LoRA{})
		res, err := SFT(t.Context(), j)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(timeless(want.Metrics), timeless(res.Metrics)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		sameParams(t, j.Engine.Params, func() (lm.Params, error) { return params, nil }, 0)
	}
}

func TestSFTOptions(t *testing.T) {
	for _, o := range []SFTOptions{{Epochs: -1}, {Rate: -1}, {WarmUp: 2}, {EvalShare: 1}, {Length: -1}} {
		if _, err := o.Settle(); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}
