// Program eval measures what scoring costs: 10,000 predictions of the seven sets, scored by every rule there is, and 10,000 bootstrap resamples over 12,576 questions, as many as 2WikiMultihopQA has. Started from the repository's root
// (make bench-eval); without the data beside the repository the first is skipped. The table goes to stdout and to bench/out/eval.json.
package main

import (
	"cmp"
	"errors"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"infoseek/bench/table"
	"infoseek/eval"
	"infoseek/stat"
)

// What is measured.
const (
	predictions = 10_000
	items       = 12_576
)

func main() {
	var tab table.Table
	row, err := scoring()
	if errors.Is(err, fs.ErrNotExist) {
		row, err = table.Skip(scoringWhat, "s", table.AtMost(1), "not in the data set (INFOSEEK_DATA)"), nil
	}
	if err != nil {
		slog.Error("eval", "error", err)
		os.Exit(table.Missed)
	}
	tab.Add(row, resampling(), measuring())
	tab.Exit("eval")
}

const scoringWhat = "10,000 predictions scored by Search-R1's, SQuAD's and the set's own rules"

// scoring scores answers of the seven sets: each question is given another one's answer, or its own.
func scoring() (table.Row, error) {
	type pair struct {
		set, answer string
		gold        []string
	}
	var pairs []pair
	for _, name := range eval.Names {
		if name == eval.BrowseCompPlus {
			continue
		}
		s, err := eval.ReadSet(name, filepath.Join(cmp.Or(os.Getenv("INFOSEEK_DATA"), filepath.Join("..", "shared", "data")), "qa", name+".jsonl.zst"))
		if err != nil {
			return table.Row{}, err
		}
		s.Draw(1)
		for i, q := range s.Questions[:min(len(s.Questions), predictions/6)] {
			answer := s.Questions[(i+i%2)%len(s.Questions)].Gold[0]
			pairs = append(pairs, pair{name, answer, q.Gold})
		}
	}
	for i := 0; len(pairs) < predictions; i++ {
		pairs = append(pairs, pairs[i])
	}
	right := 0
	began := time.Now()
	for _, p := range pairs[:predictions] {
		if eval.Mark(p.set, p.answer, p.gold).Exact {
			right++
		}
	}
	took := time.Since(began).Seconds()
	slog.Info("scored", "predictions", predictions, "right", right)
	return table.Figure(scoringWhat, took, "s", table.AtMost(1)), nil
}

func marks() []float64 {
	chance := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, items)
	for i := range values {
		values[i] = chance.Float64()
	}
	return values
}

func resampling() table.Row {
	values := marks()
	began := time.Now()
	stat.Bootstrap(values, stat.Level, stat.Resampling{})
	return table.Figure("10,000 bootstrap resamples over 12,576 questions", time.Since(began).Seconds(), "s", table.AtMost(2))
}

// measuring computes all figures of a set as large as the largest, intervals and all.
func measuring() table.Row {
	questions := make([][]eval.Record, items)
	for i, v := range marks() {
		questions[i] = []eval.Record{{Turns: 1, Marks: eval.Marks{F1: v, OwnF1: v / 2, Exact: v > 0.5}}}
	}
	began := time.Now()
	eval.Measure(questions, 1)
	return table.Figure("all figures of a set of 12,576 questions, with their intervals", time.Since(began).Seconds(), "s", table.Bound{})
}
