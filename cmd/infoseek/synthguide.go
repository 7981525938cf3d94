package main

import (
	"slices"
	"strings"

	"infoseek/synth"

	"github.com/spf13/cobra"
)

// The values of --planner.
const (
	plannerEmbedded = "embedded"
	plannerRandom   = "random"
	plannerModel    = "model"
)

// guideFlags say who plans trees, and how a planner that decides step by step is led.
type guideFlags struct {
	planner string
	mode    string
	actions []string
	guide   synth.Guide
}

// The defaults of synth.Guide, in which they are 0.
const (
	defaultIterations = 5
	defaultShown      = 12
	defaultExplore    = 12
)

func (g *guideFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&g.planner, "planner", "", "who plans trees: embedded, random (draws from the numbered choices a model would see), model; default: model if the planner role has one, else embedded")
	f.StringVar(&g.mode, "mode", "tree", "tree: grow each tree as it will be; diffusion: explore a larger one and keep its best part")
	f.StringVar(&g.guide.Choices, "choices", synth.ChoicesReachable, "what a planner is shown: reachable (steps that can lead to a certificate), sound (all that break no rule)")
	f.IntVar(&g.guide.Iterations, "iterations", defaultIterations, "most decisions of the planner for one tree")
	f.IntVar(&g.guide.Shown, "shown", defaultShown, "most choices that a planner is shown at once")
	f.IntVar(&g.guide.Explore, "explore", defaultExplore, "most hidden vertices of an explored tree, --mode diffusion")
	f.StringSliceVar(&g.actions, "actions", synth.ActionNames, "what a planner may do")
	f.BoolVar(&g.guide.Fallback, "fallback", false, "let the embedded planner decide where an answer stays invalid or the iterations are used up; such decisions are counted")
	f.BoolVar(&g.guide.Scouted, "scouted", false, "ask models only about answers of which the embedded agents make a question too")
	for flag, values := range map[string][]string{
		"planner": {plannerEmbedded, plannerRandom, plannerModel}, "mode": {"tree", synth.ModeDiffusion}, "choices": {synth.ChoicesReachable, synth.ChoicesSound}, "actions": synth.ActionNames,
	} {
		c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
}

// read says what the flags mean; what is said by default is left out, as if it were not said.
func (g *guideFlags) read() (synth.Guide, error) {
	out := g.guide
	switch g.planner {
	case "", plannerEmbedded, plannerRandom, plannerModel:
	default:
		return out, usagef("", "--planner %s: want embedded, random or model", g.planner)
	}
	if g.mode != "tree" {
		out.Mode = g.mode
	}
	if out.Choices == synth.ChoicesReachable {
		out.Choices = ""
	}
	for _, v := range []struct {
		flag  string
		n     *int
		usual int
	}{{"iterations", &out.Iterations, defaultIterations}, {"shown", &out.Shown, defaultShown}, {"explore", &out.Explore, defaultExplore}} {
		if *v.n < 1 {
			return out, usagef("", "--%s %d: give more than 0", v.flag, *v.n)
		}
		if *v.n == v.usual {
			*v.n = 0
		}
	}
	for i, name := range synth.ActionNames {
		if slices.Contains(g.actions, name) {
			out.Actions = append(out.Actions, synth.Action(i+1))
		}
	}
	for _, name := range g.actions {
		if !slices.Contains(synth.ActionNames, name) {
			return out, usagef("", "--actions %s: want some of %s", name, strings.Join(synth.ActionNames, ", "))
		}
	}
	if len(out.Actions) == len(synth.ActionNames) {
		out.Actions = nil
	}
	return out, nil
}
