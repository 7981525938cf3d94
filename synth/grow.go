package synth

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"infoseek"
	"infoseek/hcsp"
	"infoseek/synth/claims"
)

// growth is one tree being grown: the loop between Planner, Browser and solver. What a Planner asks for is checked here; what it may not have is refused.
type growth struct {
	ctx     context.Context
	solver  solver
	pages   infoseek.Pages
	browser Browser
	o       Options
	root    *node
	inner   []*node // hidden vertices, the root first; inner[i] is state.Vertices[i]
	state   State
	taken   map[infoseek.PageNum]bool
	named   []infoseek.PageNum               // ascending
	barred  func(o *Offer, ofRoot bool) bool // offers that are not to be used (again)
	// barredLeaf are offers that may only be hidden.
	barredLeaf func(o *Offer) bool
}

// maxSteps bounds a Planner that never ends.
const maxSteps = 40

// grow grows a tree for root until the planner is done or gives up; reason is "" if it is done.
func (g *growth) grow(root infoseek.PageNum, p Planner) (reason, detail string, err error) {
	g.taken = map[infoseek.PageNum]bool{root: true}
	g.root = &node{page: root}
	g.inner, g.named = nil, nil
	g.state = State{Size: 1, Options: g.o, check: g.check, entities: g.pages.Info().Entities}
	if err := g.hideNode(g.root, -1); err != nil {
		return "", "", err
	}
	refused := 0
	for range maxSteps {
		step, err := p.Next(g.ctx, &g.state)
		if err != nil {
			return "", "", err
		}
		switch step.Action {
		case Done:
			reason, err := g.finish()
			return reason, "", err
		case Quit:
			if !slices.Contains(reasons, step.Why) {
				return givenUp, step.Why, nil
			}
			return step.Why, "", nil
		}
		if err := g.check(step); err != nil {
			if refused++; refused > g.o.refusals() {
				return invalidStep, err.Error(), nil
			}
			g.state.Refused = err
			continue
		}
		refused, g.state.Refused = 0, nil
		if err := g.take(step); err != nil {
			return "", "", err
		}
	}
	return "steps", "", nil
}

// hideNode makes n a hidden vertex under inner[parent], with the offers its page has.
func (g *growth) hideNode(n *node, parent int) error {
	offers, err := g.browser.Browse(g.ctx, n.page)
	if err != nil {
		return err
	}
	v := VertexState{Page: n.page, Parent: parent, Offers: offers, Used: make([]bool, len(offers))}
	if parent >= 0 {
		v.Level = g.state.Vertices[parent].Level + 1
	}
	for i := range offers {
		v.Used[i] = offers[i].entity() && g.taken[offers[i].Child] || g.barred(&offers[i], parent < 0)
	}
	g.inner = append(g.inner, n)
	g.state.Vertices = append(g.state.Vertices, v)
	return g.refresh()
}

// check says why a step cannot be taken.
func (g *growth) check(step Step) error {
	if step.Action < FirstHop || step.Action > Depth {
		return fmt.Errorf("action %d: there is no such action", step.Action)
	}
	if step.Vertex < 0 || step.Vertex >= len(g.inner) {
		return fmt.Errorf("vertex %d: there are %d", step.Vertex, len(g.inner))
	}
	v := &g.state.Vertices[step.Vertex]
	if step.Offer < 0 || step.Offer >= len(v.Offers) || v.Used[step.Offer] {
		return fmt.Errorf("offer %d: vertex %d does not have it (any more)", step.Offer, step.Vertex)
	}
	switch o := &v.Offers[step.Offer]; {
	case step.Action != Breadth && !(o.entity() && o.CanHide):
		return fmt.Errorf("offer %d: it is no entity that can be hidden", step.Offer)
	case step.Action == Breadth && o.entity() && !o.CanName:
		return fmt.Errorf("offer %d: the entity has no name of its own", step.Offer)
	case step.Action == Breadth && g.barredLeaf(o):
		return fmt.Errorf("offer %d: its words alone find the answer", step.Offer)
	}
	return nil
}

