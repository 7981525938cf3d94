package synth

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"infoseek"
	"infoseek/synth/claims"
)

// patience is after how many tries in a row that found no plan, and for which reason, a root is given up.
var patience = map[string]int{noClaims: 1, "not determined": 3, notUnique: 3, notMinimal: 3, "size": 3}

// patient counts the tries in a row that found no plan.
type patient struct{ idle int }

// gone notes a try that came to nothing for reason, and says whether the root is to be given up: what is not there will hardly be there in the next try.
func (p *patient) gone(reason string) bool {
	most, ok := patience[reason]
	if ok {
		p.idle++
	}
	return ok && p.idle >= most
}

// attempt is the work on one root: tree after tree, until it has given PerRoot questions or the tries are used up.
type attempt struct {
	*worker
	page     infoseek.PageNum
	g        *growth
	embedded *EmbeddedPlanner
	planner  Planner

	out    outcome
	best   int               // index in reasons of what the root has come to so far
	used   map[clue]bool     // the clues of questions it has given
	banned map[offerKey]bool // offers that spoil whatever tree they are in
	kept   []*candidate      // with a margin
	grown  bool              // a tree came to its end
	patient
}

// root tries a root.
func (w *worker) root(ctx context.Context, n infoseek.PageNum) (outcome, error) {
	a := &attempt{worker: w, page: n, best: -1, used: map[clue]bool{}, banned: map[offerKey]bool{}}
	if ok, err := a.prepare(ctx); err != nil || !ok {
		return a.out, err
	}
	if err := a.round(ctx, 0); err != nil {
		return a.out, err
	}
	w.acceptBest(&a.out, a.kept, a.used)
	if err := a.again(ctx); err != nil {
		return a.out, err
	}
	if len(a.out.Questions) > 0 {
		a.out.Reason, a.out.Detail = "", ""
	}
	return a.out, nil
}

// round makes tries from the given number on.
func (a *attempt) round(ctx context.Context, from int) error {
	for try := from; try < from+a.o.Tries && len(a.out.Questions) < a.o.PerRoot; try++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		hopeless, err := a.once(ctx, newRand(a.o.Seed, a.page, try))
		if err != nil || hopeless {
			return err
		}
	}
	return nil
}

// maxRounds is how often a root of which trees were grown, but not all that are wanted came through, is begun anew: other first trees leave other clues for the next. What is banned stays so.
const maxRounds = 3

// again begins the root anew, and keeps the round that gave most.
func (a *attempt) again(ctx context.Context) error {
	if a.planner != Planner(a.embedded) || a.o.Margin > 0 {
		return nil
	}
	most, nouns := a.out.Questions, a.out.Nouns
	for r := 1; r < maxRounds && a.grown && len(most) < a.o.PerRoot; r++ {
		a.out.Questions, a.out.Nouns, a.used, a.idle = nil, nil, map[clue]bool{}, 0
		a.embedded = a.worker.embedded(a.g)
		a.embedded.wanted = a.wanted
		a.planner = a.embedded
		if err := a.round(ctx, r*a.o.Tries); err != nil {
			return err
		}
		if len(a.out.Questions) > len(most) {
			most, nouns = a.out.Questions, a.out.Nouns
		}
	}
	a.out.Questions, a.out.Nouns = most, nouns
	return nil
}

// wanted is how many more questions are wanted of the root.
func (a *attempt) wanted() int { return a.o.PerRoot - len(a.out.Questions) }

// fail notes why a try came to nothing; the farthest reason stands for the root.
func (a *attempt) fail(reason, detail string) {
	if at := slices.Index(reasons, reason); at > a.best {
		a.best, a.out.Reason, a.out.Detail = at, reason, detail
	}
}

// invalid fails the try if err is an agent's answer that stayed wrong.
func (a *attempt) invalid(err error) bool {
	var invalid *InvalidError
	if !errors.As(err, &invalid) {
		return false
	}
	a.fail(invalid.reason(), invalid.Err.Error())
	return true
}

// prepare reads what the root offers; not ok: nothing can come of it.
func (a *attempt) prepare(ctx context.Context) (ok bool, err error) {
	p, err := a.info.page(ctx, a.page)
	if err != nil {
		return false, err
	}
	if claims.Noun(p) == "" {
		a.fail("no noun", "the page does not say what kind of thing it is about")
		return false, nil
	}
	a.recall = newRecall(a.searcher)
	a.g = &growth{ctx: ctx, solver: a.solver, pages: a.pages, browser: a.worker, o: a.o, barred: a.barred, barredLeaf: a.barredLeaf}
	a.embedded = a.worker.embedded(a.g)
	a.embedded.wanted = a.wanted
	a.planner = a.worker.planner(a.g, a.embedded)
	if a.led != nil {
		good, err := a.scout(ctx, a.page, a.g, a.banned, a.fail)
		if err != nil || !good && a.followsScout() {
			return false, err
		}
	}
	all, err := a.Browse(ctx, a.page)
	if a.invalid(err) {
		return false, nil
	}
	if err == nil && len(all) < 2 {
		a.fail(noClaims, fmt.Sprintf("%d claims about it were read", len(all)))
	}
	return err == nil && len(all) >= 2, err
}

// barred reports whether an offer is not to be used (again).
func (a *attempt) barred(o *Offer, ofRoot bool) bool {
	if len(a.used)+len(a.banned) == 0 {
		return false
	}
	return ofRoot && a.used[o.clue()] || a.banned[o.key()]
}

// barredLeaf reports whether an offer may only be hidden.
func (a *attempt) barredLeaf(o *Offer) bool { return len(a.banned) > 0 && a.banned[o.key().asNamed()] }

// once grows one tree and finishes it. The root is hopeless after too many tries in a row that found no plan.
func (a *attempt) once(ctx context.Context, rng *rand.Rand) (hopeless bool, err error) {
	a.planner.Begin(rng)
	leave := a.enter(StagePlan)
	reason, detail, err := a.g.grow(a.page, a.planner)
	leave()
	if a.invalid(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if reason != "" {
		a.fail(reason, detail)
		return a.gone(reason), nil
	}
	a.idle, a.grown = 0, true
	c, reason, detail, err := a.finish(ctx, a.g, rng.Uint64(), a.planner.Name())
	switch {
	case a.invalid(err):
		return false, nil
	case err != nil:
		return false, err
	case reason != "":
		a.fail(reason, detail)
		c.ban(a.banned)
	case a.o.Margin > 0:
		a.kept = append(a.kept, c)
	default:
		a.accept(&a.out, c, a.used)
	}
	return false, nil
}

func (w *worker) accept(out *outcome, c *candidate, used map[clue]bool) {
	for _, k := range c.clues {
		used[k] = true
	}
	c.q.ID = questionID(w.run, c.key)
	out.Questions = append(out.Questions, c.q)
	out.Nouns = append(out.Nouns, c.noun)
}
