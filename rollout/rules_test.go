package rollout

import (
	"slices"
	"strings"
	"testing"

	"infoseek"

	"pgregory.net/rapid"
)

// right is a sample that no rule has anything against.
func right() *infoseek.Sample {
	return &infoseek.Sample{
		V: 1, ID: "q0/0", QuestionID: "q0", Gold: []string{"Ada Holm", "Ada"},
		Trajectory: infoseek.Trajectory{
			Question: "Who founded Arnfell?", Answer: "the Ada Holm", Ended: infoseek.EndAnswer, Turns: 2,
			Segments: []infoseek.Segment{
				{Turn: 0, Kind: infoseek.SegmentQuestion, Origin: infoseek.OriginTemplate, Text: "Who founded Arnfell?"},
				{Turn: 1, Kind: infoseek.SegmentTurn, Origin: infoseek.OriginModel, Text: "<think>x</think><search>Arnfell founder</search>"},
				{Turn: 1, Kind: infoseek.SegmentObservation, Origin: infoseek.OriginTool, Text: "<information>It was founded by Ada Holm.</information>"},
				{Turn: 2, Kind: infoseek.SegmentTurn, Origin: infoseek.OriginModel, Text: "<think>x</think><answer>the Ada Holm</answer>"},
			},
			Searches: []infoseek.TrajectorySearch{{Turn: 1, Query: "Arnfell founder"}},
		},
		Score: infoseek.SampleScore{Format: true, Match: true, F1: 1, Reward: 1}, Signature: infoseek.Signature{Searches: 1, SeenSearch: ptr(1), SeenTurn: ptr(1)},
	}
}

func namesOfReasons(all []Reason) (names []string) {
	for _, r := range all {
		names = append(names, r.Name)
	}
	return names
}

