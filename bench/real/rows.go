package main

import (
	"cmp"
	"maps"
	"slices"

	"infoseek/bench/table"
)

// rows tells of the model's run, beside the embedded agents and a random Planner over the same numbered choices on the roots that the model's run tried.
func rows(model, embedded, random made) []table.Row {
	none := table.Bound{}
	tried := len(model.From)
	made, fallback := model.Agents["planner: decisions"], model.Agents["planner: decisions by fallback"]
	written, embeddedWords := model.Agents["writer: written"], model.Agents["writer: fallback"]
	out := []table.Row{
		table.Figure("certified questions, all roles played by the model", float64(model.Questions), "", table.AtLeast(wanted)),
		table.Figure("roots tried", float64(tried), "", none),
		table.Figure("roots without an outcome that has a name", float64(tried-model.Outcomes), "", table.AtMost(0)),
		table.Figure("roots that ended in a fault", float64(sum(model.Faults)), "", none),
		table.Compared("yield on these roots, theirs: embedded agents", model.share(tried), embedded.share(tried), "%", none),
		table.Compared("yield on these roots, theirs: random planner", model.share(tried), random.share(tried), "%", none),
		table.Compared("yield of a random planner on all roots, theirs: embedded", random.share(len(random.From)), embedded.share(len(embedded.From)), "%", none),
		table.Compared("hidden vertices a question, theirs: embedded agents", each(model.Hidden, model.Questions), each(embedded.Hidden, embedded.Questions), "", none),
		table.Compared("hidden vertices a question, theirs: random planner", each(model.Hidden, model.Questions), each(random.Hidden, random.Questions), "", none),
		table.Figure("planner: decisions that the model made, of those where there was a choice", 100*each(made, made+fallback), "%", none),
		table.Figure("writer: questions told in the model's words, of those it was asked for", 100*each(written, written+embeddedWords), "%", none),
		table.Figure("seconds", model.Seconds, "s", none),
	}
	for _, role := range slices.Sorted(maps.Keys(model.Calls)) {
		c := model.Calls[role]
		out = append(out,
			table.Figure("calls: "+role, float64(c.Calls), "", none),
			table.Figure("  tokens read a call", each(c.Prompt, c.Calls), "", none),
			table.Figure("  tokens written a call", each(c.Completion, c.Calls), "", none),
			table.Figure("  seconds a call", c.Seconds/max(float64(c.Calls), 1), "s", none))
	}
	for _, r := range commonest(model.Agents) {
		out = append(out, table.Figure(r, float64(model.Agents[r]), "", none))
	}
	for _, r := range commonest(model.Reasons) {
		out = append(out, table.Compared("dropped: "+r+", theirs: random planner on all roots", float64(model.Reasons[r]), float64(random.Reasons[r]), "", none))
	}
	for _, r := range commonest(model.Faults) {
		out = append(out, table.Figure("fault: "+r, float64(model.Faults[r]), "", none))
	}
	return out
}

func each(n, of int) float64 { return float64(n) / float64(max(of, 1)) }

func sum(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

func commonest(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}
