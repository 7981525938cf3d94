package synth

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"infoseek"
	"infoseek/hcsp"
)

// guided is the Planner that asks a Decider step by step. It lists the choices, leaves out what would break a rule or (unless Guide.Choices says otherwise) lead to no tree that certifies, carries
// the Decider's numbers out one by one, and ends the tree when it is whole.
type guided struct {
	*outlook
	decider  Decider
	rng      *rand.Rand
	queue    []taken // what was decided and not carried out yet
	last     *taken  // the step handed out last
	asked    int
	explored *exploration // with ModeDiffusion
	counts   map[string]int
	source   Browser // of the tree
	// rereads is set where the tree's Browser is not the one that looks ahead.
	rereads bool
}

// The names under which decisions are counted.
const (
	countMade     = "planner: decisions"          // by the Decider
	countRepaired = "planner: decisions repaired" // of these, after an invalid answer
	countFallback = "planner: decisions by fallback"
	countForced   = "planner: steps without a choice" // only one was possible
	countLeftOut  = "planner: numbers left out"       // chosen beside others with which they lead nowhere
)

func (g *guided) Name() string { return g.decider.Name() }

func (g *guided) Counts() map[string]int { return g.counts }

func (g *guided) count(what string) { g.counts[what]++ }

// Begin forgets the last tree.
func (g *guided) Begin(rng *rand.Rand) {
	g.begin(rng)
	g.rng, g.queue, g.last, g.asked, g.explored = rng, nil, nil, 0, nil
}

// Next asks the Decider unless what it decided before is not carried out yet.
func (g *guided) Next(ctx context.Context, s *State) (Step, error) {
	g.ctx = ctx
	g.noteLast(s)
	if g.o.Guide.Mode == ModeDiffusion {
		return g.nextExplored(s)
	}
	for {
		choices, end, err := g.choices(s)
		if err != nil || end != nil {
			return g.ended(end), err
		}
		if step, ok := g.dequeue(choices); ok {
			return step, nil
		}
		step, ok, err := g.decide(s, choices)
		if ok || err != nil {
			return step, err
		}
	}
}

func (g *guided) ended(end *Step) Step {
	if end == nil {
		return Step{}
	}
	return *end
}

// noteLast takes the last step for taken unless the loop refused it.
func (g *guided) noteLast(s *State) {
	if g.last != nil && s.Refused == nil {
		g.note(*g.last, g.rereads && g.last.hides)
	}
	g.last = nil
}

// step hands a choice out.
func (g *guided) step(s *State, t taken) Step {
	g.last = &t
	at := slices.IndexFunc(s.Vertices, func(v VertexState) bool { return v.Page == t.page })
	return t.step(at, s)
}

// step is the loop's step for t at the vertex with this index.
func (t taken) step(vertex int, s *State) Step {
	switch {
	case !t.hides:
		return Step{Action: Breadth, Vertex: vertex, Offer: t.offer}
	case len(s.Vertices) == 1:
		return Step{Action: FirstHop, Vertex: vertex, Offer: t.offer}
	}
	return Step{Action: Depth, Vertex: vertex, Offer: t.offer}
}

// dequeue hands out the next thing decided that is still among the choices.
func (g *guided) dequeue(choices *menu) (Step, bool) {
	for len(g.queue) > 0 {
		t := g.queue[0]
		g.queue = g.queue[1:]
		if choices.has(t) {
			return g.step(choices.state, t), true
		}
		g.count(countLeftOut)
	}
	return Step{}, false
}

// menu is what can be chosen in a state.
type menu struct {
	state   *State
	items   []taken
	choices []Choice // of the items
	done    bool
}

func (m *menu) has(t taken) bool { return slices.Contains(m.items, t) }

func (m *menu) add(t taken, ways int) {
	for v := range m.state.Vertices {
		if m.state.Vertices[v].Page == t.page {
			m.items = append(m.items, t)
			m.choices = append(m.choices, m.state.choice(t.step(v, m.state), ways))
		}
	}
}

