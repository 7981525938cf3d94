package tune

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// hill is a trial whose scores are highest at one point; items differ in how high, and noise, drawn from (item, point), comes on top.
func hill(top Point, noise float64) Trial {
	return func(_ context.Context, p Point, items []int) ([]Score, error) {
		scores := make([]Score, len(items))
		for i, item := range items {
			chance := rand.New(rand.NewPCG(uint64(item), math.Float64bits(p.K1)^math.Float64bits(p.B)<<7^uint64(p.TitleWeight)))
			v := 0.5 + float64(item%5)/20 - 0.05*p.distance(top) + noise*chance.NormFloat64()
			scores[i] = Score{NDCG10: v, MRR: v / 2, Recall: []float64{v / 2, v / 2, v}}
		}
		return scores, nil
	}
}

func study(items int, trial Trial) Study {
	start := Point{1.5, 0.75, 3}
	return Study{
		Items: items, Trial: trial, Space: WideSpace(), Start: start, Measure: NDCG(), Report: []Measure{NDCG(), MRR(), Recall(2)},
		Others: []Named{{"default", start}}, DepthShare: 0.9, Seed: 1, Resamples: 500,
	}
}

func run(t testing.TB, s Study) Result {
	t.Helper()
	res, err := s.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestFindsTheTop wherever it is, to a step of refining.
func TestFindsTheTop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := Point{math.Exp(rapid.Float64Range(math.Log(0.3), math.Log(40)).Draw(t, "ln k1")), rapid.Float64Range(0, 1).Draw(t, "b"), rapid.SampledFrom(WideSpace().TitleWeights).Draw(t, "weight")}
		res, err := study(10, hill(top, 0)).Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if d := res.Found.distance(top); d > 0.13 || res.Found.TitleWeight != top.TitleWeight {
			t.Fatalf("found %v, %v from the top %v", res.Found.Point, d, top)
		}
	})
}

func TestKnownHill(t *testing.T) {
	res := run(t, study(21, hill(Point{25, 1, 1}, 0)))
	if res.Found.Point != (Point{25, 1, 1}) || res.Found.Items != 11 || res.Held != 10 || res.Depth != 3 {
		t.Errorf("%+v", res)
	}
	c := res.Others[0]
	drop := 0.05 * Point{25, 1, 1}.distance(Point{1.5, 0.75, 3})
	if l := c.Lines[0]; c.Name != "default" || math.Abs(l.Difference.Mean-drop) > 1e-9 || math.Abs(l.Difference.Low-drop) > 1e-9 || l.P != 2./1024 || l.Detectable > 1e-9 {
		t.Errorf("%+v, not a difference of %v", l, drop)
	}
	for _, l := range c.Lines {
		if math.Abs(l.Found.Mean-l.Other.Mean-l.Difference.Mean) > 1e-12 || l.Found.Low > l.Found.Mean || l.Found.High < l.Found.Mean {
			t.Errorf("%+v", l)
		}
	}
}

// TestFlatKeepsTheStart: of what is as good the start is taken.
func TestFlatKeepsTheStart(t *testing.T) {
	flat := func(_ context.Context, _ Point, items []int) ([]Score, error) {
		return slices.Repeat([]Score{{Recall: []float64{0.25, 0.5}, NDCG10: 0.5, MRR: 0.5}}, len(items)), nil
	}
	s := study(40, flat)
	s.CrossFit = true
	res := run(t, s)
	if res.Found.Point != s.Start || res.Others[0].Lines[0].P != 1 || res.Depth != 2 || res.Held != 40 {
		t.Errorf("%+v", res)
	}
	s.DepthShare = 0.5
	if res := run(t, s); res.Depth != 1 || res.DepthRecall.Mean != 0.25 || res.DeepestRecall.Mean != 0.5 {
		t.Errorf("half the recall: %+v", res)
	}
}

// TestNothingIsMeasuredOnWhatItWasFittedTo, and counts are exact.
func TestNothingIsMeasuredOnWhatItWasFittedTo(t *testing.T) {
	for _, crossFit := range []bool{false, true} {
		type asked struct {
			point Point
			items []int
		}
		var all []asked
		s := study(11, func(ctx context.Context, p Point, items []int) ([]Score, error) {
			all = append(all, asked{p, slices.Clone(items)})
			return hill(Point{5, 0.4, 2}, 0.1)(ctx, p, items)
		})
		s.CrossFit = crossFit
		told := 0
		s.Progress = func(done, most int) {
			if told++; done != told || done > most {
				t.Fatalf("%d done, told %d times, of %d", done, told, most)
			}
		}
		res := run(t, s)
		first, second := Split(11, s.Seed)
		if !slices.Equal(all[0].items, first) || !slices.Equal(all[res.halves()[0].Points].items, second) {
			t.Errorf("the first half was not fitted to, or the second not measured next")
		}
		rankings, held, grid := 0, 0, 0
		for _, a := range all {
			rankings += len(a.items)
			if a.point == (Point{0.3, 0, 8}) {
				grid += len(a.items)
			}
			if slices.Equal(a.items, second) && a.point == res.halves()[0].Point {
				held++
			}
		}
		if res.Trials != len(all) || res.Rankings != rankings || told != len(all) || held == 0 {
			t.Errorf("cross-fit %v: %d trials and %d rankings counted of %d and %d, %d told", crossFit, res.Trials, res.Rankings, len(all), rankings, told)
		}
		if want := map[bool]int{false: 5, true: 11}[crossFit]; res.Held != want {
			t.Errorf("cross-fit %v: %d held", crossFit, res.Held)
		}
		if want := map[bool]int{false: len(first), true: 11}[crossFit]; grid != want {
			t.Errorf("cross-fit %v: a point of the grid was tried with %d items, not with each of %d once", crossFit, grid, want)
		}
		s.Progress = nil
		if again := run(t, s); !reflect.DeepEqual(again, res) {
			t.Errorf("again: %+v, not %+v", again, res)
		}
	}
}

