// Program audit asks of MuSiQue's questions what certificates ask of ours: over a corpus of the paragraphs that come with them, the retrieval passages and Schools Wikipedia, merged by title, beside questions made from Schools
// Wikipedia and sent through the public layout, which keeps titles and claims alone. Started from the repository's root (make bench-audit); the table goes to stdout and to bench/out/audit.json, its exit status is table.Table's.
package main

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/dataset"
	"infoseek/hcsp"
	"infoseek/runs"
	"infoseek/synth"
	"infoseek/verify"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	l := library.New()
	var tab table.Table
	for name, of := range audits {
		rows, err := of(ctx, l)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			tab.Add(table.Skip(name, "", table.Bound{}, err.Error()))
		case err != nil:
			slog.Error("bench-audit", "of", name, "error", err)
			os.Exit(table.Missed)
		}
		tab.Add(rows...)
	}
	tab.Exit("audit")
}

// audits ranges over what is audited, in the order of the table.
func audits(yield func(string, func(context.Context, library.Library) ([]table.Row, error)) bool) {
	if yield("MuSiQue", musique) {
		yield("ours, by the public layout", ours)
	}
}

func musique(ctx context.Context, l library.Library) ([]table.Row, error) {
	file := filepath.Join(l.Data, "qa", "musique-contexts-100.jsonl.zst")
	shelf, err := l.OpenOwn(ctx, "audit", merged(ctx, l, file))
	if err != nil {
		return nil, err
	}
	defer shelf.Close()
	questions := func(yield func(infoseek.Question, error) bool) {
		for m, err := range dataset.ReadMuSiQue(file) {
			q, _ := m.AsQuestion("") // without a tree where there is none: that is counted
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
	return audit(ctx, "MuSiQue: ", shelf, questions)
}

// ours sends questions of ours through the public layout and maps them again.
func ours(ctx context.Context, l library.Library) ([]table.Row, error) {
	shelf, err := l.Open(ctx, library.Schools)
	if err != nil {
		return nil, err
	}
	defer shelf.Close()
	made, err := l.Run(ctx, shelf, "audit", synth.Options{Seed: 1})
	if err != nil {
		return nil, err
	}
	r, err := runs.Read(made.Dir)
	if err != nil {
		return nil, err
	}
	questions := func(yield func(infoseek.Question, error) bool) {
		for q, err := range r.Questions() {
			if err == nil {
				q, err = dataset.NewLayout(q).Question("")
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
	return audit(ctx, "ours: ", shelf, questions)
}

func audit(ctx context.Context, whose string, shelf *library.Shelf, questions iter.Seq2[infoseek.Question, error]) ([]table.Row, error) {
	m := &verify.Mapper{Pages: shelf.Corpus, Searcher: shelf.Searcher, Solver: hcsp.NewSolver(shelf.Corpus), Depth: 20}
	var mapped []infoseek.Question
	var mappings []verify.Mapping
	for q, err := range questions {
		if err != nil {
			return nil, err
		}
		q, mapping, err := m.Map(ctx, q)
		if err != nil {
			return nil, err
		}
		mapped, mappings = append(mapped, q), append(mappings, mapping)
	}
	var rows []table.Row
	for _, f := range verify.Profile(mapped, mappings, nil, nil) {
		if f.Share {
			rows = append(rows, table.Compared(whose+f.Name, float64(f.Part), float64(f.Of), "", table.Bound{}))
			continue
		}
		rows = append(rows, table.Figure(whose+f.Name, f.Value, "", table.Bound{}))
	}
	return rows, nil
}
