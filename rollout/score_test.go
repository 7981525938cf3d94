package rollout

import (
	"slices"
	"testing"

	"infoseek"
)

func TestScore(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*infoseek.Trajectory)
		want   infoseek.SampleScore
	}{
		"right":  {func(*infoseek.Trajectory) {}, infoseek.SampleScore{Format: true, Match: true, F1: 1, Reward: 1}},
		"wrong":  {func(tr *infoseek.Trajectory) { tr.Answer = "Ada Lind" }, infoseek.SampleScore{Format: true, F1: 2. / 3}},
		"format": {func(tr *infoseek.Trajectory) { tr.Segments[3].Text = "so <answer>Ada</answer>" }, infoseek.SampleScore{Problem: "line 5: text outside the tags, where <think> should be", Match: true, F1: 1}},
		"notice": {func(tr *infoseek.Trajectory) {
			tr.Segments = slices.Insert(tr.Segments, 3, infoseek.Segment{Turn: 2, Kind: infoseek.SegmentNotice, Text: "Act."})
		}, infoseek.SampleScore{Problem: "line 5: text outside the tags, where <think> should be", Match: true, F1: 1}},
		"out of turns": {func(tr *infoseek.Trajectory) { tr.Ended = infoseek.EndTurns }, infoseek.SampleScore{Format: true}},
		"native":       {native, infoseek.SampleScore{Format: true, Match: true, F1: 1, Reward: 1}},
		"native, problem": {func(tr *infoseek.Trajectory) {
			native(tr)
			tr.Problems = []infoseek.TrajectoryProblem{{Turn: 1, What: "arguments are no JSON"}}
		}, infoseek.SampleScore{Problem: "arguments are no JSON", Match: true, F1: 1}},
		"native, notice": {func(tr *infoseek.Trajectory) {
			native(tr)
			tr.Segments[2].Kind = infoseek.SegmentNotice
		}, infoseek.SampleScore{Problem: "a turn that did nothing", Match: true, F1: 1}},
		"native, out of turns": {func(tr *infoseek.Trajectory) {
			native(tr)
			tr.Ended = infoseek.EndTurns
		}, infoseek.SampleScore{Problem: "no answer"}},
	} {
		s := right()
		c.change(&s.Trajectory)
		if got := Score(&s.Trajectory, s.Gold); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// native makes the trajectory one of tool calls.
func native(tr *infoseek.Trajectory) {
	tr.Tools = []infoseek.Tool{{Name: "search"}}
	tr.Segments[1].Text, tr.Segments[1].Calls = "", []infoseek.ToolCall{{ID: "a", Name: "search", Arguments: `{"query":"Arnfell founder"}`}}
	tr.Segments[2].CallID = "a"
	tr.Segments[3].Text = "Ada Holm"
}

func TestGold(t *testing.T) {
	for _, c := range []struct {
		q    infoseek.Question
		want []string
	}{
		{infoseek.Question{Answer: "Ada", Aliases: []string{"Holm", "Ada", ""}}, []string{"Ada", "Holm"}},
		{infoseek.Question{}, []string{}},
	} {
		if got := goldOf(c.q); !slices.Equal(got, c.want) || got == nil {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func hit(page, title string, end int) infoseek.TrajectoryHit {
	return infoseek.TrajectoryHit{Page: page, Title: title, End: end}
}

func TestSignature(t *testing.T) {
	pages := towns()
	search := func(turn int, hits ...infoseek.TrajectoryHit) infoseek.TrajectorySearch {
		return infoseek.TrajectorySearch{Turn: turn, Query: "Ada Holm", Hits: hits}
	}
	opened := []infoseek.Segment{
		{Turn: 1, Calls: []infoseek.ToolCall{{ID: "a", Name: "search"}, {ID: "b", Name: "visit"}}},
		{Turn: 1, Origin: infoseek.OriginTool, CallID: "a", Text: "[Current Query]: Ada Holm"},
		{Turn: 2, Origin: infoseek.OriginTool, CallID: "b", Text: "founded by Ada Holm"},
	}
	for name, c := range map[string]struct {
		tr   infoseek.Trajectory
		want [3]int // searches, search and turn in which it is seen
	}{
		"none":             {infoseek.Trajectory{}, [3]int{}},
		"the query says":   {infoseek.Trajectory{Searches: []infoseek.TrajectorySearch{search(1, hit("1", "Bruvik", 40))}}, [3]int{1, 0, 0}},
		"second":           {infoseek.Trajectory{Searches: []infoseek.TrajectorySearch{search(1, hit("1", "Bruvik", 40)), search(3, hit("1", "Bruvik", 40), hit("0", "Arnfell", 46))}}, [3]int{2, 2, 3}},
		"outside the span": {infoseek.Trajectory{Searches: []infoseek.TrajectorySearch{search(1, hit("0", "Arnfell", 20))}}, [3]int{1, 0, 0}},
		"in the title":     {infoseek.Trajectory{Searches: []infoseek.TrajectorySearch{search(1, hit("0", "Ada Holm (founder)", 20))}}, [3]int{1, 1, 1}},
		"opened":           {infoseek.Trajectory{Segments: opened}, [3]int{0, 0, 2}},
	} {
		got, err := signatureOf(t.Context(), pages, &c.tr, []string{"Ada Holm"})
		value := func(p *int) int {
			if p == nil {
				return 0
			}
			return *p
		}
		if have := [3]int{got.Searches, value(got.SeenSearch), value(got.SeenTurn)}; err != nil || have != c.want {
			t.Errorf("%s: %v, %v, want %v", name, have, err, c.want)
		}
	}
	if _, err := signatureOf(t.Context(), pages, &infoseek.Trajectory{Searches: []infoseek.TrajectorySearch{search(1, hit("77", "Gone", 1))}}, []string{"Ada"}); err == nil {
		t.Error("a page that is not there is no error")
	}
}

func TestShape(t *testing.T) {
	var all tally
	for _, s := range []infoseek.Sample{
		{Score: infoseek.SampleScore{Match: true}, Signature: infoseek.Signature{Searches: 4, SeenSearch: ptr(2), SeenTurn: ptr(1)}, Trajectory: infoseek.Trajectory{Ended: infoseek.EndAnswer}},
		{Signature: infoseek.Signature{Searches: 8, SeenTurn: ptr(4)}, Trajectory: infoseek.Trajectory{Ended: infoseek.EndAnswer}},
		{Score: infoseek.SampleScore{Match: true}, Trajectory: infoseek.Trajectory{Ended: infoseek.EndAnswer}},
		{Trajectory: infoseek.Trajectory{Ended: infoseek.EndTurns}},
	} {
		all.add(&s)
	}
	want := Shape{Trajectories: 4, Right: .5, Searches: 3, UntilRight: 2, Seen: .5, SeenSearch: 2, SeenTurn: 2.5, Unsearched: .25, RightUnsearched: .25}
	if got := all.shape(); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
