package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"infoseek/bench/faults/plant"
	"infoseek/bench/table"
)

// What is asked of the checks together: of each kind nearly all are found, and of what is found nearly all is broken.
const (
	leastRecall    = .9
	leastPrecision = .95
)

// group is some of the questions, and how many of them each check speaks against; "" is any of them.
type group struct {
	of    int
	found map[string]int
}

func (g *group) add(against map[string]bool) {
	if g.found == nil {
		g.found = map[string]int{}
	}
	g.of++
	for check := range against {
		g.found[check]++
	}
	if len(against) > 0 {
		g.found[""]++
	}
}

// tell names the checks that found something, most first.
func (g *group) tell() string {
	var names []string
	for _, check := range slices.SortedFunc(maps.Keys(g.found), func(a, b string) int {
		if g.found[a] != g.found[b] {
			return g.found[b] - g.found[a]
		}
		return strings.Compare(a, b)
	}) {
		if check != "" {
			names = append(names, fmt.Sprintf("%s %d", check, g.found[check]))
		}
	}
	if len(names) == 0 {
		return "no check"
	}
	return strings.Join(names, ", ")
}

// count makes a row of each way to break questions and two of each kind. Precision is that of a pool of as many controls as there are faults of the kind.
// Whether a sentence states a claim that is in other words takes a reader: without one (read) those faults are left out of what is asked.
func count(planted []plant.Planted, against map[string]map[string]bool, read bool) []table.Row {
	var controls group
	kinds, ways := map[plant.Kind]*group{}, map[plant.Kind]map[string]*group{}
	for _, p := range planted {
		if p.Kind == "" {
			controls.add(against[p.ID])
			continue
		}
		if kinds[p.Kind] == nil {
			kinds[p.Kind], ways[p.Kind] = &group{}, map[string]*group{}
		}
		if ways[p.Kind][p.Way] == nil {
			ways[p.Kind][p.Way] = &group{}
		}
		if read || p.Way != plant.OtherRelation {
			kinds[p.Kind].add(against[p.ID])
		}
		ways[p.Kind][p.Way].add(against[p.ID])
	}
	rows := []table.Row{table.Figure(fmt.Sprintf("%d sound questions: spoken against (%s)", controls.of, controls.tell()), float64(controls.found[""])/float64(controls.of), "", table.AtMost(1-leastPrecision))}
	for _, f := range plant.Faults() {
		k := kinds[f.Kind]
		if w := ways[f.Kind]; w[f.Way] != nil {
			rows = append(rows, table.Figure(fmt.Sprintf("%s, %s (%d): found by %s", f.Kind, f.Way, w[f.Way].of, w[f.Way].tell()), share(w[f.Way].found[""], w[f.Way].of), "", table.Bound{}))
			delete(w, f.Way)
		}
		if k == nil || len(ways[f.Kind]) > 0 {
			continue
		}
		if f.Kind == plant.Unsupported && !read {
			rows = append(rows, table.Skip("unsupported claim, "+plant.OtherRelation+": recall with a verifier", "", table.AtLeast(leastRecall), "no model is named (INFOSEEK_FAULTS_VERIFIER)"))
		}
		wrong := float64(controls.found[""]) * float64(k.of) / float64(controls.of)
		rows = append(rows,
			table.Figure(fmt.Sprintf("%s (%d): recall", f.Kind, k.of), share(k.found[""], k.of), "", table.AtLeast(leastRecall)),
			table.Figure(string(f.Kind)+": precision", float64(k.found[""])/max(1, float64(k.found[""])+wrong), "", table.AtLeast(leastPrecision)))
		delete(kinds, f.Kind)
	}
	return rows
}

func share(part, all int) float64 { return float64(part) / float64(all) }
