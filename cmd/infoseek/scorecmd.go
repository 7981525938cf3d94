package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"infoseek"
	"infoseek/agent"
	"infoseek/dataset"
	"infoseek/reward"

	"github.com/spf13/cobra"
)

func newScoreCmd(a *app) *cobra.Command {
	var asJSON, check bool
	c := &cobra.Command{
		Use:   "score FILE",
		Short: "Score rollouts made here or elsewhere: answers, format, and what is wrong with each",
		Long: `Score the rollouts of a file, made here or elsewhere: exact match and F1 of the answers after SQuAD's normalisation, and
the form of the text. Every rollout that departs from the form is named, with line and reason. The file may be compressed,
a list or one record after the other, each of them

  ours         a line of a run's trajectories.jsonl or accepted.jsonl, or of 'infoseek export --as tags'
  Search-R1    {"id", "question", "golden_answers", "output": {"final_response", "pred", "metric_score"}}
  R1-Searcher  {"question", "answer", "pred_ans", "gen_text_store"}: its marks for queries and documents are read as
               <search> and <information>, and what stands outside them as thought

Two forms are told apart. Right format is what InfoSeek's training rewards: tags balanced and in order, nothing outside
them. Malformed is what departs from the agent's protocol; the environment's message after a turn that did nothing is no
departure, though such a rollout is not of right format either.

Where the file has scores or answers of its own, they are compared with ours; with --check a difference ends the command
with exit code 3.`,
		Example: `  infoseek score rollouts/trajectories.jsonl
  infoseek score searchr1_nq.json.zst --check
  infoseek score rollouts/accepted.jsonl --json | jq -r 'select(.match | not) | .id'`,
		Args: needArgs(1, 1, "a file of rollouts"),
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := a.score(cmd.Context(), args[0], asJSON)
			if err != nil {
				return err
			}
			if !asJSON {
				err = t.print(a)
			}
			if err == nil && check && t.differ > 0 {
				err = errDifferent
			}
			return err
		},
	}
	c.Flags().BoolVar(&check, "check", false, "exit with code 3 if the file's own scores or answers differ from ours")
	jsonFlag(c, &asJSON)
	return c
}

// score scores each rollout of the file, tells what there is to tell of it, and adds it all up.
func (a *app) score(ctx context.Context, file string, asJSON bool) (scoreTally, error) {
	p := a.newProgress("scoring", "rollouts", -1)
	defer p.end()
	t := scoreTally{makers: map[dataset.Maker]int{}, reasons: map[string]int{}}
	for r, err := range dataset.ReadRollouts(file) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return t, err
		}
		s := newScored(r)
		t.add(s)
		if asJSON {
			err = a.printJSON(s)
		} else {
			err = s.tell(a)
		}
		if err != nil {
			return t, err
		}
		p.set(int64(t.rollouts))
	}
	if t.rollouts == 0 {
		return t, errors.New(file + " has no rollouts")
	}
	return t, nil
}

// scored is what 'score --json' prints of a rollout.
type scored struct {
	V        int           `json:"v"`
	Number   int           `json:"number"`
	ID       string        `json:"id"`
	Maker    dataset.Maker `json:"maker"`
	Question string        `json:"question"`
	Gold     []string      `json:"gold"`
	Answer   string        `json:"answer"`
	Answered bool          `json:"answered"`
	Match    bool          `json:"match"`
	Contains bool          `json:"contains"`
	F1       float64       `json:"f1"`
	Searches int           `json:"searches"` // queries
	Format   bool          `json:"format"`
	// Problems are the departures from the form; a rollout over native tool calls has no form to depart from.
	Problems []scoredProblem `json:"problems"`
	// Differs says where the file's own answer and scores differ from ours.
	Differs []string `json:"differs"`
	// compared counts the file's own exact match, 1 or 0.
	compared int
}

type scoredProblem struct {
	Line int    `json:"line"`
	What string `json:"what"`
}

func newScored(r dataset.Rollout) scored {
	s := scored{V: infoseek.FormatVersion, Number: r.Number, ID: r.ID, Maker: r.Maker, Question: r.Question, Gold: slices.Concat([]string{}, r.Gold), Problems: []scoredProblem{}, Differs: []string{}}
	if r.Native {
		s.Answer, s.Answered = *r.Answer, *r.Answer != ""
	} else {
		s.read(r)
	}
	s.Match, s.Contains, s.F1 = reward.Exact(s.Answer, r.Gold), reward.Contains(s.Answer, r.Gold), reward.F1(s.Answer, r.Gold)
	s.compare(r)
	return s
}

