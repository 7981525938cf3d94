package dataset

import (
	"cmp"
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

// The formats of questions.
const (
	JSONL    Format = "jsonl"    // questions.jsonl as it is
	InfoSeek Format = "infoseek" // the layout of the public InfoSeek data set: Layout
	Parquet  Format = "parquet"  // a directory of Parquet files with a dataset card
)

// The formats of trajectories.
const (
	Chat Format = "chat" // JSON lines: messages and tool calls as the chat API has them
	Tags Format = "tags" // JSON lines: a prompt and one text in tags, with the spans of the agent's own words
	Verl Format = "verl" // a directory of Parquet files for verl: sft.parquet and rl.parquet
	TRL  Format = "trl"  // a directory as Hugging Face datasets loads it, with the columns of TRL's trainers
	HF   Format = "hf"   // a directory as Hugging Face datasets loads it: whole records, with a dataset card
)

// Formats lists the formats, those of questions first.
var Formats = []Format{JSONL, InfoSeek, Parquet, Chat, Tags, Verl, TRL, HF}

// IsFolder says whether an export in the format is a directory.
func (f Format) IsFolder() bool { return f == Parquet || f == Verl || f == TRL || f == HF }

// OfSamples says whether the format is one of trajectories.
func (f Format) OfSamples() bool { return f == Chat || f == Tags || f == Verl || f == TRL || f == HF }

// Options say what to export and where to.
type Options struct {
	As  Format
	Run string // the run's directory
	// Out is the file to replace; for a folder the directory to make, or to make anew if it holds such an export already.
	Out string
	// To is written to if Out is "" (not for a folder).
	To io.Writer
	// Card is what the dataset card says beyond what the run knows.
	Card Card
	// ShardRows is the most rows in a Parquet file; 0 is the constant ShardRows.
	ShardRows int
	// Samples are those of the run's trajectories that are exported.
	Samples SampleOptions
	// Progress, if set, is told the number of questions or trajectories exported, now and then.
	Progress func(done int)
}

// Report says what was exported.
type Report struct {
	Questions    int // that were exported, or that the trajectories answer
	Trajectories int
	// From is the file that was exported.
	From  string
	Files []string
}

// Export writes the questions or the trajectories of a run. What it replaces, it replaces whole or not at all.
func Export(ctx context.Context, o Options) (Report, error) {
	r, err := runs.Read(o.Run)
	if err != nil {
		return Report{}, err
	}
	promptsAlone := (o.As == Verl || o.As == TRL) && !hasOutput(r, runs.TrajectoriesName) && hasOutput(r, runs.QuestionsName)
	if o.As.OfSamples() && !promptsAlone {
		return exportSamples(ctx, o, r)
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
	case Verl, TRL:
		return e.tasksFolder()
	}
	return Report{}, fmt.Errorf("dataset: format %q: want one of %v", o.As, Formats)
}

func hasOutput(r *runs.Reader, name string) bool {
	_, err := r.Output(name)
	return err == nil
}

type exporter struct {
	Options
	manifest runs.Manifest
	path     string // of the questions
	ctx      context.Context
}

// file writes one line or more for each question.
func (e exporter) file(write func(*jsonl.Writer, Question) error) (Report, error) {
	report := Report{From: e.path}
	files, err := e.lines(func(w *jsonl.Writer) error {
		for q, err := range e.questions() {
			if err != nil {
				return err
			}
			if err := write(w, q); err != nil {
				return fmt.Errorf("dataset: question %q: %w", q.Value.ID, err)
			}
			report.Questions++
		}
		return nil
	})
	report.Files = files
	return report, err
}

// lines has fill write to the file Out, or to To.
func (o Options) lines(fill func(*jsonl.Writer) error) (files []string, err error) {
	whole := func(f io.Writer) error {
		w := jsonl.NewWriter(f)
		return cmp.Or(fill(w), w.Flush())
	}
	if o.Out != "" {
		return []string{o.Out}, runs.WriteFile(o.Out, whole)
	}
	if o.To == nil {
		return nil, errors.New("dataset: nowhere to write to")
	}
	return nil, whole(o.To)
}

// questions ranges over the run's questions until the context is done.
func (e exporter) questions() iter.Seq2[Question, error] {
	return watched(e.ctx, ReadQuestions(e.path), e.Progress)
}

// watched ranges over records until ctx is done, and tells how many there were.
func watched[T any](ctx context.Context, records iter.Seq2[T, error], progress func(int)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for r, err := range records {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(r, err) || err != nil {
				return
			}
			if n++; progress != nil && n%100 == 0 {
				progress(n)
			}
		}
	}
}
