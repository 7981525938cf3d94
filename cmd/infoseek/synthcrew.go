package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"infoseek"
	"infoseek/llm"
	"infoseek/synth"
	"infoseek/synth/agents"

	"github.com/spf13/cobra"
)

// modelTries is how often a tree is begun for one root where a model plans it and nobody says otherwise.
const modelTries = 4

// crewFlags say which parts models play in 'synth'.
type crewFlags struct {
	models  modelFlags
	guide   guideFlags
	options agents.Options
	trees   int
	faults  int
}

func (k *crewFlags) add(c *cobra.Command) {
	k.models.add(c, agents.Roles...)
	k.guide.add(c)
	f := c.Flags()
	o, _ := agents.Options{}.Normalize() // the zero value is valid
	f.StringVar((*string)(&k.options.Browser), "browser", string(o.Browser), "whose claims trees are made of, if the browser role has a model: both, model, embedded")
	f.StringVar((*string)(&k.options.Fallback), "writer-fallback", string(o.Fallback), "what becomes of a tree that the writer's model does not put in words: embedded, drop")
	f.IntVar(&k.options.Retries, "retries", o.Retries, "how often a model gets an invalid answer back, -1: never")
	f.IntVar(&k.options.Sentences, "sentences", o.Sentences, "most sentences of a page that the browser's model is shown")
	f.IntVar(&k.options.Claims, "claims", o.Claims, "most claims of a page that it is asked for")
	f.IntVar(&k.options.Around, "around", o.Around, "how many pages around a vertex it reads for what they say of it, -1: none")
	f.IntVar(&k.options.Excerpt, "excerpt", o.Excerpt, "most bytes of a sentence that the planner's model is shown")
	f.IntVar(&k.trees, "trees", 0, "trees grown at once where models are asked, 0: four for each call that a model takes at once, at least 64; it does not change what is made")
	f.IntVar(&k.faults, "max-faults", 0, "stop after this many answers in a row that ended in a fault of a model, 0: 20")
}

// crew is who works on a run, and what was opened for it.
type crew struct {
	*agents.Team
	models *llm.Set // nil: there are none
	begun  atomic.Int64
}

// openCrew opens the models and assigns the parts. Options that depend on the parts are set in o.
func (a *app) openCrew(ctx context.Context, o *synthOptions, dir string) (*crew, error) {
	k := &crew{models: &llm.Set{}}
	if m := o.crew.models; m.file != "" || m.endpoint != "" || m.replay != "" {
		var err error
		if k.models, err = a.openModels(ctx, m, dir); err != nil {
			return nil, err
		}
	}
	if o.limits.Trees == 0 {
		trees, err := o.crew.models.trees()
		if err != nil {
			k.models.Close()
			return nil, err
		}
		o.limits.Trees = trees
	}
	given := o.crew.options
	given.Planner = agents.PlannerKind(o.crew.guide.planner)
	var err error
	if k.Team, err = agents.NewTeam(given, k.models.Model); err != nil {
		k.models.Close()
		return nil, usagef("give the role a model by --models or --endpoint", "%v", err)
	}
	if !k.Embedded() {
		o.options.Crew = k.Members()
		if !o.triesGiven && k.Members().Models["planner"] != "" {
			o.options.Tries = modelTries
		}
	}
	return k, nil
}

// work gives a job its crew.
func (k *crew) work(j *synth.Job) {
	if k.Embedded() {
		return
	}
	if len(k.Members().Models) > 0 {
		j.Models = k.models.Model
		j.Prices = k.prices()
	}
	j.Crew = func(item synth.Item) (synth.Crew, error) {
		k.begun.Add(1)
		return k.Team.Crew(item)
	}
}

// prices are those of the roles whose calls cost something.
func (k *crew) prices() map[string]infoseek.Price {
	prices := map[string]infoseek.Price{}
	for _, role := range agents.Roles {
		if m := k.models.Model(role); m != nil && m.Info().Price != (infoseek.Price{}) {
			prices[role] = m.Info().Price
		}
	}
	return prices
}

// lend has workers elsewhere share the budget.
func (k *crew) lend(j *synth.Job) error {
	if j.Models == nil {
		return nil
	}
	l, err := k.models.Lender()
	j.Budget = l
	return err
}

// spent tells what the models took so far.
func (k *crew) spent(finished int) string {
	calls, faults := 0, 0
	for _, t := range k.models.Totals() {
		calls, faults = calls+t.Calls, faults+t.Faults
	}
	s := fmt.Sprintf("%d trees open, %d calls", max(0, int(k.begun.Load())-finished), calls)
	if faults > 0 {
		s += fmt.Sprintf(", %d faults", faults)
	}
	return s + fmt.Sprintf(", $%.4f", k.models.Spent().Dollars())
}

// tell keeps the progress up to date while models are slow; the function returned ends it.
func (k *crew) tell(p *progress, finished *atomic.Int64) (end func()) {
	if k.Embedded() {
		return func() {}
	}
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				p.note(k.spent(int(finished.Load())))
			case <-done:
				return
			}
		}
	})
	return func() { close(done); group.Wait() }
}
