package synth

import (
	"fmt"
	"slices"
)

// The modes of growing a tree, and what a Decider is shown.
const (
	// ModeDiffusion explores a larger tree first and takes the best part of it that certifies (arXiv 2509.00375, the ICLR version's diffusion-retrospection).
	ModeDiffusion = "diffusion"
	// ChoicesReachable shows a Decider only steps from which a tree that certifies is known to be reached; it is the default.
	ChoicesReachable = "reachable"
	// ChoicesSound shows every step that breaks no rule.
	ChoicesSound = "sound"
)

// Guide says how a Planner that decides step by step is led. The zero value is the default for each field.
type Guide struct {
	// Mode is "" or ModeDiffusion, Choices is ChoicesReachable ("") or ChoicesSound.
	Mode    string `json:"mode,omitzero"`
	Choices string `json:"choices,omitzero"`
	// Iterations is the most decisions for one tree (default 5, the paper's), Shown the most choices at once (default 12).
	Iterations int `json:"iterations,omitzero"`
	Shown      int `json:"shown,omitzero"`
	// Actions are those allowed; empty is all.
	Actions []Action `json:"actions,omitzero"`
	// Fallback lets the embedded planner decide where a Decider's answer stays wrong, or its iterations are used up; such decisions are counted apart. Without it the tree is dropped.
	Fallback bool `json:"fallback,omitzero"`
	// Scouted leaves roots alone of which the embedded agents make nothing, although a model reads pages that might find more in them.
	Scouted bool `json:"scouted,omitzero"`
	// Explore is the most hidden vertices of an explored tree (default 12).
	Explore int `json:"explore,omitzero"`
}

func (g Guide) iterations() int { return orDefault(g.Iterations, 5) }
func (g Guide) shown() int      { return orDefault(g.Shown, 12) }
func (g Guide) explore() int    { return orDefault(g.Explore, 12) }

func orDefault(v, d int) int {
	if v == 0 {
		return d
	}
	return v
}

func (g Guide) allows(a Action) bool { return len(g.Actions) == 0 || slices.Contains(g.Actions, a) }

// check says what cannot be meant.
func (g Guide) check() error {
	switch {
	case g.Mode != "" && g.Mode != ModeDiffusion:
		return fmt.Errorf("synth: mode %q: want %s, or none", g.Mode, ModeDiffusion)
	case g.Choices != "" && g.Choices != ChoicesReachable && g.Choices != ChoicesSound:
		return fmt.Errorf("synth: choices %q: want %s or %s", g.Choices, ChoicesReachable, ChoicesSound)
	case g.Iterations < 0 || g.Shown < 0 || g.Explore < 0:
		return fmt.Errorf("synth: iterations %d, shown %d, explore %d: want 0 for the default, or more", g.Iterations, g.Shown, g.Explore)
	case g.Explore == 1:
		return fmt.Errorf("synth: explore 1: the answer is one hidden vertex, so give at least 2")
	}
	for _, a := range g.Actions {
		if a < FirstHop || a > Quit {
			return fmt.Errorf("synth: action %d: there is no such action", a)
		}
	}
	if len(g.Actions) > 0 && !(slices.Contains(g.Actions, FirstHop) && slices.Contains(g.Actions, Breadth)) {
		return fmt.Errorf("synth: actions: without first-hop and breadth there is no tree")
	}
	return nil
}

// ActionNames are the actions' names, in prompts and on the command line, by action less one.
var ActionNames = []string{"first-hop", "breadth", "depth", "done", "quit"}

func (a Action) String() string {
	if a < FirstHop || a > Quit {
		return fmt.Sprintf("action %d", int(a))
	}
	return ActionNames[a-1]
}
