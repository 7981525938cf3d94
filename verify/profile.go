package verify

import (
	"fmt"
	"slices"

	"infoseek"
)

// Figure is a line of a set's profile: a share of something, or a value.
type Figure struct {
	Name  string  `json:"name"`
	Part  int     `json:"part"`
	Of    int     `json:"of"`
	Value float64 `json:"value"` // where Share is not set
	Share bool    `json:"share"`
}

// String is the figure for a table; "–" of nothing.
func (f Figure) String() string {
	switch {
	case !f.Share:
		return fmt.Sprintf("%g", f.Value)
	case f.Of == 0:
		return "–"
	}
	return fmt.Sprintf("%d of %d (%.1f%%)", f.Part, f.Of, 100*share(f.Part, f.Of))
}

// Profile describes a set of questions, so that two can stand side by side: profiles of the same checks have the same lines. mappings are those of questions made elsewhere, nil for our own; checks are those to tell of.
func Profile(questions []infoseek.Question, mappings []Mapping, verdicts Verdicts, checks []string) []Figure {
	p := &profile{figures: []Figure{}}
	p.value("questions", float64(len(questions)))
	p.found(questions, mappings)
	p.certificates(questions)
	for _, c := range checks {
		p.check(c, questions, verdicts)
	}
	return p.figures
}

type profile struct{ figures []Figure }

func (p *profile) value(name string, v float64) {
	p.figures = append(p.figures, Figure{Name: name, Value: v})
}

func (p *profile) share(name string, part, of int) {
	p.figures = append(p.figures, Figure{Name: name, Part: part, Of: of, Share: true})
}

// found tells what of the set the corpus has.
func (p *profile) found(questions []infoseek.Question, mappings []Mapping) {
	if mappings == nil {
		for _, q := range questions {
			m := Mapping{Edges: len(q.Tree.Edges)}
			for _, v := range q.Tree.Vertices {
				if v.Kind == infoseek.EntityVertex {
					m.Vertices++
				}
			}
			mappings = append(mappings, m)
		}
	}
	var trees, vertices, missing, edges, unstated, whole int
	for _, m := range mappings {
		if m.Vertices > 0 {
			trees++
		}
		vertices, missing = vertices+m.Vertices, missing+len(m.Missing)
		edges, unstated = edges+m.Edges, unstated+len(m.Unstated)
		if m.Problem == "" {
			whole++
		}
	}
	p.share("with a tree", trees, len(mappings))
	p.share("entities that the corpus has", vertices-missing, vertices)
	p.share("claims that the corpus bears out, where it has all entities", edges-unstated, edges)
	p.share("trees that can be certified", whole, trees)
}

// certificates tells what the certificates promise, of those that there are.
func (p *profile) certificates(questions []infoseek.Question) {
	var certified []infoseek.Question
	for _, q := range questions {
		if hasTree(q) {
			certified = append(certified, q)
		}
	}
	count := func(name string, of func(infoseek.Question) bool) {
		n := 0
		for _, q := range certified {
			if of(q) {
				n++
			}
		}
		p.share(name, n, len(certified))
	}
	count("one answer (unique)", func(q infoseek.Question) bool { return q.Certificate.Unique })
	count("every clue needed (minimal)", func(q infoseek.Question) bool { return q.Certificate.Minimal })
	count("unique and minimal", func(q infoseek.Question) bool { return q.Certificate.Unique && q.Certificate.Minimal })
	count("hidden entities determined", func(q infoseek.Question) bool { return q.Certificate.Determined != infoseek.DeterminedNone })
	count("one page states every claim", func(q infoseek.Question) bool { return q.Certificate.Cover.Pages < 2 })
	count("answer's page in the top 5 for the whole question", func(q infoseek.Question) bool {
		r := q.Certificate.OneShot.Question.Answer
		return r != nil && *r <= 5
	})
	count("no constant beside the tree's", func(q infoseek.Question) bool {
		return !slices.ContainsFunc(q.Certificate.Exposed, func(e infoseek.Exposed) bool { return !e.Allowed })
	})
	p.median("entities that the sharpest clue leaves, median", certified, func(q infoseek.Question) int { return q.Certificate.Selectivity })
	p.median("clues, median", certified, func(q infoseek.Question) int { return len(q.Tree.Edges) })
}

func (p *profile) median(name string, questions []infoseek.Question, of func(infoseek.Question) int) {
	var all []int
	for _, q := range questions {
		all = append(all, of(q))
	}
	if len(all) == 0 {
		p.share(name, 0, 0)
		return
	}
	slices.Sort(all)
	p.value(name, float64(all[(len(all)-1)/2]))
}

// check tells how many questions pass a check, of those it gave a verdict about.
func (p *profile) check(name string, questions []infoseek.Question, verdicts Verdicts) {
	pass, judged := 0, 0
	for _, q := range questions {
		v, ok := verdicts[q.ID][name]
		if !ok || v.Outcome == Fault {
			continue
		}
		judged++
		if v.Outcome == Pass {
			pass++
		}
	}
	p.share("passes "+name, pass, judged)
}
