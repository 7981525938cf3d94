package synth

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"

	"infoseek"
)

// outlook looks ahead of a tree that is grown step by step: which whole trees that certify it can still become. It is the embedded planner's search, made to go by what is taken already.
type outlook struct {
	*EmbeddedPlanner
	taken []taken
	known []plan // trees that the one grown can still become
}

// taken is a step that was taken, by the page of its vertex.
type taken struct {
	page  infoseek.PageNum
	offer int
	child infoseek.PageNum // of a hidden child
	hides bool
}

// plan is a whole tree, as the steps from the root and from each hidden vertex.
type plan struct{ edges []taken }

// bounds of the look-ahead
const (
	maxPlans = 60 // trees known at once
	fewPlans = 12 // from which on none are looked for
	rounds   = 8  // of choosing ways to hide
	perRound = 10 // trees of a round
)

// sight is the Browser of a look-ahead: what the crew's Browser found where it has read already, the embedded one for all other pages, since asking a model about pages that may never be used costs too much.
type sight struct{ *worker }

func (w sight) Browse(ctx context.Context, n infoseek.PageNum) ([]Offer, error) {
	if offers, ok := w.read[n]; ok {
		return offers, nil
	}
	return w.checks.Browse(ctx, n)
}

// begin forgets what was taken.
func (l *outlook) begin(rng *rand.Rand) {
	l.Begin(rng)
	l.taken, l.known = nil, nil
	clear(l.near) // ways by what another Browser read of vertices of the last tree
}

// note notes a step that was taken. A vertex that is read only now, by another Browser than the one that looked ahead, has other offers: trees that hide it are forgotten.
func (l *outlook) note(t taken, reread bool) {
	l.taken = append(l.taken, t)
	l.known = slices.DeleteFunc(l.known, func(p plan) bool {
		return !slices.Contains(p.edges, t) || reread && slices.ContainsFunc(p.edges, func(e taken) bool { return e.page == t.child })
	})
	if reread {
		clear(l.near)
	}
}

// plans looks for trees that the state can still become, unless enough are known; without any, why says what is lacking.
func (l *outlook) plans(s *State) (why string, err error) {
	for range rounds {
		if len(l.known) >= fewPlans {
			break
		}
		options, hiddens, reason, err := l.rootOptions(&s.Vertices[0])
		if why = reason; err != nil || hiddens == 0 {
			return why, err
		}
		more, reason, err := l.trees(&s.Vertices[0], options, hiddens, perRound)
		if why = reason; err != nil {
			return "", err
		}
		for _, p := range more {
			if len(l.known) < maxPlans && !slices.ContainsFunc(l.known, func(q plan) bool { return slices.Equal(p.edges, q.edges) }) {
				l.known = append(l.known, p)
			}
		}
	}
	return why, nil
}

// rootOptions lists the root's possible constraints: hidden vertices, each with one way to single it out, first, then leaves. What is taken already comes before the rest.
func (l *outlook) rootOptions(root *VertexState) (options []option, hiddens uint64, why string, err error) {
	hops := l.hidden(root.Page)
	why = noClaims
	for _, i := range l.draw(root.Offers, func(o *Offer) bool { return o.entity() && o.CanHide }) {
		if !root.Used[i] && len(hops) < maxLook {
			hops = append(hops, taken{page: root.Page, offer: i, child: root.Offers[i].Child, hides: true})
		}
	}
	for _, t := range hops {
		if len(options) >= maxHidden {
			break
		}
		why = "not determined"
		w, err := l.way(root.Page, t.child)
		if err != nil {
			return nil, 0, "", err
		}
		if w != nil {
			options = append(options, w.option(t.offer))
		}
	}
	hiddens = uint64(1)<<len(options) - 1
	own := l.leavesTaken(root.Page)
	for _, i := range own {
		options = append(options, leaf(i, &root.Offers[i]))
	}
	return l.leaves(options, root.Offers, func(i int) bool { return root.Used[i] }, true), hiddens, why, nil
}

// hidden lists the hidden children taken of a page's vertex.
func (l *outlook) hidden(page infoseek.PageNum) []taken {
	var out []taken
	for _, t := range l.taken {
		if t.page == page && t.hides {
			out = append(out, t)
		}
	}
	return out
}

// leavesTaken lists the offers of a page's vertex that are taken as leaves.
func (l *outlook) leavesTaken(page infoseek.PageNum) []int {
	var out []int
	for _, t := range l.taken {
		if t.page == page && !t.hides {
			out = append(out, t.offer)
		}
	}
	return out
}