// choice measures what a step does.
func (s *State) choice(step Step, ways int) Choice {
	v := &s.Vertices[step.Vertex]
	set := v.Offers[step.Offer].Set
	before, left := len(v.Left), len(set)
	switch {
	case step.Vertex > 0 || len(v.Left) > 0:
		left = len(hcsp.Intersect(nil, v.Left, set))
	default:
		before = max(left, s.entities)
	}
	return Choice{Step: step, Left: left, Ways: ways, Gain: math.Log2(float64(before+1) / float64(left+1))}
}

// choices lists what can be chosen; end is the step to take where there is nothing to choose.
func (g *guided) choices(s *State) (*menu, *Step, error) {
	if g.o.Guide.Choices == ChoicesSound {
		return g.soundChoices(s)
	}
	why, err := g.plans(s)
	if err != nil {
		return nil, nil, err
	}
	m := &menu{state: s}
	ways := map[taken]int{}
	for _, p := range g.known {
		whole := true
		for _, t := range p.edges {
			if !slices.Contains(g.taken, t) {
				whole = false
				ways[t]++
			}
		}
		if whole {
			return nil, &Step{Action: Done}, nil
		}
	}
	for _, t := range slices.SortedFunc(keys(ways), compareTaken) {
		m.add(t, ways[t])
	}
	m.keep(g.permitted)
	if len(m.items) == 0 {
		return nil, &Step{Action: Quit, Why: why}, nil
	}
	return m, nil, nil
}

func keys(m map[taken]int) func(func(taken) bool) {
	return func(yield func(taken) bool) {
		for t := range m {
			if !yield(t) {
				return
			}
		}
	}
}

// permitted reports whether the loop would take the step and its action is one of those allowed.
func (g *guided) permitted(s *State, step Step) bool {
	return g.o.Guide.allows(step.Action) && s.Check(step) == nil
}

// keep drops the items that are not fit.
func (m *menu) keep(fit func(*State, Step) bool) {
	items, choices := m.items, m.choices
	m.items, m.choices = nil, nil
	for i, c := range choices {
		if fit(m.state, c.Step) {
			m.items, m.choices = append(m.items, items[i]), append(m.choices, c)
		}
	}
}

// soundChoices lists all that breaks no rule.
func (g *guided) soundChoices(s *State) (*menu, *Step, error) {
	m := &menu{state: s, done: g.whole(s)}
	for v := range s.Vertices {
		vertex := &s.Vertices[v]
		for i := range vertex.Offers {
			for _, hides := range []bool{false, true} {
				if g.room(s, v, i, hides) {
					m.add(taken{page: vertex.Page, offer: i, hides: hides, child: hiddenChild(&vertex.Offers[i], hides)}, 0)
				}
			}
		}
	}
	m.keep(g.permitted)
	switch {
	case len(m.items) > 0:
		return m, nil, nil
	case m.done:
		return nil, &Step{Action: Done}, nil
	}
	return nil, &Step{Action: Quit, Why: notUnique}, nil
}

func hiddenChild(o *Offer, hides bool) infoseek.PageNum {
	if hides {
		return o.Child
	}
	return 0
}

// room reports whether the caps leave room for an offer of a vertex, and whether it would narrow the vertex.
func (g *guided) room(s *State, vertex, offer int, hides bool) bool {
	v := &s.Vertices[vertex]
	o := &v.Offers[offer]
	more := 1
	if hides {
		more = 2 // a hidden vertex has a clue of its own
	}
	switch {
	case v.Children >= g.o.Width, s.Size+more > g.o.MaxSize, v.Level+more > g.o.Depth:
		return false
	case !hides && o.entity() && s.Named >= max(g.o.Named, 0):
		return false
	case !hides && vertex > 0 && len(v.Left) <= 1, !hides && vertex == 0 && v.Children > 0 && len(v.Left) <= 1:
		return false // it is singled out
	case vertex == 0 && len(o.Set) < g.o.Floor:
		return false
	}
	return hides || s.choice(Step{Action: Breadth, Vertex: vertex, Offer: offer}, 0).Gain > 0
}

