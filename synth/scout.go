package synth

import (
	"context"

	"infoseek"
)

// bounds of scouting
const (
	scouts     = 40 // trees of the embedded planner
	scoutsGood = 2  // trees that come through, which is when the rest is left to the crew
)

// scout has the embedded agents try a root before a Decider does, since their trees cost next to nothing: the clues whose words alone find the answer are learnt from them, and not shown as choices. The
// trees themselves are thrown away. Where none comes through, the reasons are told to fail.
func (w *worker) scout(ctx context.Context, n infoseek.PageNum, g *growth, banned map[offerKey]bool, fail func(reason, detail string)) (good bool, err error) {
	own := *w
	own.crew = Crew{}
	trial := *g
	trial.browser = own.checks
	e := own.embedded(&trial)
	through := 0
	var patient patient
	type failure struct{ reason, detail string }
	var failures []failure
	for try := 0; try < scouts && through < scoutsGood; try++ {
		rng := newRand(w.o.Seed, n, scouts+try)
		e.Begin(rng)
		reason, detail, err := trial.grow(n, e)
		if err != nil {
			return false, err
		}
		if reason != "" {
			failures = append(failures, failure{reason, detail})
			if patient.gone(reason) {
				break
			}
			continue
		}
		patient.idle = 0
		c, reason, detail, err := own.finish(ctx, &trial, rng.Uint64(), "")
		if err != nil {
			return false, err
		}
		if c != nil && len(c.bad) > 0 {
			c.ban(banned)
			clear(e.near)
		}
		if reason == "" {
			through++
			continue
		}
		failures = append(failures, failure{reason, detail})
	}
	for _, f := range failures {
		if through == 0 {
			fail(f.reason, f.detail)
		}
	}
	return through > 0, nil
}
