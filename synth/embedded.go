package synth

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"

	"infoseek"
	"infoseek/hcsp"
)

// EmbeddedPlanner goes by candidate counts and uses no language model. It looks a whole tree ahead: which entities under the root can be singled out by
// their own clues, and which few of the root's clues then leave the root alone, each of them needed. Then it takes the tree step by step.
//
// It works for one root; each Begin starts another tree for it, with chance of its own.
type EmbeddedPlanner struct {
	ctx     context.Context
	pages   infoseek.Pages
	solver  *hcsp.Solver
	browser Browser
	barred  func(o *Offer, ofRoot bool) bool
	// barredLeaf are offers that may only be hidden.
	barredLeaf func(o *Offer) bool
	o          Options
	rng        *rand.Rand
	masks      masks
	near       map[infoseek.PageNum][]*hiding // by page: ways to hide it under the root
	steps      []Step
	why        string
}

// option is a constraint that a plan may use for a vertex: a leaf, or a hidden vertex with its own constraints.
type option struct {
	offer int
	hide  *hiding // nil for a leaf
	set   []infoseek.PageNum
	names int
	size  int // vertices
	// categories counts those among the option's clues.
	categories int
}

// hiding is a way to single out a hidden vertex by its own constraints.
type hiding struct {
	options []option
	up      []infoseek.PageNum // what the options leave; nil until the way is picked
	set     []infoseek.PageNum // the entities related to one of up
	names   int
	size    int // vertices, itself included
	height  int
	// categories counts the clues that only state a category: sound, but dull.
	categories int
}

// Name is what questions' "planner" says.
func (p *EmbeddedPlanner) Name() string { return "embedded" }

// Begin forgets the last tree; the next one is a function of rng and of what is barred.
func (p *EmbeddedPlanner) Begin(rng *rand.Rand) { p.rng, p.steps, p.why = rng, nil, "" }

// Next hands out the steps of the plan, made at the first call.
func (p *EmbeddedPlanner) Next(ctx context.Context, s *State) (Step, error) {
	if p.steps == nil && p.why == "" {
		p.ctx = ctx
		if err := p.plan(s); err != nil {
			return Step{}, err
		}
	}
	if p.why != "" {
		return Step{Action: Quit, Why: p.why}, nil
	}
	if len(p.steps) == 0 {
		return Step{Action: Done}, nil
	}
	step := p.steps[0]
	p.steps = p.steps[1:]
	return step, nil
}

// hidden bounds of the search.
const (
	maxHidings = 4   // ways to hide one entity with the same number of clues
	maxHidden  = 8   // hidden entities under one vertex that are weighed at once
	maxFound   = 24  // sets of the root's constraints that are looked at closer
	maxWeighed = 100 // the same where they are weighed by their margin
	maxLook    = 40  // entities under the root that are looked at
)

// plan chooses the tree.
func (p *EmbeddedPlanner) plan(s *State) error {
	root := &s.Vertices[0]
	var options []option
	hideable, determined := 0, 0
	for _, i := range p.draw(root.Offers, func(o *Offer) bool { return o.entity() && o.CanHide }) {
		if root.Used[i] || hideable >= maxLook || determined >= maxHidden {
			continue
		}
		hideable++
		ways, err := p.ways(root.Page, root.Offers[i].Child, 1)
		if err != nil {
			return err
		}
		if len(ways) == 0 {
			continue
		}
		determined++
		w, err := p.pick(ways)
		if err != nil {
			return err
		}
		options = append(options, option{offer: i, hide: w, set: w.set, names: w.names, size: w.size, categories: w.categories})
	}
	switch {
	case hideable == 0:
		p.why = noClaims
		return nil
	case determined == 0:
		p.why = "not determined"
		return nil
	}
	hiddens := uint32(1)<<len(options) - 1
	options = p.leaves(options, root.Offers, func(i int) bool { return root.Used[i] }, true)
	return p.choose(root, options, hiddens)
}