// whole reports whether the tree could be done.
func (g *guided) whole(s *State) bool {
	if len(s.Vertices) < g.o.Hidden || s.Size < g.o.MinSize || s.Vertices[0].Children == 0 || len(s.Vertices[0].Left) != 1 {
		return false
	}
	for _, v := range s.Vertices[1:] {
		if v.Children == 0 || g.o.Determined != infoseek.DeterminedNone && len(v.Left) != 1 {
			return false
		}
	}
	return true
}

// decide asks the Decider, or takes what alone is possible; ok is false if what it decided is in the queue.
func (g *guided) decide(s *State, m *menu) (Step, bool, error) {
	m.draw(g.rng, g.o.Guide.shown())
	if len(m.items) == 1 && !m.done {
		g.count(countForced)
		return g.step(s, m.items[0]), true, nil
	}
	scene := &Scene{
		State: s, Choices: m.choices, Done: m.done && g.o.Guide.allows(Done), Quit: g.o.Guide.allows(Quit),
		Iteration: g.asked + 1, Iterations: g.o.Guide.iterations(), Rand: g.rng, Explore: g.explored != nil,
	}
	d, err := g.ask(scene)
	if err != nil {
		return Step{}, false, err
	}
	if d.Action == Done || d.Action == Quit {
		return Step{Action: d.Action, Why: d.Why}, true, nil
	}
	for _, n := range d.Numbers {
		g.queue = append(g.queue, m.items[n-1])
	}
	return Step{}, false, nil
}

// ask has the Decider decide, or where it can't and that is allowed, the embedded one.
func (g *guided) ask(scene *Scene) (Decision, error) {
	if g.asked >= scene.Iterations {
		if g.o.Guide.Fallback {
			g.count(countFallback)
			return EmbeddedDecider{}.Decide(g.ctx, scene)
		}
		return Decision{Action: Quit, Why: "iterations"}, nil
	}
	g.asked++
	d, err := g.decider.Decide(g.ctx, scene)
	if err == nil {
		err = scene.Check(d)
	}
	if invalid := (*InvalidError)(nil); errors.As(err, &invalid) && g.o.Guide.Fallback {
		g.count(countFallback)
		return EmbeddedDecider{}.Decide(g.ctx, scene)
	}
	if err != nil {
		return Decision{}, err
	}
	g.count(countMade)
	if d.Repaired {
		g.count(countRepaired)
	}
	return d, nil
}

// entry is an item that is drawn.
type entry struct {
	t   taken
	c   Choice
	key float64
}

// saying is the same for choices that a reader would take for one: another range of the same year.
type saying struct {
	clue
	vertex int
	action Action
}

func (e entry) told(s *State) saying {
	return saying{s.Vertices[e.c.Vertex].Offers[e.c.Offer].clue(), e.c.Vertex, e.c.Action}
}

// draw keeps at most so many items, by chance, those that narrow most rather, of those that say much the same one, and numbers them by vertex.
func (m *menu) draw(rng *rand.Rand, most int) {
	entries := make([]entry, len(m.items))
	for i, c := range m.choices {
		// Ordering by variates of rate w draws without replacement, weighted by w.
		entries[i] = entry{m.items[i], c, rng.ExpFloat64() / (0.5 + c.Gain)}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	seen := map[saying]bool{}
	entries = slices.DeleteFunc(entries, func(e entry) bool {
		said := e.told(m.state)
		again := seen[said]
		seen[said] = true
		return again
	})
	entries = entries[:min(most, len(entries))]
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.c.Vertex, b.c.Vertex), cmp.Compare(a.c.Action, b.c.Action), cmp.Compare(a.c.Offer, b.c.Offer))
	})
	m.items, m.choices = nil, nil
	for _, e := range entries {
		m.items, m.choices = append(m.items, e.t), append(m.choices, e.c)
	}
}