// read reads the text.
func (s *scored) read(r dataset.Rollout) {
	read := agent.ReadRollout(r.Text, append(r.Notices, agent.Notice)...)
	s.Answer, s.Answered = read.Answer, read.Answered
	for _, turn := range read.Turns {
		s.Searches += len(turn.Queries)
	}
	for _, p := range read.Problems {
		s.Problems = append(s.Problems, scoredProblem{p.Line, p.What})
	}
	_, err := reward.Format(r.Text)
	s.Format = err == nil
}

// compare holds ours against what the file says.
func (s *scored) compare(r dataset.Rollout) {
	if r.Answer != nil && *r.Answer != s.Answer {
		s.Differs = append(s.Differs, fmt.Sprintf("answer %q, the file says %q", s.Answer, *r.Answer))
	}
	if r.Exact != nil {
		s.compared = 1
		if *r.Exact != s.Match {
			s.Differs = append(s.Differs, fmt.Sprintf("exact match %t, the file says %t", s.Match, *r.Exact))
		}
	}
	if r.Contains != nil && *r.Contains != s.Contains {
		s.Differs = append(s.Differs, fmt.Sprintf("contains a gold answer %t, the file says %t", s.Contains, *r.Contains))
	}
}

// tell names a rollout that is malformed, or of which the file says something else.
func (s scored) tell(a *app) error {
	name := fmt.Sprintf("record %d", s.Number)
	if s.ID != "" {
		name += fmt.Sprintf(" (%q)", s.ID)
	}
	if len(s.Problems) > 0 {
		more := ""
		if n := len(s.Problems) - 1; n > 0 {
			more = fmt.Sprintf(" (and %d more)", n)
		}
		if err := a.printf("%s: line %d: %s%s\n", name, s.Problems[0].Line, s.Problems[0].What, more); err != nil {
			return err
		}
	}
	for _, d := range s.Differs {
		if err := a.printf("%s: %s\n", name, d); err != nil {
			return err
		}
	}
	return nil
}

// scoreTally adds scores up.
type scoreTally struct {
	reasons                                                map[string]int // rollouts with such a problem
	makers                                                 map[dataset.Maker]int
	rollouts, answered, match, contains, format, malformed int
	searches, differ, compared                             int
	f1                                                     float64
}

func (t *scoreTally) add(s scored) {
	t.makers[s.Maker]++
	t.rollouts++
	t.f1 += s.F1
	t.searches += s.Searches
	t.compared += s.compared
	met := map[string]bool{}
	for _, p := range s.Problems {
		if !met[p.What] {
			met[p.What] = true
			t.reasons[p.What]++
		}
	}
	for _, c := range []struct {
		is bool
		n  *int
	}{{s.Answered, &t.answered}, {s.Match, &t.match}, {s.Contains, &t.contains}, {s.Format, &t.format}, {len(s.Problems) > 0, &t.malformed}, {len(s.Differs) > 0, &t.differ}} {
		if c.is {
			*c.n++
		}
	}
}

func (t scoreTally) print(a *app) error {
	var b strings.Builder
	n := float64(t.rollouts)
	for _, m := range []dataset.Maker{dataset.Ours, dataset.SearchR1, dataset.R1Searcher} {
		if t.makers[m] > 0 {
			fmt.Fprintf(&b, "%-13s %d of %s\n", "rollouts", t.makers[m], m)
		}
	}
	for _, l := range []struct {
		what string
		n    int
	}{{"answered", t.answered}, {"exact match", t.match}, {"contains gold", t.contains}, {"right format", t.format}, {"malformed", t.malformed}} {
		fmt.Fprintf(&b, "%-13s %d (%.1f%%)\n", l.what, l.n, 100*float64(l.n)/n)
	}
	for _, reason := range t.byCount() {
		fmt.Fprintf(&b, "%15d %s\n", t.reasons[reason], reason)
	}
	fmt.Fprintf(&b, "%-13s %.4f\n%-13s %.2f a rollout\n", "F1", t.f1/n, "queries", float64(t.searches)/n)
	fmt.Fprintf(&b, "%-13s %d (the file scores %d of its rollouts)\n", "unlike file's", t.differ, t.compared)
	return a.printf("%s", b.String())
}

// byCount lists the reasons, the most frequent first.
func (t scoreTally) byCount() []string {
	return slices.SortedFunc(maps.Keys(t.reasons), func(a, b string) int {
		return cmp.Or(cmp.Compare(t.reasons[b], t.reasons[a]), cmp.Compare(a, b))
	})
}
