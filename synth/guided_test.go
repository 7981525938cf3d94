package synth

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"infoseek"
)

// led is a job whose trees are decided by d.
func led(w world, t *testing.T, d Decider, g Guide, n int) Job {
	j := w.job(t.TempDir(), quick(), n)
	j.Options.Guide = g
	if d != nil {
		j.Crew = func(Item) (Crew, error) { return Crew{Decider: d}, nil }
	}
	return j
}

// titles are those of the first n entities that have a text.
func titles(w world, t *testing.T, n int) []string {
	t.Helper()
	var out []string
	for i := range w.pages.Info().Pages {
		p, err := w.pages.Page(context.Background(), infoseek.PageNum(i))
		if err != nil {
			t.Fatal(err)
		}
		if p.Entity && p.Length > 200 && len(out) < n {
			out = append(out, p.Title)
		}
	}
	return out
}

// TestDeciders: whoever decides, what comes of it is certified, decisions are counted, and the work's order changes nothing.
func TestDeciders(t *testing.T) {
	w := openWorld(t)
	for name, c := range map[string]struct {
		d Decider
		g Guide
	}{
		"random":             {RandomDecider{}, Guide{Iterations: 20}},
		"embedded":           {EmbeddedDecider{}, Guide{Iterations: 20, Shown: 6}},
		"sound":              {EmbeddedDecider{}, Guide{Iterations: 20, Choices: ChoicesSound}},
		"random diffusion":   {RandomDecider{}, Guide{Mode: ModeDiffusion, Iterations: 2, Explore: 6}},
		"embedded diffusion": {nil, Guide{Mode: ModeDiffusion, Iterations: 2, Explore: 6}},
	} {
		t.Run(name, func(t *testing.T) {
			var want [2]string
			for i, workers := range []int{1, 3} {
				j := led(w, t, c.d, c.g, few(3))
				j.Limits.Workers = workers
				res := mustRun(t, j)
				if res.Questions == 0 || res.Agents[countMade] == 0 {
					t.Fatalf("%+v", res)
				}
				for _, q := range questions(t, j.Dir) {
					if !q.Certificate.Unique || !q.Certificate.Minimal || q.Certificate.Determined == infoseek.DeterminedNone {
						t.Errorf("%s: certificate %+v", q.Question, q.Certificate)
					}
					if want := map[bool]string{true: "random", false: "embedded"}[strings.HasPrefix(name, "random")]; q.Planner != want {
						t.Errorf("planner %q, want %q", q.Planner, want)
					}
				}
				if got := outputs(t, j.Dir); i == 0 {
					want = got
				} else if got != want {
					t.Error("other outputs with more workers")
				}
			}
		})
	}
}

// TestDiffusionHidesMore: an explored tree gives trees with more hidden vertices than a planned one.
func TestDiffusionHidesMore(t *testing.T) {
	w := openWorld(t)
	mean := func(g Guide) float64 {
		j := led(w, t, EmbeddedDecider{}, g, 16)
		mustRun(t, j)
		hidden, n := 0, 0
		for _, q := range questions(t, j.Dir) {
			n++
			for _, v := range q.Tree.Vertices {
				if v.Hidden {
					hidden++
				}
			}
		}
		return float64(hidden) / float64(n)
	}
	planned, explored := mean(Guide{Iterations: 20}), mean(Guide{Mode: ModeDiffusion})
	if !(explored > planned+0.3) {
		t.Errorf("%.2f hidden vertices planned, %.2f explored", planned, explored)
	}
}

// fickle is a Browser that finds less than the embedded one, in another order.
type fickle struct{ Browser }

func (f fickle) Browse(ctx context.Context, n infoseek.PageNum) ([]Offer, error) {
	all, err := f.Browser.Browse(ctx, n)
	out := slices.Clone(all[:len(all)*3/4])
	slices.Reverse(out)
	return out, err
}

