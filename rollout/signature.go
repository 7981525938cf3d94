package rollout

import (
	"context"
	"fmt"
	"slices"

	"infoseek"
	"infoseek/text"
)

// signatureOf finds when a gold answer first shows: in the title or passage of a hit, or in what the environment answered otherwise.
func signatureOf(ctx context.Context, pages infoseek.Pages, tr *infoseek.Trajectory, gold []string) (infoseek.Signature, error) {
	s := infoseek.Signature{Searches: len(tr.Searches)}
	names := namesOf(gold)
	for i, search := range tr.Searches {
		shown, err := hitsName(ctx, pages, search.Hits, names)
		if err != nil {
			return s, err
		}
		if shown {
			s.SeenSearch, s.SeenTurn = ptr(i+1), ptr(search.Turn)
			break
		}
	}
	if turn := openedNames(tr, names); turn > 0 && (s.SeenTurn == nil || turn < *s.SeenTurn) {
		s.SeenTurn = ptr(turn)
	}
	return s, nil
}

// searchTool is the tool whose answers repeat the agent's own query; what it found stands in the trajectory's searches.
const searchTool = "search"

// openedNames is the first turn in which a page that was opened names one of the names, 0 for none.
func openedNames(tr *infoseek.Trajectory, names names) int {
	tool := map[string]string{} // by the call's id
	for _, g := range tr.Segments {
		for _, c := range g.Calls {
			tool[c.ID] = c.Name
		}
		if name := tool[g.CallID]; name != "" && name != searchTool && names.in(g.Text) {
			return g.Turn
		}
	}
	return 0
}

func ptr[T any](v T) *T { return &v }

// names are texts as runs of words in normal form.
type names [][]string

func namesOf(texts []string) names {
	var all names
	for _, t := range texts {
		if words := wordsOf(t); len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

func (n names) in(s string) bool {
	words := wordsOf(s)
	return slices.ContainsFunc(n, func(name []string) bool { return text.HasRun(words, name) })
}

// wordsOf are the normal forms of a text's words.
func wordsOf(s string) []string {
	var words []string
	for _, span := range text.Words(nil, s) {
		words = append(words, text.Norm(s[span.Start:span.End]))
	}
	return words
}

func hitsName(ctx context.Context, pages infoseek.Pages, hits []infoseek.TrajectoryHit, names names) (bool, error) {
	for _, h := range hits {
		if names.in(h.Title) {
			return true, nil
		}
		n, err := pages.ByID(ctx, h.Page)
		if err != nil {
			return false, fmt.Errorf("hit %q: %w", h.Title, err)
		}
		passage, err := pages.Text(ctx, n, infoseek.Span{Start: h.Start, End: h.End})
		if err != nil {
			return false, fmt.Errorf("hit %q: %w", h.Title, err)
		}
		if names.in(passage) {
			return true, nil
		}
	}
	return false, nil
}

// Shape is what the signatures of trajectories have in common; means and shares are 0 of none.
type Shape struct {
	Trajectories int     `json:"trajectories"`
	Right        float64 `json:"right"`       // share whose answer is a gold one
	Searches     float64 `json:"searches"`    // mean
	UntilRight   float64 `json:"until_right"` // searches until solved: mean over the right ones
	Seen         float64 `json:"seen"`        // share in whose documents a gold answer showed
	SeenSearch   float64 `json:"seen_search"` // the search in which it first did: mean over those
	SeenTurn     float64 `json:"seen_turn"`
	// Unsearched is the share that answered without any search, RightUnsearched the share that did so rightly.
	Unsearched      float64 `json:"unsearched"`
	RightUnsearched float64 `json:"right_unsearched"`
}

// tally adds signatures up.
type tally struct {
	trajectories, right, searches, until   int
	seen, seenSearch, searched             int
	seenTurns, unsearched, rightUnsearched int
}

func (t *tally) add(s *infoseek.Sample) {
	g := s.Signature
	t.trajectories++
	t.searches += g.Searches
	if s.Score.Match {
		t.right++
		t.until += g.Searches
	}
	if g.SeenSearch != nil {
		t.searched++
		t.seenSearch += *g.SeenSearch
	}
	if g.SeenTurn != nil {
		t.seen++
		t.seenTurns += *g.SeenTurn
	}
	if g.Searches == 0 && s.Trajectory.Ended == infoseek.EndAnswer {
		t.unsearched++
		if s.Score.Match {
			t.rightUnsearched++
		}
	}
}

func (t *tally) shape() Shape {
	return Shape{
		Trajectories: t.trajectories, Right: share(t.right, t.trajectories), Searches: share(t.searches, t.trajectories), UntilRight: share(t.until, t.right),
		Seen: share(t.seen, t.trajectories), SeenSearch: share(t.seenSearch, t.searched), SeenTurn: share(t.seenTurns, t.seen),
		Unsearched: share(t.unsearched, t.trajectories), RightUnsearched: share(t.rightUnsearched, t.trajectories),
	}
}

// share is part/all, 0 of nothing.
func share(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}