// pick draws one of ways, rather one that tells more than categories: of two drawn the one with fewer. What it leaves is worked out only now: few are ever drawn.
func (p *EmbeddedPlanner) pick(ways []*hiding) (*hiding, error) {
	h := ways[p.rng.IntN(len(ways))]
	if b := ways[p.rng.IntN(len(ways))]; b.categories < h.categories {
		h = b
	}
	if h.up != nil {
		return h, nil
	}
	h.up = meetOptions(h.options, -1)
	var err error
	h.set, err = p.solver.RelatedTo(p.ctx, nil, h.up, nil)
	return h, err
}

// draw returns the indices of the offers that fit, in an order that chance decides, those with few relations rather first.
func (p *EmbeddedPlanner) draw(offers []Offer, fit func(*Offer) bool) []int {
	type key struct {
		i int
		w float64
	}
	var keys []key
	for i := range offers {
		if fit(&offers[i]) {
			// Ordering by variates of rate 1/size draws without replacement, weighted by 1/size.
			keys = append(keys, key{i, p.rng.ExpFloat64() * float64(20+len(offers[i].Set))})
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.w < b.w {
			return -1
		}
		return 1
	})
	out := make([]int, len(keys))
	for k := range keys {
		out[k] = keys[k].i
	}
	return out
}

// leaves appends the leaf options among offers, up to maxOptions in all.
func (p *EmbeddedPlanner) leaves(options []option, offers []Offer, used func(i int) bool, root bool) []option {
	for _, i := range p.draw(offers, func(o *Offer) bool { return !o.entity() || o.CanName }) {
		o := &offers[i]
		if len(options) >= maxOptions {
			break
		}
		if used(i) || p.barredLeaf(o) || root && len(o.Set) < p.o.Floor || o.entity() && p.o.Named < 1 {
			continue
		}
		names := 0
		if o.entity() {
			names = 1
		}
		categories := 0
		if !o.entity() && o.Attribute.Kind == infoseek.AttrCategory {
			categories = 1
		}
		options = append(options, option{offer: i, set: o.Set, names: names, size: 1, categories: categories})
	}
	return options
}

// ways finds ways to single out the entity y under its parent x: by clues that leave of the entities related to x only y.
func (p *EmbeddedPlanner) ways(x, y infoseek.PageNum, level int) ([]*hiding, error) {
	if level == 1 {
		if w, ok := p.near[y]; ok {
			return w, nil
		}
	}
	offers, err := p.browser.Browse(p.ctx, y)
	if err != nil {
		return nil, err
	}
	out, err := p.waysBy(nil, x, y, offers)
	if err != nil {
		return nil, err
	}
	if level == 1 && p.o.Depth >= 3 && (len(out) == 0 || p.rng.IntN(3) == 0) {
		hidden, err := p.deeper(x, y, offers)
		if err != nil {
			return nil, err
		}
		if len(hidden) > 0 {
			deep, err := p.waysBy(hidden, x, y, offers)
			if err != nil {
				return nil, err
			}
			out = append(out, deep...)
		}
	}
	if level == 1 {
		p.near[y] = out
	}
	return out, nil
}

// waysBy finds ways to single y out by its leaf offers and the hidden options given.
func (p *EmbeddedPlanner) waysBy(hidden []option, x, y infoseek.PageNum, offers []Offer) ([]*hiding, error) {
	options := p.leaves(hidden, offers, func(i int) bool {
		o := &offers[i]
		return o.entity() && o.Child == x || p.barred(o, false)
	}, false)
	universe, err := p.universe(x, options)
	if err != nil {
		return nil, err
	}
	order := p.rng.Perm(len(options))
	if p.o.Determined != infoseek.DeterminedNone && leavesOther(options, universe, y) {
		return nil, nil
	}
	p.masks.fill(universe, setsOf(options), p.pages.Info().Pages, y)
	found := p.single(options, offers, order)
	var out []*hiding
	for _, s := range found {
		out = append(out, newHiding(options, s))
	}
	return out, nil
}

