package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"infoseek/internal/jsonl"
	"infoseek/runs"
)

// Format is how an export is laid out.
type Format string

// The formats.
const (
	JSONL    Format = "jsonl"    // questions.jsonl as it is
	InfoSeek Format = "infoseek" // the layout of the public InfoSeek data set: Layout
	Parquet  Format = "parquet"  // a directory of Parquet files with a dataset card
)

// Formats lists the formats.
var Formats = []Format{JSONL, InfoSeek, Parquet}

// Options say what to export and where to.
type Options struct {
	As  Format
	Run string // the run's directory
	// Out is the file to replace; for Parquet the directory to make, or to make anew if it holds such an export already.
	Out string
	// To is written to if Out is "" (not for Parquet).
	To io.Writer
	// Card is what the dataset card says beyond what the run knows.
	Card Card
	// ShardRows is the most questions in a Parquet file; 0 is the constant ShardRows.
	ShardRows int
	// Progress, if set, is told the number of questions exported, now and then.
	Progress func(questions int)
}

// Report says what was exported.
type Report struct {
	Questions int
	Files     []string
}

// Export writes the questions of a run. What it replaces, it replaces whole or not at all.
func Export(ctx context.Context, o Options) (Report, error) {
	r, err := runs.Read(o.Run)
	if err != nil {
		return Report{}, err
	}
	path, err := r.Output(runs.QuestionsName)
	if err != nil {
		return Report{}, err
	}
	e := exporter{Options: o, manifest: r.Manifest(), path: path, ctx: ctx}
	switch o.As {
	case JSONL:
		return e.file(func(w *jsonl.Writer, q Question) error { return w.Write(q) })
	case InfoSeek:
		return e.file(func(w *jsonl.Writer, q Question) error { return w.Write(NewLayout(q.Value)) })
	case Parquet:
		return e.parquet()
	}
	return Report{}, fmt.Errorf("dataset: format %q: want one of %v", o.As, Formats)
}

type exporter struct {
	Options
	manifest runs.Manifest
	path     string // of the questions
	ctx      context.Context
}

// file writes one line or more for each question.
func (e exporter) file(write func(*jsonl.Writer, Question) error) (Report, error) {
	var report Report
	fill := func(f io.Writer) error {
		w := jsonl.NewWriter(f)
		for q, err := range e.questions() {
			if err != nil {
				return err
			}
			if err := write(w, q); err != nil {
				return fmt.Errorf("dataset: question %q: %w", q.Value.ID, err)
			}
			report.Questions++
		}
		return w.Flush()
	}
	if e.Out != "" {
		report.Files = []string{e.Out}
		return report, runs.WriteFile(e.Out, fill)
	}
	if e.To == nil {
		return report, errors.New("dataset: nowhere to write to")
	}
	return report, fill(e.To)
}

// questions ranges over the run's questions until the context is done.
func (e exporter) questions() iter.Seq2[Question, error] {
	return func(yield func(Question, error) bool) {
		n := 0
		for q, err := range ReadQuestions(e.path) {
			if err == nil {
				err = e.ctx.Err()
			}
			if !yield(q, err) || err != nil {
				return
			}
			if n++; e.Progress != nil && n%100 == 0 {
				e.Progress(n)
			}
		}
	}
}
