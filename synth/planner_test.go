package synth

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/hcsp"
)

// worker is one that works over the test's corpus, outside of any run.
func (w world) worker(t *testing.T, o Options) *worker {
	t.Helper()
	j := w.job("", normal(t, o), 1)
	return &worker{checks: j.shared("synth-test"), solver: hcsp.NewSolver(w.pages)}
}

// growth is a tree to be grown by any planner.
func (w *worker) growth() *growth {
	return &growth{ctx: context.Background(), solver: w.solver, pages: w.pages, browser: w, o: w.o, barred: func(*Offer, bool) bool { return false }, barredLeaf: func(*Offer) bool { return false }}
}

// TestPlansAreAccepted: what the embedded planner plans can be taken step by step, and is unique and determined as the solver sees it. Each clue is needed, but for what only
// the certificate looks at: alternatives that would use one entity twice.
func TestPlansAreAccepted(t *testing.T) {
	w := openWorld(t)
	for name, o := range map[string]Options{
		"joint": {}, "own": {Determined: infoseek.DeterminedOwn}, "none": {Determined: infoseek.DeterminedNone}, "deep": {Hidden: 3, MinSize: 7}, "small": {MinSize: 3, MaxSize: 5, Depth: 2, Width: 3, Floor: -1},
	} {
		t.Run(name, func(t *testing.T) {
			wk := w.worker(t, o)
			planned, spare := 0, 0
			for root := range infoseek.PageNum(few(60)) {
				g := wk.growth()
				p := wk.embedded(g)
				for try := range 3 {
					p.Begin(rand.New(rand.NewPCG(uint64(root), uint64(try))))
					reason, _, err := g.grow(root, p)
					if err != nil {
						t.Fatalf("page %d: %v", root, err)
					}
					if p.why != "" {
						if reason != p.why || !slices.Contains(reasons, reason) {
							t.Errorf("page %d: reason %q, planner's %q", root, reason, p.why)
						}
						continue
					}
					planned++
					switch {
					case reason == "too small": // clues were pruned
						spare++
					case reason != "":
						t.Errorf("page %d: planned, but %s", root, reason)
					case !wk.certify(t, g).Minimal:
						spare++
					}
				}
			}
			if planned < few(20) || spare > planned/4+1 {
				t.Errorf("%d plans, %d with clues to spare", planned, spare)
			}
		})
	}
}