// single finds sets of options that single a vertex out, a few of each size, none with an option to spare.
func (p *EmbeddedPlanner) single(options []option, offers []Offer, order []int) []uint32 {
	free := p.o.Determined == infoseek.DeterminedNone
	against := clashes(options, offers)
	var found []uint32
	inSize := 0 // found of the size that is looked at
	size := 0
	fit := func(s uint32) bool { return fits(options, &against, s, max(p.o.Named, 0), p.o.MaxSize-2) }
	// What does not fit fits no better with more; and to what singles out by itself nothing can be added that is needed.
	cut := func(s uint32) bool { return !fit(s) || !free && !p.masks.other(s) }
	subsets(order, min(4, p.o.Width), cut, func(s uint32) next {
		if k := bits.OnesCount32(s); k != size {
			size, inSize = k, 0
		}
		if fit(s) && (free || p.masks.minimal(s)) {
			found = append(found, s)
			if inSize++; inSize >= maxHidings {
				return nextSize
			}
		}
		return anySize
	})
	return found
}

// universe is what a vertex under x is singled out from, as sets to be united: what its parent is related to, or all that any of its options leaves.
func (p *EmbeddedPlanner) universe(x infoseek.PageNum, options []option) ([][]infoseek.PageNum, error) {
	if p.o.Determined != infoseek.DeterminedOwn {
		near, err := p.pages.Related(p.ctx, x)
		return [][]infoseek.PageNum{near}, err
	}
	return setsOf(options), nil
}

// leavesOther reports whether all options together leave an entity of the universe (nil: any) other than self. Then every choice of them does, and there is no need to weigh any.
func leavesOther(options []option, universe [][]infoseek.PageNum, self infoseek.PageNum) bool {
	left := meetOptions(options, -1)
	if len(universe) == 1 {
		left = hcsp.Intersect(left, left, universe[0])
	}
	return slices.ContainsFunc(left, func(p infoseek.PageNum) bool { return p != self })
}

func setsOf(options []option) [][]infoseek.PageNum {
	sets := make([][]infoseek.PageNum, len(options))
	for i := range options {
		sets[i] = options[i].set
	}
	return sets
}

// deeper finds hidden options for y itself: entities under it that can be singled out in turn.
func (p *EmbeddedPlanner) deeper(x, y infoseek.PageNum, offers []Offer) ([]option, error) {
	var options []option
	looked := 0
	for _, i := range p.draw(offers, func(o *Offer) bool { return o.entity() && o.CanHide && o.Child != x && !p.barred(o, false) }) {
		if looked++; looked > 4 || len(options) >= 2 {
			break
		}
		ways, err := p.ways(y, offers[i].Child, 2)
		if err != nil {
			return nil, err
		}
		if len(ways) > 0 {
			w, err := p.pick(ways)
			if err != nil {
				return nil, err
			}
			options = append(options, option{offer: i, hide: w, set: w.set, names: w.names, size: w.size, categories: w.categories})
		}
	}
	return options, nil
}

// newHiding is the way to hide by the options in s.
func newHiding(options []option, s uint32) *hiding {
	h := &hiding{size: 1, height: 1}
	for i := range options {
		if s&(1<<i) == 0 {
			continue
		}
		o := options[i]
		h.options = append(h.options, o)
		h.names += o.names
		h.size += o.size
		h.categories += o.categories
		if o.hide != nil {
			h.height = max(h.height, 1+o.hide.height)
		}
	}
	return h
}