// halves are what was fitted on the halves that were fitted to.
func (r Result) halves() []Fitted {
	if r.Halves == nil {
		return []Fitted{r.Found}
	}
	return r.Halves
}

// TestNoiseIsNotFound: where points differ by chance alone, the other half seldom shows a difference, though the half that was fitted to always looks better.
func TestNoiseIsNotFound(t *testing.T) {
	alarms := 0
	const trials = 200
	for n := range trials {
		s := study(40, func(_ context.Context, p Point, items []int) ([]Score, error) {
			scores := make([]Score, len(items))
			for i, item := range items {
				chance := rand.New(rand.NewPCG(uint64(item)+uint64(n)<<32, math.Float64bits(p.K1)^math.Float64bits(p.B)<<7))
				scores[i] = Score{NDCG10: chance.NormFloat64(), Recall: []float64{1}}
			}
			return scores, nil
		})
		s.Space = Space{[]float64{1, 2, 3}, []float64{0.5, 1}, []int{3}}
		s.Report, s.Resamples, s.Seed = []Measure{NDCG()}, 199, uint64(n)
		res := run(t, s)
		if res.Found.Value <= 0 {
			t.Errorf("the best of many is %v", res.Found.Value)
		}
		if res.Others[0].Lines[0].P <= 0.05 {
			alarms++
		}
	}
	if alarms == 0 || alarms > trials/10 {
		t.Errorf("%d false alarms in %d", alarms, trials)
	}
}

func TestRunEnds(t *testing.T) {
	stop := errors.New("stop")
	for at := range 3 {
		n := 0
		s := study(8, func(ctx context.Context, p Point, items []int) ([]Score, error) {
			if n++; n > 200*at {
				return nil, stop
			}
			return hill(Point{1, 1, 1}, 0)(ctx, p, items)
		})
		if _, err := s.Run(context.Background()); !errors.Is(err, stop) {
			t.Errorf("after %d trials: %v", 200*at, err)
		}
	}
	few := study(8, func(context.Context, Point, []int) ([]Score, error) { return nil, nil })
	if _, err := few.Run(context.Background()); err == nil || err.Error() != "tune: a trial of 4 items gave 0 scores" {
		t.Errorf("%v", err)
	}
}

func TestValidate(t *testing.T) {
	for want, change := range map[string]func(*Study){
		"tune: 3 items cannot be parted into halves to fit to and to measure: give 4 at least": func(s *Study) { s.Items = 3 },
		"tune: nowhere to look: give values of k1, b and the title's weight":                   func(s *Study) { s.Space.B = nil },
		"tune: a depth that keeps 1.5 of the recall: give a share above 0, up to 1":            func(s *Study) { s.DepthShare = 1.5 },
	} {
		s := study(10, nil)
		change(&s)
		if _, err := s.Run(context.Background()); err == nil || err.Error() != want {
			t.Errorf("%v, not %s", err, want)
		}
	}
}

func TestSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, seed := rapid.IntRange(0, 200).Draw(t, "n"), rapid.Uint64().Draw(t, "seed")
		first, second := Split(n, seed)
		all := slices.Sorted(slices.Values(slices.Concat(first, second)))
		if len(first)-len(second) != n%2 || !slices.Equal(all, everything(n)) || !slices.IsSorted(first) || !slices.IsSorted(second) {
			t.Fatalf("%v and %v", first, second)
		}
	})
	a, _ := Split(100, 1)
	if b, _ := Split(100, 2); slices.Equal(a, b) {
		t.Error("two seeds, the same halves")
	}
}

func TestParseMeasure(t *testing.T) {
	s := Score{NDCG10: 1, MRR: 2, Recall: []float64{3, 4}}
	for name, want := range map[string]float64{"ndcg@10": 1, "mrr": 2, "recall@1": 3, "recall@2": 4, "recall@50": 4} {
		m, err := ParseMeasure(name)
		if err != nil || m.Name != name || m.of(s) != want {
			t.Errorf("%s: %v, %v", name, m.Name, err)
		}
	}
	for _, name := range []string{"", "ndcg", "recall@", "recall@0", "recall@-1", "recall@x"} {
		if _, err := ParseMeasure(name); err == nil {
			t.Errorf("%q is a measure", name)
		}
	}
}
