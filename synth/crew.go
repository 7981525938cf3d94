package synth

import (
	"context"
	"math/rand/v2"

	"infoseek"
)

// Crew are the agents that work on one item; nil ones are the embedded. Each may be a Counter too.
type Crew struct {
	Planner Planner
	// Decider, where there is no Planner, chooses among what the machine's look-ahead leaves open (Options.Guide).
	Decider Decider
	Browser Browser
	Writer  Writer
}

// Counter is an agent that counts what it did with its item; names begin with the agent's ("planner: decisions").
type Counter interface {
	Counts() map[string]int
}

// Item is one piece of work, a root, as those see it who make its crew.
type Item struct {
	Number  int
	Root    infoseek.PageNum
	Options Options
	Pages   infoseek.Pages
	// Browser is the embedded one, which all items share.
	Browser Browser
	// Offers makes offers of claims, for Browsers that read claims themselves; it is shared too.
	Offers *Offers
	// Leak returns a name of a hidden vertex that a question shows, "" if there is none; Writers hold their words against it before they hand them in.
	Leak   func(ctx context.Context, d *Draft, question string) (string, error)
	models func(role string) infoseek.Model
	paged  func(n infoseek.PageNum) func(role string) infoseek.Model
}

// Model is the role's model as this item uses it; nil if the role has none.
func (i Item) Model(role string) infoseek.Model {
	if i.models == nil {
		return nil
	}
	return i.models(role)
}

// PageModel is the role's model for reading page n. What it says of a page is said once in a run, whichever item asks: an item that asks again, after a kill too, gets the same answer.
func (i Item) PageModel(role string, n infoseek.PageNum) infoseek.Model {
	if i.paged == nil {
		return nil
	}
	if models := i.paged(n); models != nil {
		return models(role)
	}
	return nil
}

// Rand gives chance for one use in this item: a function of seed, root and use alone.
func (i Item) Rand(use string) *rand.Rand {
	h := uint64(14695981039346656037) // FNV-1a
	for _, b := range []byte(use) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(i.Options.Seed^h, uint64(i.Root)))
}

// counts adds up what the agents counted.
func (c Crew) counts() map[string]int {
	var sum map[string]int
	for _, agent := range []any{c.Planner, c.Decider, c.Browser, c.Writer} {
		if agent, ok := agent.(Counter); ok {
			sum = addCounts(sum, agent.Counts())
		}
	}
	return sum
}

func addCounts(sum, more map[string]int) map[string]int {
	if sum == nil && len(more) > 0 {
		sum = map[string]int{}
	}
	for k, n := range more {
		sum[k] += n
	}
	return sum
}