func (w *worker) certify(t *testing.T, g *growth) infoseek.Certificate {
	t.Helper()
	d, err := (&drafter{ctx: g.ctx, pages: w.pages, info: w.info}).draft(g.root, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := hcsp.Validate(d.Tree); err != nil {
		t.Fatal(err)
	}
	c, err := w.solver.Certify(g.ctx, d.Tree)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Unique || !atLeast(c.Determined, w.o.Determined) || c.Selectivity < w.o.Floor {
		t.Errorf("%s: unique %v, determined %s, selectivity %d", *d.Tree.Vertices[0].Entity, c.Unique, c.Determined, c.Selectivity)
	}
	return c
}

// puppet is a Planner that does what it is told.
type puppet func(s *State) Step

func (p puppet) Name() string                                   { return "puppet" }
func (p puppet) Begin(*rand.Rand)                               {}
func (p puppet) Next(_ context.Context, s *State) (Step, error) { return p(s), nil }
func offer(s *State, v int, fit func(*Offer) bool) int {
	return slices.IndexFunc(s.Vertices[v].Offers, func(o Offer) bool { return fit(&o) })
}
func (w world) root(t *testing.T, title string) (n infoseek.PageNum) {
	t.Helper()
	n, err := w.pages.ByTitle(context.Background(), title)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestForeignPlannersAreChecked: a planner that asks for what there is not is refused with an error.
func TestForeignPlannersAreChecked(t *testing.T) {
	w := openWorld(t)
	wk := w.worker(t, Options{})
	attribute := func(o *Offer) bool { return !o.entity() }
	unnameable := func(o *Offer) bool { return o.entity() && !o.CanName }
	for name, c := range map[string]struct {
		play puppet
		want string
	}{
		"vertex -1":    {func(*State) Step { return Step{Action: Breadth, Vertex: -1} }, "vertex -1: there are 1"},
		"vertex 1":     {func(*State) Step { return Step{Action: Breadth, Vertex: 1} }, "vertex 1: there are 1"},
		"offer -1":     {func(*State) Step { return Step{Action: Breadth, Offer: -1} }, "offer -1"},
		"offer 1e6":    {func(*State) Step { return Step{Action: Depth, Offer: 1_000_000} }, "offer 1000000"},
		"offer twice":  {func(s *State) Step { return Step{Action: Breadth, Offer: offer(s, 0, attribute)} }, "any more"},
		"no action":    {func(*State) Step { return Step{} }, "action 0"},
		"action 77":    {func(*State) Step { return Step{Action: 77} }, "action 77"},
		"hides a year": {func(s *State) Step { return Step{Action: Depth, Offer: offer(s, 0, attribute)} }, "no entity that can be hidden"},
		"no own name": {func(s *State) Step {
			s.Vertices[0].Offers = slices.Clone(s.Vertices[0].Offers)
			s.Vertices[0].Offers[0].CanName, s.Vertices[0].Offers[0].Attribute = false, nil
			return Step{Action: Breadth, Offer: offer(s, 0, unnameable)}
		}, "no name of its own"},
	} {
		reason, detail, err := wk.growth().grow(w.root(t, "Ashwick"), c.play)
		if err != nil || reason != invalidStep || !strings.Contains(detail, c.want) {
			t.Errorf("%s: reason %q, %q, error %v, want %q", name, reason, detail, err, c.want)
		}
	}
}

// TestPlannerWithoutEndIsStopped goes on adding whatever is left, vertex after vertex.
func TestPlannerWithoutEndIsStopped(t *testing.T) {
	w := openWorld(t)
	wk := w.worker(t, Options{})
	steps := 0
	greedy := puppet(func(s *State) Step {
		steps++
		for v := range s.Vertices {
			for i := range s.Vertices[v].Offers {
				switch o := &s.Vertices[v].Offers[i]; {
				case s.Vertices[v].Used[i]:
				case o.entity() && o.CanHide:
					return Step{Action: Depth, Vertex: v, Offer: i}
				case !o.entity():
					return Step{Action: Breadth, Vertex: v, Offer: i}
				}
			}
		}
		t.Fatal("nothing is left")
		return Step{}
	})
	reason, _, err := wk.growth().grow(w.root(t, "Ashwick"), greedy)
	if err != nil || reason != "steps" || steps != maxSteps {
		t.Errorf("reason %q after %d steps, %v", reason, steps, err)
	}
}

// TestPlannerDoneTooEarly: a tree that is not good is not taken for done because the planner says so.
func TestPlannerDoneTooEarly(t *testing.T) {
	w := openWorld(t)
	wk := w.worker(t, Options{})
	if reason, _, err := wk.growth().grow(w.root(t, "Ashwick"), puppet(func(*State) Step { return Step{Action: Done} })); err != nil || !slices.Contains(reasons, reason) {
		t.Errorf("a bare root: reason %q, %v", reason, err)
	}
	once := puppet(func(s *State) Step {
		if s.Size > 1 {
			return Step{Action: Done}
		}
		return Step{Action: FirstHop, Offer: offer(s, 0, func(o *Offer) bool { return o.entity() && o.CanHide })}
	})
	if reason, _, err := wk.growth().grow(w.root(t, "Ashwick"), once); err != nil || !slices.Contains(reasons, reason) {
		t.Errorf("a hidden vertex without clues: reason %q, %v", reason, err)
	}
	quit := puppet(func(*State) Step { return Step{Action: Quit, Why: "size"} })
	if reason, _, err := wk.growth().grow(w.root(t, "Ashwick"), quit); err != nil || reason != "size" {
		t.Errorf("quit: reason %q, %v", reason, err)
	}
	for _, why := range []string{"", "I cannot go on."} {
		mute := puppet(func(*State) Step { return Step{Action: Quit, Why: why} })
		if reason, _, err := wk.growth().grow(w.root(t, "Ashwick"), mute); err != nil || reason != givenUp {
			t.Errorf("quit for %q: reason %q, %v", why, reason, err)
		}
	}
}

// TestLimitsHoldForForeignPlanners plays the steps that the embedded planner planned under wider limits.
func TestLimitsHoldForForeignPlanners(t *testing.T) {
	w := openWorld(t)
	wide := w.worker(t, Options{Width: 5, Depth: 4, Named: 3, MaxSize: 10})
	for want, narrow := range map[string]func(*Options){
		"names": func(o *Options) { o.Named = -1 }, "width": func(o *Options) { o.Width = 1 }, "depth": func(o *Options) { o.Depth = 1 }, "size": func(o *Options) { o.MinSize, o.MaxSize = 3, 4 },
		"too small": func(o *Options) { o.MinSize = 10 }, "too few hidden vertices": func(o *Options) { o.Hidden = 5 },
	} {
		seen := map[string]bool{}
		for root := range infoseek.PageNum(30) {
			g := wide.growth()
			p := wide.embedded(g)
			p.Begin(rand.New(rand.NewPCG(uint64(root), 0)))
			narrow(&g.o)
			reason, _, err := g.grow(root, p)
			if err != nil {
				t.Fatal(err)
			}
			if seen[reason] = true; seen[want] {
				break
			}
		}
		if !seen[want] {
			t.Errorf("no tree is refused for %q: %v", want, seen)
		}
	}
}

type sick struct{ puppet }

func (sick) Next(context.Context, *State) (Step, error) { return Step{}, errDisk }

func TestPlannerError(t *testing.T) {
	w := openWorld(t)
	if _, _, err := w.worker(t, Options{}).growth().grow(w.root(t, "Ashwick"), sick{}); !errors.Is(err, errDisk) {
		t.Errorf("error %v", err)
	}
}