// meetOptions intersects the options' sets, but for one.
func meetOptions(options []option, skip int) []infoseek.PageNum {
	var sets [][]infoseek.PageNum
	for i := range options {
		if i != skip {
			sets = append(sets, options[i].set)
		}
	}
	if len(sets) == 0 {
		return nil
	}
	slices.SortFunc(sets, func(a, b []infoseek.PageNum) int { return len(a) - len(b) })
	out := slices.Clone(sets[0])
	for _, set := range sets[1:] {
		out = hcsp.Intersect(out, out, set)
	}
	return out
}

// clashes says of each option which others it cannot stand with.
func clashes(options []option, offers []Offer) (against [maxOptions]uint32) {
	for i := range options {
		for j := range i {
			if same(&offers[options[i].offer], &offers[options[j].offer]) {
				against[i] |= 1 << j
				against[j] |= 1 << i
			}
		}
	}
	return against
}

// fits reports whether the options in s can stand together: at most so many names and vertices, and nothing said twice.
func fits(options []option, against *[maxOptions]uint32, s uint32, most, size int) bool {
	names, vertices := 0, 1
	for rest := s; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros32(rest)
		if against[i]&s != 0 {
			return false
		}
		names += options[i].names
		vertices += options[i].size
	}
	return names <= most && vertices <= size
}

// choose takes a set of the root's options that leaves it alone, each needed, and every clue of its hidden vertices needed too.
func (p *EmbeddedPlanner) choose(root *VertexState, options []option, hiddens uint32) error {
	order := p.rng.Perm(len(options))
	if leavesOther(options, nil, root.Page) {
		p.why = notUnique
		return nil
	}
	sets := setsOf(options)
	p.masks.fill(sets[:bits.OnesCount32(hiddens)], sets, p.pages.Info().Pages, root.Page)
	var found []uint32
	any, unique := false, false
	against := clashes(options, root.Offers)
	most := maxFound
	if p.o.Margin > 0 {
		most = maxWeighed
	}
	look := func(s uint32) next {
		if s&hiddens == 0 || p.masks.other(s) {
			return anySize
		}
		unique = true
		if !fits(options, &against, s, max(p.o.Named, 0), p.o.MaxSize) || !p.big(options, s) {
			return anySize
		}
		any = true
		if p.spare(s, hiddens, options, root.Page) {
			return anySize
		}
		if found = append(found, s); len(found) < most {
			return anySize
		}
		return noMore
	}
	// The same once it is known whether there are such sets at all, for the reason if none will do.
	cut := func(s uint32) bool {
		return unique && !fits(options, &against, s, max(p.o.Named, 0), p.o.MaxSize) || any && s&hiddens != 0 && !p.masks.other(s)
	}
	subsets(order, p.o.Width, cut, look)
	p.rng.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	slices.SortStableFunc(found, func(a, b uint32) int { return dullness(options, root.Offers, a) - dullness(options, root.Offers, b) })
	if p.o.Margin > 0 {
		leastRisk(options, found)
	}
	for _, s := range found {
		ok, err := p.needed(root.Page, options, s)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if ok, err = p.apart(root, options, s); err != nil {
			return err
		}
		if ok {
			p.take(0, pick(options, s), new(int))
			return nil
		}
	}
	switch {
	case len(found) > 0:
		p.why = "not minimal"
	case any:
		p.why = "not minimal"
	case unique:
		p.why = "size"
	default:
		p.why = notUnique
	}
	return nil
}

// dullness weighs what makes a question poor: clues that only state a category, and clues that all stand on the answer's own page.
func dullness(options []option, offers []Offer, s uint32) int {
	n := 0
	for _, o := range pick(options, s) {
		n += 2 * o.categories
		if offers[o.offer].Forward {
			n++
		}
	}
	return n
}

func pick(options []option, s uint32) []option {
	var out []option
	for i := range options {
		if s&(1<<i) != 0 {
			out = append(out, options[i])
		}
	}
	return out
}

