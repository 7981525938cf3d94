package lm

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func generator(t testing.TB, m *Model, o Options) *Generator {
	t.Helper()
	e, err := NewGenerator(m.Config, m.Params, backend(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

func written(t testing.TB, e *Generator, prompt []int, s Sampling) []Token {
	t.Helper()
	var all []Token
	if err := e.Generate(context.Background(), prompt, s, func(k Token) bool { all = append(all, k); return true }); err != nil {
		t.Error(err)
	}
	return all
}

func text(chance *rand.Rand, n, vocab int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = chance.IntN(vocab)
	}
	return ids
}

// TestGeneratesAsForward: tokens and log-probabilities are those of the whole text run at once, across chunks and where recent tokens are settled.
func TestGeneratesAsForward(t *testing.T) {
	for _, arch := range []Arch{Llama, Qwen2, Qwen3} {
		m := tinyModel(t, arch, 5)
		m.Context = 400
		e := generator(t, m, Options{Slots: 2})
		for _, n := range []int{1, 31, 32, 33, 161} {
			prompt := text(rand.New(rand.NewPCG(uint64(n), 1)), n, m.Vocab)
			got := written(t, e, prompt, Sampling{MaxTokens: 70})
			all := slices.Clone(prompt)
			for _, k := range got {
				all = append(all, k.ID)
			}
			want := forward(t, m, all)
			for i, k := range got {
				l := want[n-1+i]
				if p := float64(l[k.ID]) - logSum(l); math.Abs(p-k.LogProb) > 1e-4 || float64(l[likeliest(l)]-l[k.ID]) > 1e-4 {
					t.Fatalf("%s: after %d tokens: %+v, the whole text gives %d, and %g for this", arch, n+i, k, likeliest(l), p)
				}
			}
			if len(got) != 70 {
				t.Errorf("%s: %d tokens written", arch, len(got))
			}
		}
	}
}

func forward(t testing.TB, m *Model, ids []int) [][]float32 {
	t.Helper()
	var tokens, positions, segments []int32
	for i, id := range ids {
		tokens, positions, segments = append(tokens, int32(id)), append(positions, int32(i)), append(segments, 1)
	}
	return logits(t, m.Config, m.Params, false, [][]int32{tokens}, [][]int32{positions}, [][]int32{segments})[0]
}

// TestSameWhateverBeside: a text is the same, to the last bit of its log-probabilities, alone and beside others, whichever prompts were read before.
func TestSameWhateverBeside(t *testing.T) {
	m := tinyModel(t, Qwen3, 6)
	m.Context = 600
	chance := rand.New(rand.NewPCG(1, 1))
	begin := text(chance, 300, m.Vocab)
	var prompts [][]int
	for _, n := range []int{0, 3, 60, 130, 256, 280, 300} {
		prompts = append(prompts, append(slices.Clone(begin[:n]), text(chance, 1+n%5, m.Vocab)...))
	}
	sampling := func(i int) Sampling {
		return Sampling{Temperature: 1.2, TopP: .9, MaxTokens: 20 + 15*i, Seed: 7, Index: uint64(i)}
	}
	alone := make([][]Token, len(prompts))
	for i, p := range prompts {
		e := generator(t, m, Options{Slots: 3, Prefixes: -1})
		alone[i] = written(t, e, p, sampling(i))
	}
	e := generator(t, m, Options{Slots: 3, Prefixes: 2})
	var wg sync.WaitGroup
	for round := range 3 {
		for i, p := range prompts {
			wg.Go(func() {
				if got := written(t, e, p, sampling(i)); !slices.Equal(got, alone[i]) {
					t.Errorf("round %d: text %d is another beside others", round, i)
				}
			})
		}
	}
	wg.Wait()
	if slices.Equal(written(t, e, prompts[3], Sampling{Temperature: 1.2, MaxTokens: 20, Seed: 7, Index: 1}), written(t, e, prompts[3], Sampling{Temperature: 1.2, MaxTokens: 20, Seed: 7, Index: 2})) {
		t.Error("two samples of one seed are the same")
	}
}

func TestEnds(t *testing.T) {
	m := tinyModel(t, Llama, 2)
	e := generator(t, m, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	err := e.Generate(ctx, []int{1}, Sampling{}, func(Token) bool {
		if n++; n == 3 {
			cancel()
		}
		return true
	})
	if !errors.Is(err, context.Canceled) || n > 5 {
		t.Errorf("cancelled at the third token: %d tokens, %v", n, err)
	}
	if err := e.Generate(context.Background(), make([]int, m.Context), Sampling{}, nil); !errors.Is(err, ErrLong) {
		t.Errorf("a prompt of the whole context: %v", err)
	}
	if err := e.Generate(context.Background(), []int{m.Vocab}, Sampling{}, nil); err == nil {
		t.Error("a token that is none was read")
	}
	if got := written(t, e, []int{1, 2}, Sampling{}); len(got) != m.Context-2 {
		t.Errorf("%d tokens fill a context of %d", len(got), m.Context)
	}
	var some []Token
	if err := e.Generate(context.Background(), []int{1, 2}, Sampling{}, func(k Token) bool { some = append(some, k); return len(some) < 2 }); err != nil || len(some) != 2 {
		t.Errorf("told to end after 2 tokens: %d, %v", len(some), err)
	}
	e.Close()
	if err := e.Generate(context.Background(), []int{1}, Sampling{}, nil); !errors.Is(err, errClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// TestRefresh: after new weights a text is what those give, though its beginning was read with the old ones.
func TestRefresh(t *testing.T) {
	a, b := tinyModel(t, Llama, 2), tinyModel(t, Llama, 3)
	a.Context, b.Context = 400, 400
	prompt := text(rand.New(rand.NewPCG(1, 1)), 200, a.Vocab)
	e := generator(t, a, Options{})
	was := written(t, e, prompt, Sampling{MaxTokens: 9})
	if err := e.Refresh(b.Params); err != nil {
		t.Fatal(err)
	}
	now, fresh := written(t, e, prompt, Sampling{MaxTokens: 9}), written(t, generator(t, b, Options{}), prompt, Sampling{MaxTokens: 9})
	if !slices.Equal(now, fresh) || slices.Equal(now, was) {
		t.Errorf("refreshed %v, want %v, was %v", now, fresh, was)
	}
}

func TestDraw(t *testing.T) {
	logits := []float32{0, 1, 2, float32(math.Inf(-1)), 2}
	count := func(s Sampling, n int) map[int]int {
		seen, d := map[int]int{}, newSampler(s)
		for range n {
			id, p, _ := d.draw(logits)
			if want := float64(logits[id]) - math.Log(1+math.E+2*math.E*math.E); math.Abs(p-want) > 1e-9 {
				t.Fatalf("log-probability of %d is %g, want %g", id, p, want)
			}
			seen[id]++
		}
		return seen
	}
	if seen := count(Sampling{}, 50); seen[2] != 50 {
		t.Errorf("the likeliest with the lowest id: %v", seen)
	}
	total := 1 + math.E + 2*math.E*math.E
	for id, n := range count(Sampling{Temperature: 1, Seed: 3}, 20000) {
		if want := math.Exp(float64(logits[id])) / total; math.Abs(float64(n)/20000-want) > .02 {
			t.Errorf("token %d drawn with %g, want %g", id, float64(n)/20000, want)
		}
	}
	if seen := count(Sampling{Temperature: 1, TopP: .6, Seed: 3}, 2000); len(seen) != 2 || seen[2] < 900 || seen[4] < 900 {
		t.Errorf("nucleus of .6: %v", seen)
	}
	if seen := count(Sampling{Temperature: 1, TopP: .99, Seed: 3}, 2000); len(seen) != 4 {
		t.Errorf("nucleus of .99: %v", seen)
	}
	if seen := count(Sampling{Temperature: .01, Seed: 3}, 2000); seen[2]+seen[4] != 2000 {
		t.Errorf("cold: %v", seen)
	}
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