// way draws a way to single y out under x that has all that is taken of y; nil if none is known.
func (l *outlook) way(x, y infoseek.PageNum) (*hiding, error) {
	all, err := l.waysWithTaken(x, y)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return l.pick(all)
}

func (l *outlook) waysWithTaken(x, y infoseek.PageNum) ([]*hiding, error) {
	all, err := l.ways(x, y, 1)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(h *hiding) bool { return !l.has(h, y) }), nil
}

// has reports whether a way to hide page has all that is taken of it.
func (l *outlook) has(h *hiding, page infoseek.PageNum) bool {
	for _, t := range l.taken {
		if t.page != page {
			continue
		}
		i := slices.IndexFunc(h.options, func(o option) bool { return o.offer == t.offer && (o.hide != nil) == t.hides })
		if i < 0 || t.hides && !l.has(h.options[i].hide, t.child) {
			return false
		}
	}
	return true
}

// trees finds sets of the root's options that leave it alone, with all that is taken and nothing to spare.
func (l *outlook) trees(root *VertexState, options []option, hiddens uint64, most int) ([]plan, string, error) {
	must := l.must(root.Page, options)
	if leavesOther(options, nil, root.Page) {
		return nil, notUnique, nil
	}
	found, why := l.sets(root, options, hiddens, must, maxFound)
	var out []plan
	for _, s := range found {
		ok, err := l.sound(root, options, s)
		if err != nil {
			return nil, "", err
		}
		if !ok {
			why = "not minimal"
			continue
		}
		var p plan
		if err := l.edges(&p, root.Page, root.Offers, pick(options, s)); err != nil {
			return nil, "", err
		}
		slices.SortFunc(p.edges, compareTaken)
		if out = append(out, p); len(out) == most {
			break
		}
	}
	return out, why, nil
}

// must is the mask of the options that are taken.
func (l *outlook) must(page infoseek.PageNum, options []option) uint64 {
	var m uint64
	for i, o := range options {
		if slices.ContainsFunc(l.taken, func(t taken) bool { return t.page == page && t.offer == o.offer && t.hides == (o.hide != nil) }) {
			m |= 1 << i
		}
	}
	return m
}

// sets enumerates at most so many sets of options with all of must that leave the root alone; why says what is lacking if there are none.
func (l *outlook) sets(root *VertexState, options []option, hiddens, must uint64, most int) (found []uint64, why string) {
	sets := setsOf(options)
	l.masks.fill(sets[:bits.OnesCount64(hiddens)], sets, l.pages.Info().Pages, root.Page)
	against := clashes(options, root.Offers)
	why = notUnique
	g := singling{options: options, against: &against, names: max(l.o.Named, 0), size: l.o.MaxSize, width: l.o.Width}
	g.found = func(s uint64) bool {
		if why == notUnique {
			why = "size"
		}
		if !l.big(options, s) {
			return true
		}
		why = notMinimal
		if l.spare(options, s, root.Page) {
			return true
		}
		found = append(found, s)
		return len(found) < most
	}
	all := uint64(1)<<len(options) - 1
	if must&hiddens != 0 {
		g.steps = maxSets
		g.over(&l.masks, must)
		g.run(must, all)
	} else {
		for h := hiddens; h != 0; h &= h - 1 {
			g.steps = maxSets
			g.over(&l.masks, must|h&-h)
			g.run(must|h&-h, all&^(h&-h-1)) // those with an earlier one were found with it
		}
	}
	l.rng.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	return found, why
}

// sound reports whether each clue below the root is needed and no entity stands in two places.
func (l *outlook) sound(root *VertexState, options []option, s uint64) (bool, error) {
	chosen := pick(options, s)
	ok, err := l.needed(root.Page, chosen)
	if !ok || err != nil {
		return false, err
	}
	_, ok, err = l.apart(root, chosen)
	return ok, err
}

// edges lists the steps of a tree.
func (l *outlook) edges(p *plan, page infoseek.PageNum, offers []Offer, options []option) error {
	for _, o := range options {
		t := taken{page: page, offer: o.offer, hides: o.hide != nil}
		if t.hides {
			t.child = offers[o.offer].Child
			below, err := l.browser.Browse(l.ctx, t.child)
			if err != nil {
				return err
			}
			if err := l.edges(p, t.child, below, o.hide.options); err != nil {
				return err
			}
		}
		p.edges = append(p.edges, t)
	}
	return nil
}

func compareTaken(a, b taken) int {
	switch {
	case a.page != b.page:
		return int(a.page) - int(b.page)
	case a.offer != b.offer:
		return a.offer - b.offer
	case a.hides != b.hides:
		if b.hides {
			return -1
		}
		return 1
	}
	return 0
}
