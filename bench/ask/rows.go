package main

import (
	"slices"

	"infoseek"
	"infoseek/bench/contexts"
	"infoseek/bench/table"
	"infoseek/reward"
	"infoseek/text"
)

// shown says whether a gold answer is the title of a page that was found, or stands in the evidence.
func shown(tr *infoseek.Trajectory, gold []string) bool {
	return slices.ContainsFunc(tr.Searches, func(s infoseek.TrajectorySearch) bool {
		return stands(s.Refined, gold) || slices.ContainsFunc(s.Hits, func(h infoseek.TrajectoryHit) bool { return reward.Exact(h.Title, gold) })
	})
}

func stands(evidence string, gold []string) bool {
	words := contexts.Words(evidence)
	return slices.ContainsFunc(gold, func(g string) bool {
		run := contexts.Words(g)
		return len(run) > 0 && text.HasRun(words, run)
	})
}

// rows adds those of the part; the questions that the rules were settled on apart.
func (p part) rows(tab *table.Table, answers []answered) {
	goal := table.Bound{}
	if p.goal > 0 {
		goal = table.AtLeast(p.goal)
	}
	if !p.settled {
		tab.Add(rows(p.name, answers, goal)...)
		return
	}
	var halves [2][]answered
	for i, a := range answers {
		halves[i%2] = append(halves[i%2], a)
	}
	tab.Add(rows(p.name+", the half not looked at", halves[0], goal)...)
	tab.Add(rows(p.name+", the half that rules were settled on", halves[1], table.Bound{})...)
}

func rows(what string, answers []answered, goal table.Bound) []table.Row {
	n := float64(max(len(answers), 1))
	var exact, f1, valid, shown, searches, faults float64
	var seconds []float64
	for _, a := range answers {
		exact, valid, shown = exact+count(a.Exact), valid+count(a.Valid), shown+count(a.Shown)
		f1, searches, faults = f1+a.F1, searches+float64(a.Searches), faults+float64(a.Faults)
		seconds = append(seconds, a.Seconds)
	}
	slices.Sort(seconds)
	none := table.Bound{}
	out := []table.Row{
		table.Figure(what+": exact match", 100*exact/n, "%", goal),
		table.Figure("  of questions", float64(len(answers)), "", none),
		table.Figure("  F1", 100*f1/n, "%", none),
		table.Figure("  an answer stands in what was found", 100*shown/n, "%", none),
		table.Figure("  rollouts of the right format", 100*valid/n, "%", table.AtLeast(100)),
		table.Figure("  searches a question", searches/n, "", none),
		table.Figure("  faults", faults, "", table.AtMost(0)),
	}
	if len(seconds) > 0 {
		out = append(out, table.Figure("  seconds a question, the middle one", seconds[len(seconds)/2], "s", none), table.Figure("  seconds a question, the longest", seconds[len(seconds)-1], "s", none))
	}
	return out
}

func count(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
