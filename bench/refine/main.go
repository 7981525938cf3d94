// Program refine measures what of the evidence for a question a Refiner keeps, against the tokens that it takes: the embedded one, a small language model, and the plain cut, over questions with their paragraphs, most of them distractors.
// Started from the repository's root (make bench-refine); the table goes to stdout and to bench/out/refine.json, its exit status is table.Table's.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"

	"infoseek/bench/contexts"
	"infoseek/bench/library"
	"infoseek/bench/table"
)

// set is a question set. What the embedded Refiner goes by was settled on the first half of each; the goals are for the second.
type set struct {
	name string
	read func(data string) ([]contexts.Question, error)
}

var sets = []set{{"HotpotQA", contexts.HotpotQA}, {"MuSiQue", contexts.MuSiQue}}

// limits are the most tokens of evidence.
var limits = []int{128, 256, 512, 1024}

func main() {
	asked := flag.Int("model-questions", 10, "questions of each set that the model refines, 0: none")
	url := flag.String("endpoint", "", "`URL` of the model's server, if not that of scripts/llama-server.sh")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	m := openModel(ctx, *url, *asked)
	defer m.close()
	for _, s := range sets {
		if err := measure(ctx, &tab, s, m); err != nil {
			slog.Error("bench-refine", "set", s.name, "error", err)
			m.close()
			os.Exit(table.Missed)
		}
	}
	m.close()
	tab.Exit("refine")
}

// measure adds the rows of one set.
func measure(ctx context.Context, tab *table.Table, s set, m *model) error {
	l := library.New()
	questions, err := s.read(l.Data)
	if errors.Is(err, fs.ErrNotExist) {
		tab.Add(table.Skip(s.name+": gold evidence kept", "%", table.Bound{}, "not in the data set (INFOSEEK_DATA)"))
		return nil
	}
	if err != nil {
		return err
	}
	cases, err := find(ctx, l, s.name, questions)
	if err != nil {
		return fmt.Errorf("find: %w", err)
	}
	half, even := len(cases)/2, 1.0
	if err := compare(ctx, tab, s.name+", first half", cases[:half], table.Bound{}); err != nil {
		return err
	}
	if err := compare(ctx, tab, s.name+", second half", cases[half:], table.Bound{Least: &even, OfRatio: true}); err != nil {
		return err
	}
	return m.compare(ctx, tab, s.name+", second half", cases[half:])
}