// big reports whether the tree with the root's options s has enough vertices and hidden vertices.
func (p *EmbeddedPlanner) big(options []option, s uint32) bool {
	size, hidden, height := 1, 1, 0
	for _, o := range pick(options, s) {
		size += o.size
		if o.hide != nil {
			hidden += o.hide.count()
			height = max(height, 1+o.hide.height)
		}
	}
	return size >= p.o.MinSize && hidden >= p.o.Hidden && height <= p.o.Depth
}

func (h *hiding) count() int {
	n := 1
	for _, o := range h.options {
		if o.hide != nil {
			n += o.hide.count()
		}
	}
	return n
}

// spare reports whether one of the options in s is not needed.
func (p *EmbeddedPlanner) spare(s, hiddens uint32, options []option, root infoseek.PageNum) bool {
	for rest := s; rest != 0; rest &= rest - 1 {
		without := s &^ (rest & -rest)
		if p.masks.other(without) {
			continue
		}
		if without&hiddens != 0 || !slices.ContainsFunc(meetOptions(pick(options, without), -1), func(q infoseek.PageNum) bool { return q != root }) {
			return true
		}
	}
	return false
}

// needed reports whether each clue of each hidden vertex under the root is needed: without it another entity could be the root.
func (p *EmbeddedPlanner) needed(root infoseek.PageNum, options []option, s uint32) (bool, error) {
	chosen := pick(options, s)
	for i, o := range chosen {
		if o.hide == nil {
			continue
		}
		others := meetOptions(chosen, i)
		alone := len(chosen) == 1
		for k := range o.hide.options {
			if len(o.hide.options) == 1 {
				continue // then the edge above stands for it
			}
			up := meetOptions(o.hide.options, k)
			ok, err := p.another(root, others, alone, up)
			if !ok || err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// another reports whether an entity other than root is in others (anything, if alone) and related to one of up.
func (p *EmbeddedPlanner) another(root infoseek.PageNum, others []infoseek.PageNum, alone bool, up []infoseek.PageNum) (bool, error) {
	if alone {
		return len(up) > 1, nil
	}
	for _, q := range others {
		if q == root {
			continue
		}
		near, err := p.pages.Related(p.ctx, q)
		if err != nil {
			return false, err
		}
		if intersects(near, up) {
			return true, nil
		}
	}
	return false, nil
}

// intersects reports whether two ascending sets have a member in common.
func intersects(a, b []infoseek.PageNum) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, p := range a {
		i, ok := slices.BinarySearch(b, p)
		if ok {
			return true
		}
		b = b[i:]
	}
	return false
}

// apart reports whether no entity stands in two places of the tree.
func (p *EmbeddedPlanner) apart(root *VertexState, options []option, s uint32) (bool, error) {
	seen := map[infoseek.PageNum]bool{root.Page: true}
	var walk func(offers []Offer, options []option) (bool, error)
	walk = func(offers []Offer, options []option) (bool, error) {
		for _, o := range options {
			f := &offers[o.offer]
			if !f.entity() {
				continue
			}
			if seen[f.Child] {
				return false, nil
			}
			seen[f.Child] = true
			if o.hide == nil {
				continue
			}
			below, err := p.browser.Browse(p.ctx, f.Child)
			if err != nil {
				return false, err
			}
			if ok, err := walk(below, o.hide.options); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	}
	return walk(root.Offers, pick(options, s))
}

// take turns the chosen options into steps: each hidden vertex first, then what is below it. vertices counts the hidden ones.
func (p *EmbeddedPlanner) take(vertex int, options []option, vertices *int) {
	for _, o := range options {
		if o.hide == nil {
			p.steps = append(p.steps, Step{Action: Breadth, Vertex: vertex, Offer: o.offer})
			continue
		}
		action := Depth
		if *vertices == 0 {
			action = FirstHop
		}
		p.steps = append(p.steps, Step{Action: action, Vertex: vertex, Offer: o.offer})
		*vertices++
		p.take(*vertices, o.hide.options, vertices)
	}
}
