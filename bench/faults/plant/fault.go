package plant

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"infoseek"
)

// Kind is what is wrong with a question.
type Kind string

// The kinds of faults.
const (
	SecondAnswer  Kind = "second answer"
	LeakedName    Kind = "leaked name"
	Unsupported   Kind = "unsupported claim"
	OneClue       Kind = "one-clue shortcut"
	Contradiction Kind = "contradiction"
)

// OtherRelation is the way whose faults only a reader can find: the sentence is about the same two entities.
const OtherRelation = "tells another relation"

// Fault is one way to break a question.
type Fault struct {
	Kind Kind
	Way  string
	// harm changes the question in place; errUnfit if the question gives no occasion.
	harm func(ctx context.Context, p *planter, q *infoseek.Question) error
}

var errUnfit = errors.New("plant: the question gives no occasion for this fault")

// Faults lists the ways in which questions are broken, those of a kind together.
func Faults() []Fault {
	return []Fault{
		{SecondAnswer, "a clue is dropped", dropClue},
		{SecondAnswer, "a range is widened", widen},
		{LeakedName, "the answer's title", leakTitle},
		{LeakedName, "another name of the answer", leakOther},
		{LeakedName, "a hidden entity's title", leakHidden},
		{Unsupported, "cites another sentence", citeElsewhere},
		{Unsupported, OtherRelation, tellOtherwise},
		{OneClue, "words of the answer's page alone", rareWords},
		{OneClue, "a sentence copied from its page", copySentence},
		{Contradiction, "a range is moved", moveRange},
		{Contradiction, "two ranges that exclude one another", addRange},
	}
}

// Planted is a question with what was done to it; Kind is "" for a control, which is as it was.
type Planted struct {
	infoseek.Question
	Kind Kind
	Way  string
}

// planter is what breaking needs beside the question.
type planter struct {
	pages infoseek.Pages
	r     *rand.Rand
	// claims are those of all questions that were given, to take wordings from.
	claims []wording
}

// Plant breaks ofKind questions of each kind, its ways in turn, and keeps so many controls. A question is used once; those that give no occasion for a fault are left for others. The same questions and seed give the same faults.
func Plant(ctx context.Context, pages infoseek.Pages, questions []infoseek.Question, ofKind, controls int, seed uint64) ([]Planted, error) {
	p := &planter{pages: pages, r: newRand(seed), claims: wordings(questions)}
	free := make([]infoseek.Question, len(questions))
	for i, at := range p.r.Perm(len(questions)) {
		free[i] = questions[at]
	}
	ways := map[Kind][]Fault{}
	var kinds []Kind
	for _, f := range Faults() {
		if len(ways[f.Kind]) == 0 {
			kinds = append(kinds, f.Kind)
		}
		ways[f.Kind] = append(ways[f.Kind], f)
	}
	var out []Planted
	for _, kind := range kinds {
		for n := range ofKind {
			f := ways[kind][n%len(ways[kind])]
			q, rest, err := p.plant(ctx, f, free)
			if err != nil {
				return nil, err
			}
			free = rest
			out = append(out, Planted{q, f.Kind, f.Way})
		}
	}
	if len(free) < controls {
		return nil, fmt.Errorf("plant: %d questions are left of %d, %d controls wanted", len(free), len(questions), controls)
	}
	for _, q := range free[:controls] {
		out = append(out, Planted{Question: q})
	}
	return out, nil
}

// plant breaks the first free question that gives occasion.
func (p *planter) plant(ctx context.Context, f Fault, free []infoseek.Question) (infoseek.Question, []infoseek.Question, error) {
	for i := range free {
		q := clone(free[i])
		switch err := f.harm(ctx, p, &q); {
		case errors.Is(err, errUnfit):
			continue
		case err != nil:
			return q, nil, fmt.Errorf("plant: %s in question %q: %w", f.Way, q.ID, err)
		}
		q.Hops = q.Tree.Hops()
		return q, append(append([]infoseek.Question{}, free[:i]...), free[i+1:]...), nil
	}
	return infoseek.Question{}, nil, fmt.Errorf("plant: no question of %d gives occasion for %q", len(free), f.Way)
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }
