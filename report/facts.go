package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"infoseek"
	"infoseek/runs"
)

func tiles(in Input) []tile {
	qs, all := in.Questions, len(in.Questions)+len(in.Drops)
	return []tile{
		{count(len(qs)), "questions"},
		{percent(len(qs), all), "of " + count(all) + " tried"},
		{median(measure(qs, func(q infoseek.Question) int { return len(q.Tree.Vertices) })), "vertices, median"},
		{median(measure(qs, func(q infoseek.Question) int { return q.Hops })), "hops, median"},
		{median(measure(qs, func(q infoseek.Question) int { return q.Certificate.Selectivity })), "selectivity, median"},
		{percent(tally(qs, func(q infoseek.Question) bool { return q.Certificate.Unique && q.Certificate.Minimal }), len(qs)), "unique and minimal"},
		{percent(tally(qs, func(q infoseek.Question) bool { return q.Certificate.Determined != infoseek.DeterminedNone }), len(qs)), "determined throughout"},
	}
}

// facts are the head of the page: what was run, on what, with which retriever.
func facts(in Input) []fact {
	m := in.Manifest
	out := []fact{{"run", m.Run, ""}, {"command", m.Command, ""}, {"state", string(m.State), ""}, {"seed", strconv.FormatUint(m.Seed, 10), ""},
		{"corpus", short(m.Corpus.Hash), m.Corpus.Hash}, {"entities", count(m.Corpus.Entities), ""}}
	if len(in.Questions) > 0 {
		q := in.Questions[0]
		r := q.Retriever
		out = append(out, fact{"retriever", strings.TrimPrefix(r.Engine+", ", ", ") + fmt.Sprintf("%s, k1 %g, b %g, %s, depth %d", r.Analysis, r.K1, r.B, r.Unit, r.Depth), ""})
		if nr := q.Certificate.NameRecall; nr != nil {
			out = append(out, fact{"name recall", fmt.Sprintf("%.1f%%", 100**nr), "share of the corpus's links that naming alone finds again"})
		}
		out = append(out, fact{"planner", q.Planner, ""})
	}
	out = append(out, fact{"version", strings.TrimSpace(m.Versions.Program + " " + m.Versions.Go), ""}, fact{"options", short(m.OptionsHash), m.OptionsHash})
	return slices.DeleteFunc(out, func(f fact) bool { return f.Value == "" })
}

// options lists the run's options and limits, names sorted, nested ones with dots.
func options(m runs.Manifest) []fact {
	var out []fact
	for _, raw := range [][]byte{m.Limits, m.Options} {
		d := json.NewDecoder(strings.NewReader(string(raw)))
		d.UseNumber()
		var v any
		if d.Decode(&v) == nil {
			out = flatten(out, "", v)
		}
	}
	return out
}

func flatten(dst []fact, name string, v any) []fact {
	object, ok := v.(map[string]any)
	if !ok {
		return append(dst, fact{Name: name, Value: plainValue(v)})
	}
	keys := make([]string, 0, len(object))
	for k := range object {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		inner := k
		if name != "" {
			inner = name + "." + k
		}
		dst = flatten(dst, inner, object[k])
	}
	return dst
}

func plainValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "–"
	case string:
		if v == "" {
			return "–"
		}
		return v
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = plainValue(v[i])
		}
		if len(parts) == 0 {
			return "–"
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

// short is the head of a hash.
func short(hash string) string { return hash[:min(12, len(hash))] }

// count writes n with thousands marks.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func percent(part, all int) string {
	if all == 0 {
		return "–"
	}
	p := 100 * float64(part) / float64(all)
	if p < 10 && part < all && part > 0 {
		return fmt.Sprintf("%.1f%%", p)
	}
	return fmt.Sprintf("%.0f%%", p)
}

func measure(qs []infoseek.Question, f func(infoseek.Question) int) []int {
	out := make([]int, len(qs))
	for i, q := range qs {
		out[i] = f(q)
	}
	return out
}

func tally(qs []infoseek.Question, f func(infoseek.Question) bool) int {
	n := 0
	for _, q := range qs {
		if f(q) {
			n++
		}
	}
	return n
}

// median is the lower of the two middle values, "–" of none.
func median(values []int) string {
	if len(values) == 0 {
		return "–"
	}
	s := slices.Sorted(slices.Values(values))
	return count(s[(len(s)-1)/2])
}
