// Command ask measures the embedded searcher: exact match, F1, searches and time over the questions of a file, on the corpus that they are asked of.
//
//	go run ./bench/ask -corpus demo-out/corpus -questions demo-out/run/questions.jsonl
//
// A line of the file has a question with answer and aliases (a run's questions.jsonl), or with answers (a question set).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"infoseek"
	"infoseek/agent"
	"infoseek/corpus"
	"infoseek/internal/jsonl"
	"infoseek/reward"
	"infoseek/search"
)

func main() {
	dir := flag.String("corpus", "demo-out/corpus", "corpus directory")
	file := flag.String("questions", "demo-out/run/questions.jsonl", "JSON lines")
	limit := flag.Int("limit", 0, "ask so many, 0: all")
	verbose := flag.Bool("v", false, "tell each question")
	flag.Parse()
	if err := measure(*dir, *file, *limit, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "ask:", err)
		os.Exit(1)
	}
}

type asked struct {
	Question string   `json:"question"`
	Answer   string   `json:"answer"`
	Aliases  []string `json:"aliases"`
	Answers  []string `json:"answers"`
}

func (q asked) gold() []string {
	if q.Answer == "" {
		return q.Answers
	}
	return append([]string{q.Answer}, q.Aliases...)
}

func measure(dir, file string, limit int, verbose bool) (err error) {
	c, err := corpus.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	ix, err := search.Open(filepath.Join(dir, "index"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	s, err := ix.Searcher(search.Settings{})
	if err != nil {
		return err
	}
	a, err := agent.New(agent.Embedded{Pages: c}, agent.Tools{Searcher: s, Pages: c, Refiner: agent.Extract{}}, agent.Options{})
	if err != nil {
		return err
	}
	var t tally
	for q, err := range jsonl.ReadFile[asked](file, jsonl.Options{}) {
		if err != nil {
			return err
		}
		if limit > 0 && t.questions == limit {
			break
		}
		if err := t.ask(a, q, verbose); err != nil {
			return err
		}
	}
	return t.print()
}

// tally adds up what came of the questions.
type tally struct {
	questions, exact, valid, searches, faults int
	shown                                     int // gold answer is a title among the hits
	f1                                        float64
	seconds                                   []float64
}

func (t *tally) ask(a *agent.Agent, q asked, verbose bool) error {
	began := time.Now()
	tr, err := a.Ask(context.Background(), q.Question, nil)
	if err != nil {
		return err
	}
	t.seconds = append(t.seconds, time.Since(began).Seconds())
	t.questions++
	exact := reward.Exact(tr.Answer, q.gold())
	t.exact += count(exact)
	t.f1 += reward.F1(tr.Answer, q.gold())
	t.searches += len(tr.Searches)
	t.faults += len(tr.Faults)
	_, format := reward.Format(tr.Rollout())
	t.valid += count(format == nil)
	t.shown += count(slices.ContainsFunc(tr.Searches, func(s infoseek.TrajectorySearch) bool {
		return slices.ContainsFunc(s.Hits, func(h infoseek.TrajectoryHit) bool { return reward.Exact(h.Title, q.gold()) })
	}))
	if verbose {
		fmt.Printf("%v\t%s\t%q\t%q\t%d searches\n", exact, q.Question, tr.Answer, q.gold(), len(tr.Searches))
	}
	return nil
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (t *tally) print() error {
	if t.questions == 0 {
		return errors.New("no questions")
	}
	n := float64(t.questions)
	slices.Sort(t.seconds)
	fmt.Printf("questions %d\nexact match %.3f\nF1 %.3f\nformat valid %.3f\nanswer's page among the hits %.3f\nsearches a question %.2f\nfaults %d\nseconds a question, median %.3f, longest %.3f\n",
		t.questions, float64(t.exact)/n, t.f1/n, float64(t.valid)/n, float64(t.shown)/n, float64(t.searches)/n, t.faults, t.seconds[len(t.seconds)/2], t.seconds[len(t.seconds)-1])
	return nil
}
