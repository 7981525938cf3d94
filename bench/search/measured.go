package main

import (
	"slices"
	"strings"

	"infoseek/bench/table"
)

// measured is what a published table says of one collection.
type measured struct {
	collection string
	engines    []string // ours first
	figures    []string // in the order of the table
	units      map[string]string
	values     map[[2]string]float64 // of figure and engine
}

// beside stands in a row's name between a figure and the engine that it is compared with, besideBest behind one that is compared with the best of all.
const (
	beside     = ", beside "
	besideBest = " beside the best"
)

// collections takes the table apart: rows named "collection, figure, beside engine", or "collection, figure" where there was no engine to compare with.
func collections(rows []table.Row) []*measured {
	var all []*measured
	for _, r := range rows {
		what, engine, compared := strings.Cut(r.What, beside)
		name, figure, known := strings.Cut(what, ", ")
		if r.Skipped != nil || r.Ours == nil || !known || strings.HasSuffix(figure, besideBest) {
			continue
		}
		i := slices.IndexFunc(all, func(m *measured) bool { return m.collection == name })
		if i < 0 {
			i = len(all)
			all = append(all, &measured{collection: name, units: map[string]string{}, values: map[[2]string]float64{}})
		}
		all[i].add(figure, ourName, r.Unit, r.Ours)
		if compared {
			all[i].add(figure, engine, r.Unit, r.Theirs)
		}
	}
	return all
}

func (m *measured) add(figure, engine, unit string, v *float64) {
	if v == nil {
		return
	}
	if !slices.Contains(m.figures, figure) {
		m.figures = append(m.figures, figure)
	}
	if !slices.Contains(m.engines, engine) {
		m.engines = append(m.engines, engine)
	}
	m.units[figure], m.values[[2]string{figure, engine}] = unit, *v
}