// take carries out a step that check has nothing against.
func (g *growth) take(step Step) error {
	v := &g.state.Vertices[step.Vertex]
	o := &v.Offers[step.Offer]
	child := &node{page: o.Child, offer: o, set: o.Set}
	parent := g.inner[step.Vertex]
	parent.children = append(parent.children, child)
	v.Children++
	g.state.Size++
	g.use(o)
	if step.Action != Breadth {
		return g.hideNode(child, step.Vertex)
	}
	if o.entity() {
		g.state.Named++
		at, _ := slices.BinarySearch(g.named, o.Child)
		g.named = slices.Insert(g.named, at, o.Child)
	}
	return g.refresh()
}

// use marks what cannot be taken any more: the entity in any vertex, and what says the same thing of the same vertex again.
func (g *growth) use(o *Offer) {
	if o.entity() {
		g.taken[o.Child] = true
	}
	for k := range g.state.Vertices {
		v := &g.state.Vertices[k]
		for i := range v.Offers {
			p := &v.Offers[i]
			if p.entity() && g.taken[p.Child] || v.Page == o.Parent && same(p, o) {
				v.Used[i] = true
			}
		}
	}
}

// same reports whether two offers of one vertex are the same claim, or say the same kind of thing ("was born" twice), or the same of one sentence in two ways.
func same(p, o *Offer) bool {
	if p.Claim.Subject == o.Claim.Subject && p.Claim.Evidence == o.Claim.Evidence && verbOf(p.Claim.Phrase) == verbOf(o.Claim.Phrase) {
		return true
	}
	if p.Forward && o.Forward && p.entity() == o.entity() && (p.entity() || p.Attribute.Kind == o.Attribute.Kind) && deed(p.Claim.Phrase) != "" && deed(p.Claim.Phrase) == deed(o.Claim.Phrase) {
		return true
	}
	if p.Attribute == nil || o.Attribute == nil {
		return p.Attribute == nil && o.Attribute == nil && p.Child == o.Child
	}
	return p.Attribute.Kind == o.Attribute.Kind && p.Claim.Phrase == o.Claim.Phrase && p.Claim.Category == o.Claim.Category
}

// deeds are words for what happens to a thing once, however it is told.
var deeds = map[string]string{
	"independence": "independence", "independent": "independence",
	"founded": "beginning", "established": "beginning", "formed": "beginning", "created": "beginning", "inaugurated": "beginning",
	"died": "death", "killed": "death", "executed": "death", "assassinated": "death", "buried": "burial", "interred": "burial",
}

// deed is the deed that a phrase tells of its subject, with the preposition that asks for its end: "was founded by" whom is another than in what. It is "" for other phrases.
func deed(phrase string) string {
	words := strings.Fields(phrase)
	for i, w := range words[:min(len(words), 3)] {
		passive := i == 1 && (words[0] == "was" || words[0] == "is")
		if d := deeds[w]; d != "" && (passive || w == "died" && i == 0 || d == deeds["independent"]) {
			if last := words[len(words)-1]; claims.PiedPipe(last) {
				d += " " + last
			}
			return d
		}
	}
	return ""
}

// verbOf is the verb of a phrase: its first word, or two behind "was", "is" and "has".
func verbOf(phrase string) string {
	words := strings.SplitN(phrase, " ", 3)
	if len(words) > 1 && (words[0] == "was" || words[0] == "is" || words[0] == "has" || words[0] == "had") {
		return words[0] + " " + words[1]
	}
	return words[0]
}

// refresh computes the candidate sets anew, deepest vertices first. A hidden vertex that is not determined yet constrains its parent as if it were.
func (g *growth) refresh() error {
	for i := len(g.inner) - 1; i >= 0; i-- {
		if err := g.refreshOne(i); err != nil {
			return err
		}
	}
	return nil
}

func (g *growth) refreshOne(i int) error {
	n, v := g.inner[i], &g.state.Vertices[i]
	n.up = g.meet(n.up[:0], n.children, nil)
	if i == 0 {
		v.Left = n.up
		return nil
	}
	near, err := g.pages.Related(g.ctx, g.inner[v.Parent].page)
	if err != nil {
		return err
	}
	if len(n.children) == 0 {
		v.Left = near
		n.set, err = g.pages.Related(g.ctx, n.page)
		return err
	}
	v.Left = hcsp.Intersect(v.Left[:0:0], n.up, near)
	if len(v.Left) > 1 && g.o.Determined != infoseek.DeterminedNone {
		n.set, err = g.pages.Related(g.ctx, n.page)
		return err
	}
	n.set, err = g.solver.RelatedTo(g.ctx, nil, n.up, nil)
	return err
}

