package plant

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"infoseek"
)

// How a question tells a range: "between A and B", or "in the 1650s".
var (
	between = regexp.MustCompile(`between (\d[\d,]*(?:\.\d+)?) and (\d[\d,]*(?:\.\d+)?)`)
	decade  = regexp.MustCompile(`in the (\d{3,4})s`)
)

// ranged is a range that a question tells in words.
type ranged struct {
	child, clause int
	low, high     float64 // as told
	told          string
}

// rangesOf lists the ranges of a question that are told in a clause of their own.
func rangesOf(q *infoseek.Question) []ranged {
	var all []ranged
	for _, v := range q.Tree.Vertices {
		a := v.Attribute
		if a == nil || a.Low == nil || a.High == nil || a.Kind != infoseek.AttrYear && a.Kind != infoseek.AttrNumber {
			continue
		}
		i := clauseOf(q, v.ID)
		if i < 0 {
			continue
		}
		r := ranged{child: v.ID, clause: i}
		said := textOf(q, i)
		if m := between.FindStringSubmatch(said); m != nil {
			r.told, r.low, r.high = m[0], figure(m[1]), figure(m[2])
		} else if m := decade.FindStringSubmatch(said); m != nil && a.Kind == infoseek.AttrYear {
			r.told, r.low, r.high = m[0], figure(m[1]), figure(m[1])+9
		} else {
			continue
		}
		if strings.Contains(q.Tree.Edges[v.ID-1].Claim, r.told) {
			all = append(all, r)
		}
	}
	return all
}

func figure(s string) float64 {
	v, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64) // the pattern lets figures through alone
	return v
}

// tell puts another range in the place of r, in tree, claim and text. Years are told as they are, numbers scale with the attribute's unit.
func (r ranged) tell(q *infoseek.Question, low, high float64) {
	a := r.scaled(q, low, high)
	q.Tree.Vertices[r.child].Attribute = &a
	words := r.words(low, high)
	claim := &q.Tree.Edges[r.child-1].Claim
	*claim = strings.Replace(*claim, r.told, words, 1)
	start := q.Clauses[r.clause].Start + strings.Index(textOf(q, r.clause), r.told)
	replaceBytes(q, start, start+len(r.told), words)
}

func (r ranged) words(low, high float64) string {
	return "between " + strconv.FormatFloat(low, 'f', -1, 64) + " and " + strconv.FormatFloat(high, 'f', -1, 64)
}

// scaled is the attribute with another range.
func (r ranged) scaled(q *infoseek.Question, low, high float64) infoseek.Attribute {
	a := *q.Tree.Vertices[r.child].Attribute
	if a.Kind == infoseek.AttrNumber && r.high != 0 {
		unit := *a.High / r.high
		low, high = low*unit, high*unit
	}
	a.Low, a.High = &low, &high
	return a
}

// widen makes a range so wide that another candidate falls into it.
func widen(ctx context.Context, p *planter, q *infoseek.Question) error {
	for _, r := range rangesOf(q) {
		low, high := r.low/30, r.high*30
		if q.Tree.Vertices[r.child].Attribute.Kind == infoseek.AttrYear {
			low, high = max(1, r.low-500), min(2006, r.high+500)
		}
		let, err := p.letsIn(ctx, q, r.child, r.scaled(q, low, high))
		if err != nil {
			return err
		}
		if let {
			r.tell(q, low, high)
			return nil
		}
	}
	return errUnfit
}

// letsIn says whether an alternative that the clue to child shuts out satisfies the attribute. The question's own record names some; they are answers of the root, so the clue must be about it.
func (p *planter) letsIn(ctx context.Context, q *infoseek.Question, child int, a infoseek.Attribute) (bool, error) {
	if q.Tree.Edges[child-1].Parent != 0 {
		return false, nil
	}
	set, err := p.pages.Attribute(ctx, a)
	if err != nil {
		return false, err
	}
	for _, alt := range q.Certificate.Alternatives {
		if alt.Child != child {
			continue
		}
		for _, title := range alt.Pages {
			n, err := p.pages.ByTitle(ctx, title)
			if missing := (*infoseek.NotFoundError)(nil); errors.As(err, &missing) {
				continue
			}
			if err != nil {
				return false, err
			}
			if slices.Contains(set, n) {
				return true, nil
			}
		}
	}
	return false, nil
}

// moveRange moves a range to where the page that it is about is not.
func moveRange(ctx context.Context, p *planter, q *infoseek.Question) error {
	for _, r := range rangesOf(q) {
		low, high := moved(q, r)
		out, err := p.outside(ctx, q, r, low, high)
		if err != nil {
			return err
		}
		if out {
			r.tell(q, low, high)
			return nil
		}
	}
	return errUnfit
}

func moved(q *infoseek.Question, r ranged) (low, high float64) {
	if q.Tree.Vertices[r.child].Attribute.Kind == infoseek.AttrYear {
		return r.low - 333, r.high - 333
	}
	return r.high * 70, r.high * 80
}

// outside says whether the page that a range is about does not state any of the other range.
func (p *planter) outside(ctx context.Context, q *infoseek.Question, r ranged, low, high float64) (bool, error) {
	if low < 1 {
		return false, nil
	}
	of, err := p.pages.ByID(ctx, *q.Tree.Vertices[q.Tree.Edges[r.child-1].Parent].Page)
	if err != nil {
		return false, err
	}
	set, err := p.pages.Attribute(ctx, r.scaled(q, low, high))
	return err == nil && !slices.Contains(set, of), err
}

// addRange tells a second range beside one, which excludes it.
func addRange(ctx context.Context, p *planter, q *infoseek.Question) error {
	for _, r := range rangesOf(q) {
		low, high := moved(q, r)
		out, err := p.outside(ctx, q, r, low, high)
		if err != nil {
			return err
		}
		if !out {
			continue
		}
		a := r.scaled(q, low, high)
		id := len(q.Tree.Vertices)
		edge := q.Tree.Edges[r.child-1]
		edge.Child, edge.Claim = id, strings.Replace(edge.Claim, r.told, r.words(low, high), 1)
		q.Tree.Vertices = append(q.Tree.Vertices, infoseek.Vertex{ID: id, Kind: infoseek.AttributeVertex, Attribute: &a})
		q.Tree.Edges = append(q.Tree.Edges, edge)
		words := r.words(low, high)
		end := q.Clauses[r.clause].End
		say(q, r.clause, " and also "+words)
		q.Clauses[r.clause].End = end
		q.Clauses = append(q.Clauses, infoseek.Clause{Edges: []int{id}, Start: end + len(" and also "), End: end + len(" and also ") + len(words)})
		return nil
	}
	return errUnfit
}