// TestLookAheadWithAnotherBrowser: the look-ahead goes by what the tree's Browser found, whatever it had read of the same page before.
func TestLookAheadWithAnotherBrowser(t *testing.T) {
	w := openWorld(t)
	for _, mode := range []string{"", ModeDiffusion} {
		j := led(w, t, nil, Guide{Mode: mode, Iterations: 8, Explore: 5}, few(4))
		j.Crew = func(i Item) (Crew, error) { return Crew{Decider: RandomDecider{}, Browser: fickle{i.Browser}}, nil }
		if res := mustRun(t, j); res.Questions == 0 {
			t.Errorf("%q: %+v", mode, res)
		}
	}
}

// scripted is a Decider that does as it is told.
type scripted struct {
	decide func(*Scene) (Decision, error)
}

func (scripted) Name() string { return "scripted" }
func (s scripted) Decide(_ context.Context, scene *Scene) (Decision, error) {
	return s.decide(scene)
}

// TestChoicesCanBeTaken: each choice shown in any state on the way is one that the loop takes, whatever is chosen, and what is shown as leaving so many candidates leaves them.
func TestChoicesCanBeTaken(t *testing.T) {
	w := openWorld(t)
	for _, mode := range []string{ChoicesReachable, ChoicesSound} {
		var checked atomic.Int64 // trees grow side by side
		watch := scripted{func(s *Scene) (Decision, error) {
			if len(s.Choices) == 0 || len(s.Choices) > 5 {
				t.Errorf("%d choices shown", len(s.Choices))
				return Decision{}, errDisk
			}
			for _, c := range s.Choices {
				if err := s.State.Check(c.Step); err != nil {
					t.Errorf("a choice that cannot be taken: %v", err)
				}
				if c.Ways == 0 && mode == ChoicesReachable {
					t.Error("a choice that leads nowhere")
				}
				checked.Add(1)
			}
			return RandomDecider{}.Decide(context.Background(), s)
		}}
		mustRun(t, led(w, t, watch, Guide{Choices: mode, Iterations: 20, Shown: 5}, few(4)))
		if n := checked.Load(); n < 20 {
			t.Errorf("%s: only %d choices were seen", mode, n)
		}
	}
}

// TestInvalidDecisions: what stays invalid drops the tree, or is decided by the embedded planner where that is allowed, and is counted as such.
func TestInvalidDecisions(t *testing.T) {
	w := openWorld(t)
	for name, decide := range map[string]func(*Scene) (Decision, error){
		"says nothing": func(*Scene) (Decision, error) {
			return Decision{}, &InvalidError{Agent: "planner", Err: errors.New("no JSON")}
		},
		"number 99": func(s *Scene) (Decision, error) {
			return Decision{Action: s.Choices[0].Action, Numbers: []int{99}}, nil
		},
		"wrong vertex": func(s *Scene) (Decision, error) {
			return Decision{Action: s.Choices[0].Action, Vertex: 7, Numbers: []int{1}}, nil
		},
		"no numbers":    func(s *Scene) (Decision, error) { return Decision{Action: s.Choices[0].Action}, nil },
		"done too soon": func(*Scene) (Decision, error) { return Decision{Action: Done}, nil },
	} {
		j := led(w, t, scripted{decide}, Guide{}, 1000)
		j.Options.Roots = titles(w, t, 12)
		res := mustRun(t, j)
		if res.Questions != 0 || res.Reasons[invalidPlanner] == 0 || res.Agents[countMade] != 0 {
			t.Errorf("%s: %+v", name, res)
		}
		res = mustRun(t, led(w, t, scripted{decide}, Guide{Fallback: true, Iterations: 20}, 3))
		if res.Questions != 3 || res.Agents[countFallback] == 0 || res.Agents[countMade] != 0 {
			t.Errorf("%s, with a fallback: %+v", name, res)
		}
	}
}

// TestIterationsEnd: a tree that is not whole when the iterations are used up is dropped, and a planner may give up.
func TestIterationsEnd(t *testing.T) {
	w := openWorld(t)
	j := led(w, t, RandomDecider{}, Guide{Iterations: 1}, 1000)
	j.Options.Roots = titles(w, t, 30)
	res := mustRun(t, j)
	if res.Reasons["iterations"] == 0 {
		t.Errorf("%+v", res)
	}
	quit := scripted{func(*Scene) (Decision, error) { return Decision{Action: Quit, Why: "no good"}, nil }}
	for _, mode := range []string{"", ModeDiffusion} {
		j := led(w, t, quit, Guide{Mode: mode}, 1000)
		j.Options.Roots = titles(w, t, 12)
		if res := mustRun(t, j); res.Reasons[givenUp] == 0 || res.Questions != 0 {
			t.Errorf("%q: %+v", mode, res)
		}
	}
}

