package agents

import "fmt"

// Mode says where the offers of a vertex come from.
type Mode string

// The modes of browsing.
const (
	// ModeBoth: claims of the model beside those of the embedded reader.
	ModeBoth Mode = "both"
	// ModeModel: the model's claims alone.
	ModeModel Mode = "model"
	// ModeEmbedded: no model reads pages.
	ModeEmbedded Mode = "embedded"
)

// Fallback says what becomes of a tree for which the model wrote no question that passes.
type Fallback string

// The ways to go on.
const (
	// FallbackEmbedded: it is told in the embedded Writer's words.
	FallbackEmbedded Fallback = "embedded"
	// FallbackDrop: it is dropped.
	FallbackDrop Fallback = "drop"
)

// PlannerKind is a way to decide how a tree grows.
type PlannerKind string

// The planners.
const (
	// PlannerEmbedded goes by candidate counts.
	PlannerEmbedded PlannerKind = "embedded"
	// PlannerRandom draws from the numbered choices that a model would be shown.
	PlannerRandom PlannerKind = "random"
	// PlannerModel asks the model of the role planner.
	PlannerModel PlannerKind = "model"
)

// Options of the agents. The zero value of each field is its default; temperatures and the like belong to the models' roles.
type Options struct {
	// Planner is who decides how a tree grows (default: the model, if the role has one).
	Planner PlannerKind `json:"planner,omitzero"`
	// Excerpt is the most bytes of a sentence that the Planner's model is shown (default 240), Numbers the most choices that one of its answers may name (default 4).
	Excerpt int `json:"excerpt,omitzero"`
	Numbers int `json:"numbers,omitzero"`
	// Retries is how often an agent gets its answer back with what is wrong with it; -1 is never (default 2).
	Retries int `json:"retries,omitzero"`
	// Browser is where offers come from (default both).
	Browser Mode `json:"browser,omitzero"`
	// Sentences is how many sentences of a page the model sees (default 12), Claims how many claims it is asked for (default 6).
	Sentences int `json:"sentences,omitzero"`
	Claims    int `json:"claims,omitzero"`
	// Around is how many pages around a vertex are read for what they say of it; -1 is none (default 4).
	Around int `json:"around,omitzero"`
	// Fallback is what becomes of a tree that the model does not put in words (default embedded).
	Fallback Fallback `json:"fallback,omitzero"`
}

// Normalize fills in the defaults and refuses what cannot be meant.
func (o Options) Normalize() (Options, error) {
	for _, f := range []struct {
		name     string
		value    *int
		standard int
		none     bool // -1 is none
	}{
		{"excerpt", &o.Excerpt, 240, false},
		{"numbers", &o.Numbers, 4, false},
		{"retries", &o.Retries, 2, true},
		{"sentences", &o.Sentences, 12, false},
		{"claims", &o.Claims, 6, false},
		{"around", &o.Around, 4, true},
	} {
		switch {
		case *f.value == 0:
			*f.value = f.standard
		case *f.value < 0 && !(f.none && *f.value == -1):
			return o, fmt.Errorf("agents: %s %d: want a number above 0", f.name, *f.value)
		}
	}
	if o.Browser == "" {
		o.Browser = ModeBoth
	}
	if o.Fallback == "" {
		o.Fallback = FallbackEmbedded
	}
	switch {
	case o.Planner != "" && o.Planner != PlannerEmbedded && o.Planner != PlannerRandom && o.Planner != PlannerModel:
		return o, fmt.Errorf("agents: planner %q: want embedded, random or model", o.Planner)
	case o.Browser != ModeBoth && o.Browser != ModeModel && o.Browser != ModeEmbedded:
		return o, fmt.Errorf("agents: browser %q: want both, model or embedded", o.Browser)
	case o.Fallback != FallbackEmbedded && o.Fallback != FallbackDrop:
		return o, fmt.Errorf("agents: writer fallback %q: want embedded or drop", o.Fallback)
	}
	return o, nil
}