// meet intersects the sets of children but skip, without the named entities.
func (g *growth) meet(dst []infoseek.PageNum, children []*node, skip *node) []infoseek.PageNum {
	sets := make([][]infoseek.PageNum, 0, 8)
	for _, c := range children {
		if c != skip {
			sets = append(sets, c.set)
		}
	}
	if len(sets) == 0 {
		return dst[:0]
	}
	slices.SortFunc(sets, func(a, b []infoseek.PageNum) int { return len(a) - len(b) })
	dst = append(dst[:0], sets[0]...)
	for _, s := range sets[1:] {
		dst = hcsp.Intersect(dst, dst, s)
	}
	return slices.DeleteFunc(dst, func(p infoseek.PageNum) bool {
		_, named := slices.BinarySearch(g.named, p)
		return named
	})
}

// finish prunes what the tree does not need and says what it lacks: "" for nothing.
func (g *growth) finish() (string, error) {
	if err := g.refresh(); err != nil {
		return "", err
	}
	if len(g.inner[0].up) != 1 {
		return notUnique, nil
	}
	if err := g.prune(); err != nil {
		return "", err
	}
	g.state.Size = g.root.count(func(*node) bool { return true })
	switch hidden := g.root.count((*node).hidden); {
	case hidden < g.o.Hidden:
		return "too few hidden vertices", nil
	case g.state.Size < g.o.MinSize:
		return "too small", nil
	case g.state.Size > g.o.MaxSize:
		return "size", nil
	case g.root.depth() > g.o.Depth:
		return "depth", nil
	case len(g.named) > max(g.o.Named, 0):
		return "names", nil
	case slices.ContainsFunc(g.inner, func(n *node) bool { return len(n.children) > g.o.Width }):
		return "width", nil
	}
	return "", nil
}

// prune drops leaves without which the tree is still unique and as determined as it was, weakest clue first.
func (g *growth) prune() error {
	type leaf struct{ parent, child *node }
	var leaves []leaf
	for _, n := range g.inner {
		for _, c := range n.children {
			if !c.hidden() {
				leaves = append(leaves, leaf{n, c})
			}
		}
	}
	// The root's own first: the fewer it has, the more the clues of hidden vertices are needed.
	slices.SortStableFunc(leaves, func(a, b leaf) int {
		if ra, rb := a.parent == g.root, b.parent == g.root; ra != rb {
			return map[bool]int{true: -1, false: 1}[ra]
		}
		return len(b.child.set) - len(a.child.set)
	})
	for _, l := range leaves {
		if len(l.parent.children) == 1 {
			continue
		}
		at := slices.Index(l.parent.children, l.child)
		named := slices.Clone(g.named)
		l.parent.children = slices.Delete(slices.Clone(l.parent.children), at, at+1)
		if l.child.named() {
			g.named = slices.DeleteFunc(g.named, func(p infoseek.PageNum) bool { return p == l.child.page })
		}
		if err := g.refresh(); err != nil {
			return err
		}
		if !g.good() {
			l.parent.children = slices.Insert(l.parent.children, at, l.child)
			g.named = named
		}
	}
	return g.refresh()
}

// good reports whether the root is unique and the vertices as determined as asked.
func (g *growth) good() bool {
	if len(g.inner[0].up) != 1 {
		return false
	}
	for i, n := range g.inner[1:] {
		switch {
		case g.o.Determined == infoseek.DeterminedOwn && len(n.up) != 1:
			return false
		case g.o.Determined == infoseek.DeterminedJoint && len(g.state.Vertices[i+1].Left) != 1:
			return false
		}
	}
	return true
}

// newRand gives chance for one try of one root: a function of seed, root and try alone.
func newRand(seed uint64, root infoseek.PageNum, try int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(root)<<16|uint64(try)))
}