// TestActionsAllowed: without depth no hidden vertex is below another, and quit is not open.
func TestActionsAllowed(t *testing.T) {
	w := openWorld(t)
	g := Guide{Actions: []Action{FirstHop, Breadth, Done}, Iterations: 20}
	watch := scripted{func(s *Scene) (Decision, error) {
		if s.Quit || slices.ContainsFunc(s.Choices, func(c Choice) bool { return c.Action == Depth }) {
			t.Error("an action is open that is not allowed")
		}
		return RandomDecider{}.Decide(context.Background(), s)
	}}
	if res := mustRun(t, led(w, t, watch, g, 3)); res.Questions == 0 {
		t.Errorf("%+v", res)
	}
}

// TestSceneCheck: exactly the decisions that name choices of one action and vertex pass.
func TestSceneCheck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &Scene{Done: rapid.Bool().Draw(t, "done"), Quit: rapid.Bool().Draw(t, "quit"), Rand: rand.New(rand.NewPCG(1, 2))}
		for i := range rapid.IntRange(1, 6).Draw(t, "choices") {
			action := Action(rapid.IntRange(int(FirstHop), int(Depth)).Draw(t, fmt.Sprint("action", i)))
			s.Choices = append(s.Choices, Choice{Step: Step{Action: action, Vertex: rapid.IntRange(0, 2).Draw(t, fmt.Sprint("vertex", i))}})
		}
		for _, d := range []Decider{RandomDecider{}, EmbeddedDecider{}} {
			decision, err := d.Decide(context.Background(), s)
			if err != nil || s.Check(decision) != nil {
				t.Fatalf("%s decides %+v: %v, %v", d.Name(), decision, err, s.Check(decision))
			}
		}
		d := Decision{
			Action: Action(rapid.IntRange(0, 6).Draw(t, "action")), Vertex: rapid.IntRange(-1, 3).Draw(t, "vertex"),
			Numbers: rapid.SliceOfN(rapid.IntRange(-1, 8), 0, 4).Draw(t, "numbers"),
		}
		good := d.Action == Done && s.Done || d.Action == Quit && s.Quit
		if d.Action >= FirstHop && d.Action <= Depth && len(d.Numbers) > 0 {
			good = true
			seen := map[int]bool{}
			for _, n := range d.Numbers {
				good = good && n >= 1 && n <= len(s.Choices) && !seen[n] && s.Choices[n-1].Action == d.Action && s.Choices[n-1].Vertex == d.Vertex
				seen[n] = true
			}
		}
		err := s.Check(d)
		if (err == nil) != good || err != nil && !errors.As(err, new(*InvalidError)) {
			t.Fatalf("%+v of %+v: %v", d, s.Choices, err)
		}
	})
}

func TestGuideIsChecked(t *testing.T) {
	for want, g := range map[string]Guide{
		`mode "wide"`:      {Mode: "wide"},
		`choices "all"`:    {Choices: "all"},
		"iterations -1":    {Iterations: -1},
		"explore 1":        {Explore: 1},
		"action 9":         {Actions: []Action{9}},
		"there is no tree": {Actions: []Action{Depth}},
	} {
		if _, err := (Options{Guide: g}).Normalize(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", want, err)
		}
	}
}

// TestLimitStopsTheRun: a budget that is used up is no fault of any root.
func TestLimitStopsTheRun(t *testing.T) {
	w := openWorld(t)
	poor := scripted{func(*Scene) (Decision, error) {
		return Decision{}, &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "generate", Err: fmt.Errorf("budget: %w", infoseek.ErrLimit)}
	}}
	j := led(w, t, poor, Guide{}, 3)
	if _, err := Run(context.Background(), j); !errors.Is(err, infoseek.ErrLimit) || errors.As(err, new(*FaultsError)) {
		t.Errorf("error %v", err)
	}
}