func TestRules(t *testing.T) {
	for name, c := range map[string]struct {
		policy func(*Policy)
		sample func(*infoseek.Sample)
		want   string // reasons, with commas
		detail string // within that of the first
	}{
		"right":                {nil, nil, "", ""},
		"alias":                {nil, func(s *infoseek.Sample) { s.Trajectory.Answer = "ada!" }, "", ""},
		"wrong":                {nil, func(s *infoseek.Sample) { s.Trajectory.Answer = "Bo Lind" }, WrongAnswer, `"Bo Lind", not ["Ada Holm" "Ada"]`},
		"within":               {func(p *Policy) { p.Answer = ContainsAnswer }, func(s *infoseek.Sample) { s.Trajectory.Answer = "It was Ada Holm of Arnfell" }, "", ""},
		"not within":           {nil, func(s *infoseek.Sample) { s.Trajectory.Answer = "It was Ada Holm of Arnfell" }, WrongAnswer, ""},
		"any answer":           {func(p *Policy) { p.Answer = AnyAnswer }, func(s *infoseek.Sample) { s.Trajectory.Answer = "Bo Lind" }, "", ""},
		"no gold":              {nil, func(s *infoseek.Sample) { s.Gold = nil }, WrongAnswer, ""},
		"empty answer":         {func(p *Policy) { p.Answer = AnyAnswer }, func(s *infoseek.Sample) { s.Trajectory.Answer = " " }, NoAnswer, ""},
		"out of turns":         {nil, func(s *infoseek.Sample) { s.Trajectory.Ended = infoseek.EndTurns }, NoAnswer, "ended by turns after 2 turns"},
		"format":               {nil, func(s *infoseek.Sample) { s.Score.Format, s.Score.Problem = false, "line 1: text" }, BadFormat, "line 1: text"},
		"any format":           {func(p *Policy) { p.Format = false }, func(s *infoseek.Sample) { s.Score.Format = false }, "", ""},
		"never seen":           {nil, func(s *infoseek.Sample) { s.Signature.SeenTurn = nil }, NoEvidence, "no gold answer in what was found"},
		"no search":            {nil, func(s *infoseek.Sample) { s.Signature = infoseek.Signature{} }, NoEvidence, "no search"},
		"seen in the last":     {nil, func(s *infoseek.Sample) { s.Signature.SeenTurn = ptr(2) }, NoEvidence, ""},
		"unseen is fine":       {func(p *Policy) { p.Evidence = false }, func(s *infoseek.Sample) { s.Signature.SeenTurn = nil }, "", ""},
		"repeated":             {nil, searchAgain("arnfell  FOUNDER?"), Repeated, `"arnfell  FOUNDER?" in turns 1 and 2`},
		"not quite repeated":   {nil, searchAgain("founder Arnfell"), "", ""},
		"repeats are fine":     {func(p *Policy) { p.Repeats = true }, searchAgain("Arnfell founder"), "", ""},
		"too many turns":       {func(p *Policy) { p.MaxTurns = 1 }, nil, TooLong, "2 turns, at most 1"},
		"too many searches":    {func(p *Policy) { p.MaxSearches = 1 }, searchAgain("founder of Arnfell"), TooLong, "2 searches, at most 1"},
		"too many tokens":      {func(p *Policy) { p.MaxTokens = 20 }, nil, TooLong, "43 tokens, at most 20"},
		"calls are tokens too": {func(p *Policy) { p.MaxTokens = 50 }, callWith(strings.Repeat("x", 400)), TooLong, "143 tokens"},
		"several":              {func(p *Policy) { p.MaxTurns = 1 }, func(s *infoseek.Sample) { s.Trajectory.Answer, s.Score.Format = "Bo", false }, WrongAnswer + "," + BadFormat + "," + TooLong, ""},
	} {
		p := NewPolicy()
		if c.policy != nil {
			c.policy(&p)
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		s := right()
		if c.sample != nil {
			c.sample(s)
		}
		got := p.against(s)
		if strings.Join(namesOfReasons(got), ",") != c.want || c.detail != "" && !strings.Contains(got[0].Detail, c.detail) {
			t.Errorf("%s: %v, want %s (%s)", name, got, c.want, c.detail)
		}
	}
}

func searchAgain(query string) func(*infoseek.Sample) {
	return func(s *infoseek.Sample) {
		s.Trajectory.Searches = append(s.Trajectory.Searches, infoseek.TrajectorySearch{Turn: 2, Query: query})
	}
}

func callWith(arguments string) func(*infoseek.Sample) {
	return func(s *infoseek.Sample) {
		s.Trajectory.Segments[1].Calls = []infoseek.ToolCall{{ID: "a", Name: "search", Arguments: arguments}}
	}
}

func TestPolicyCheck(t *testing.T) {
	for want, p := range map[string]Policy{`answer ""`: {}, "searches: -1": {Answer: AnyAnswer, MaxSearches: -1}, "kept a question": {Answer: ExactAnswer, Keep: -1}} {
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestChoice: of the samples of a question those of the same words count once, and no more are kept than wanted.
func TestChoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		thoughts := rapid.SliceOfN(rapid.IntRange(0, 3), 0, 8).Draw(t, "thoughts")
		c := choice{policy: Policy{Keep: rapid.IntRange(0, 3).Draw(t, "keep")}}
		seen := map[int]bool{}
		kept := 0
		for _, n := range thoughts {
			s := right()
			s.Trajectory.Segments[1].Text += strings.Repeat("!", n)
			reasons := namesOfReasons(c.against(s))
			want := []string(nil)
			switch {
			case seen[n]:
				want = []string{Duplicate}
			case c.policy.Keep > 0 && kept == c.policy.Keep:
				want = []string{Enough}
			default:
				kept++
			}
			seen[n] = true
			if !slices.Equal(reasons, want) {
				t.Fatalf("%v: %v, want %v", thoughts, reasons, want)
			}
		}
		if c.kept != kept {
			t.Fatalf("%d kept, want %d", c.kept, kept)
		}
	})
}

// TestLosses: the first reasons add up to what was rejected, none is alone more often than at all, and rates go down the list as samples do.
func TestLosses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l Losses
		for range rapid.IntRange(0, 20).Draw(t, "samples") {
			var reasons []Reason
			for _, name := range Reasons {
				if rapid.IntRange(0, 5).Draw(t, name) == 0 {
					reasons = append(reasons, Reason{Name: name})
				}
			}
			l.count(reasons)
		}
		l.rates()
		first, left := 0, l.Accepted+l.Rejected
		for i, line := range l.Why {
			if line.First > line.All || line.Alone > line.First || line.All == 0 || line.Rate < 0 || line.Rate > 1 {
				t.Fatalf("%+v", line)
			}
			if i > 0 && slices.Index(Reasons, l.Why[i-1].Reason) >= slices.Index(Reasons, line.Reason) {
				t.Fatalf("out of order: %+v", l.Why)
			}
			if want := share(left-line.First, left); line.Rate != want {
				t.Fatalf("rate %g, want %g", line.Rate, want)
			}
			first, left = first+line.First, left-line.First
		}
		if first != l.Rejected || left != l.Accepted {
			t.Fatalf("%d first reasons for %d rejected", first, l.Rejected)
		}
	})
}
