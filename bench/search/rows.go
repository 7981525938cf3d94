package main

import (
	"cmp"
	"fmt"

	"infoseek/bench/table"
)

// figure is one row for each peer: ours beside theirs.
type figure struct {
	what, unit string
	of         func(result) float64
	goal       func(collection) table.Bound // against Lucene
}

// The goals of docs/search.md.
const (
	leastSpeed, mostIndexing, mostSize = 3, 1.0 / 3, 1.5
	mostLatency                        = 1000 // µs
	mostAnonymous                      = 150  // MB
	qualityMargin                      = .005
)

func rows(c collection, all []result) []table.Row {
	figures := []figure{
		{"indexing, CPU", "s", func(r result) float64 { return r.indexed.cpu.Seconds() }, big(table.RatioAtMost(mostIndexing))},
		{"size of the index", "MB", func(r result) float64 { return float64(r.indexed.bytes) / 1e6 }, big(table.RatioAtMost(mostSize))},
		{"queries per CPU s, one thread", "/s", func(r result) float64 { return float64(r.one.Queries) / r.one.CPU }, big(ratioAtLeast(leastSpeed))},
		{"queries per CPU s, two threads", "/s", func(r result) float64 { return float64(r.two.Queries) / r.two.CPU }, none},
		{"queries/s, two threads", "/s", func(r result) float64 { return float64(r.two.Queries) / r.two.Wall }, none},
		{"latency, median", "µs", func(r result) float64 { return r.one.P50 }, none},
		{"latency, 99th percentile", "µs", func(r result) float64 { return r.one.P99 }, none},
		{"anonymous memory when searching", "MB", func(r result) float64 { return r.one.Anon / 1e3 }, none},
		{"mapped files in memory when searching", "MB", func(r result) float64 { return r.one.File / 1e3 }, none},
	}
	if c.qrels != nil {
		figures = append(figures,
			figure{"recall@5", "", func(r result) float64 { return r.measures.Recall[5] }, none},
			figure{"nDCG@10", "", func(r result) float64 { return r.measures.NDCG10 }, none})
	}
	var out []table.Row
	for _, f := range figures {
		out = append(out, f.rows(c, all)...)
	}
	for _, peer := range all[1:] {
		if peer.err != nil {
			out = append(out, table.Skip(c.name+beside+peer.engine.name, "", table.Bound{}, peer.err.Error()))
		}
	}
	return append(out, ownGoals(c, all)...)
}

func none(collection) table.Bound { return table.Bound{} }

// big sets a goal from 100,000 documents on.
func big(b table.Bound) func(collection) table.Bound {
	return func(c collection) table.Bound {
		if c.documents < 100_000 {
			return table.Bound{}
		}
		return b
	}
}

func ratioAtLeast(v float64) table.Bound { return table.Bound{Least: &v, OfRatio: true} }

func (f figure) rows(c collection, all []result) []table.Row {
	var out []table.Row
	for _, peer := range all[1:] {
		if peer.err != nil {
			continue
		}
		goal := table.Bound{}
		if peer.engine.name == lucene {
			goal = f.goal(c)
		}
		out = append(out, table.Compared(c.name+", "+f.what+beside+peer.engine.name, f.of(all[0]), f.of(peer), f.unit, goal))
	}
	if len(out) == 0 {
		out = append(out, table.Figure(fmt.Sprintf("%s, %s", c.name, f.what), f.of(all[0]), f.unit, table.Bound{}))
	}
	return out
}

// ownGoals are those that are not against Lucene: latency at most, memory, and quality beside the best of each measure.
func ownGoals(c collection, all []result) []table.Row {
	var out []table.Row
	switch {
	case c.name == "retrieval":
		out = append(out, table.Figure(c.name+", latency, 99th percentile", all[0].one.P99, "µs", table.AtMost(mostLatency)))
		recall, ndcg := best(all, func(r result) float64 { return r.measures.Recall[5] }), best(all, func(r result) float64 { return r.measures.NDCG10 })
		out = append(out,
			closeTo(c.name+", recall@5"+besideBest, all[0].measures.Recall[5], recall),
			closeTo(c.name+", nDCG@10"+besideBest, all[0].measures.NDCG10, ndcg))
	case c.documents >= 1_000_000:
		out = append(out, table.Figure(c.name+", anonymous memory when searching", all[0].one.Anon/1e3, "MB", table.AtMost(mostAnonymous)))
	}
	return out
}

// best is the highest figure of a peer, 0 if none was measured.
func best(all []result, of func(result) float64) (v float64) {
	for _, r := range all[1:] {
		if r.err == nil {
			v = max(v, of(r))
		}
	}
	return v
}

// closeTo asks for no more than the margin below the best.
func closeTo(what string, ours, theirs float64) table.Row {
	if cmp.Compare(theirs, 0) == 0 {
		return table.Skip(what, "", table.Bound{}, "no peer was measured")
	}
	return table.Compared(what, ours, theirs, "", table.AtLeast(theirs-qualityMargin))
}
