package agents

import (
	"errors"

	"infoseek"
	"infoseek/synth"
)

// Roles are those that models can play here.
var Roles = []string{"planner", "browser", "writer", "verifier"}

// Team makes the crews of a run. It is what synth.Job.Crew needs, and safe for concurrent use.
type Team struct {
	o       Options
	models  func(role string) infoseek.Model
	library *Library
}

// NewTeam chooses who plays which part: models where their role has one, unless the options say otherwise.
func NewTeam(o Options, models func(role string) infoseek.Model) (*Team, error) {
	o, err := o.Normalize()
	if err != nil {
		return nil, err
	}
	if o.Planner == PlannerModel && models("planner") == nil {
		return nil, errors.New("agents: planner: the role has no model")
	}
	if o.Planner == "" {
		o.Planner = PlannerEmbedded
		if models("planner") != nil {
			o.Planner = PlannerModel
		}
	}
	return &Team{o: o, models: models, library: NewLibrary(o)}, nil
}

// Members is what a run is told of a team: who decides, the options, and the model of each role that is played by one.
type Members struct {
	Options Options           `json:"options"`
	Models  map[string]string `json:"models,omitempty"`
}

// Members describes the team.
func (t *Team) Members() Members {
	m := Members{Options: t.o, Models: map[string]string{}}
	for _, role := range Roles {
		if t.plays(role) {
			m.Models[role] = t.models(role).Info().Name
		}
	}
	return m
}

// plays reports whether a role is played by a model.
func (t *Team) plays(role string) bool {
	switch {
	case t.models(role) == nil:
		return false
	case role == "planner":
		return t.o.Planner == PlannerModel
	case role == "browser":
		return t.o.Browser != ModeEmbedded
	case role == "verifier":
		return t.plays("browser") || t.plays("writer")
	}
	return true
}

// Embedded reports whether no agent is other than the embedded.
func (t *Team) Embedded() bool {
	return t.o.Planner == PlannerEmbedded && !t.plays("browser") && !t.plays("writer")
}

// Crew makes up the crew of an item.
func (t *Team) Crew(item synth.Item) (synth.Crew, error) {
	var c synth.Crew
	switch t.o.Planner {
	case PlannerRandom:
		c.Decider = synth.RandomDecider{}
	case PlannerModel:
		c.Decider = newPlanner(item.Model("planner"), item.Pages, t.o)
	}
	if t.plays("browser") {
		c.Browser = t.library.Browser(item)
	}
	if t.plays("writer") {
		c.Writer = NewWriter(item, t.o)
	}
	return c, nil
}
