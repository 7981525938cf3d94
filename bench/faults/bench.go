package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"

	"infoseek"
	"infoseek/bench/faults/plant"
	"infoseek/bench/table"
	"infoseek/corpus"
	"infoseek/internal/jsonl"
)

// bench is where things are, and how many.
type bench struct {
	program, corpus, source, dir string
	ofKind, controls             int
	seed                         uint64
	// verifier is the endpoint of a model that reads claims; "" leaves it out.
	verifier string
}

// The names of a run's files, which are part of its format.
const (
	questionsName = "questions.jsonl"
	manifestName  = "manifest.json"
	verdictsName  = "verdicts.jsonl"
)

// checks are those that need no model; claim-support asks one where there is one.
const checks = "certificate,co-coverage,one-clue,constants,duplicate,claim-support"

// measure makes questions, breaks some, has all judged, and counts.
func (b bench) measure(ctx context.Context) ([]table.Row, error) {
	run, broken := filepath.Join(b.dir, "run"), filepath.Join(b.dir, "broken")
	if err := b.make(ctx, run); err != nil {
		return nil, err
	}
	planted, err := b.plant(ctx, run)
	if err != nil {
		return nil, err
	}
	if err := b.write(run, broken, planted); err != nil {
		return nil, err
	}
	// A broken question's stored certificate gives it away at once. So each, controls too, gets the one that it has now, as a maker would give it who asks for one and does not look.
	if err := b.recertify(ctx, broken, planted); err != nil {
		return nil, err
	}
	if err := b.write(run, broken, planted); err != nil {
		return nil, err
	}
	against, err := b.judge(ctx, broken)
	if err != nil {
		return nil, err
	}
	return count(planted, against, b.verifier != ""), nil
}

// make imports the corpus and synthesises questions, anew if the program is another.
func (b bench) make(ctx context.Context, run string) error {
	if err := os.RemoveAll(b.dir); err != nil {
		return err
	}
	if err := b.ask(ctx, io.Discard, "corpus", "stats", b.corpus); err != nil {
		if err := os.RemoveAll(b.corpus); err != nil {
			return err
		}
		if err := b.ask(ctx, io.Discard, "corpus", "import", b.source, "-o", b.corpus, "-q"); err != nil {
			return err
		}
	}
	return b.ask(ctx, io.Discard, "synth", "-c", b.corpus, "-o", run, "-n", "1200", "--seed", fmt.Sprint(b.seed), "-q")
}

// ask runs the program. Exit code 3, which says that a check found differences, is no error.
func (b bench) ask(ctx context.Context, out io.Writer, args ...string) error {
	c := exec.CommandContext(ctx, b.program, args...)
	var told bytes.Buffer
	c.Stdout, c.Stderr = out, &told
	err := c.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 3 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("infoseek %s: %w: %s", args[0], err, bytes.TrimSpace(told.Bytes()))
	}
	return nil
}

func (b bench) plant(ctx context.Context, run string) (planted []plant.Planted, err error) {
	var questions []infoseek.Question
	for q, err := range jsonl.ReadFile[infoseek.Question](filepath.Join(run, questionsName), jsonl.Options{}) {
		if err != nil {
			return nil, err
		}
		questions = append(questions, q)
	}
	slog.Info("questions made", "questions", len(questions))
	pages, err := corpus.Open(b.corpus)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, pages.Close()) }()
	return plant.Plant(ctx, pages, questions, b.ofKind, b.controls, b.seed)
}

// write makes a run of the questions: the manifest of the one that they are from, with them.
func (b bench) write(run, to string, planted []plant.Planted) error {
	manifest, err := os.ReadFile(filepath.Join(run, manifestName))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, manifestName), manifest, 0o644); err != nil {
		return err
	}
	var lines bytes.Buffer
	w := jsonl.NewWriter(&lines)
	for _, p := range planted {
		if err := w.Write(p.Question); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, questionsName), lines.Bytes(), 0o644)
}

// review is what 'infoseek check --json' prints of a question.
type review struct {
	ID          string                `json:"id"`
	Sound       bool                  `json:"sound"`
	Certificate *infoseek.Certificate `json:"certificate"`
}

func (b bench) reviews(ctx context.Context, run string) iter.Seq2[review, error] {
	var out bytes.Buffer
	if err := b.ask(ctx, &out, "check", run, "-c", b.corpus, "--json", "-q"); err != nil {
		return func(yield func(review, error) bool) { yield(review{}, err) }
	}
	return jsonl.Read[review](&out, "check", jsonl.Options{})
}

// recertify gives each question the certificate that it has now.
func (b bench) recertify(ctx context.Context, run string, planted []plant.Planted) error {
	i := 0
	for r, err := range b.reviews(ctx, run) {
		if err != nil {
			return err
		}
		if i == len(planted) || r.ID != planted[i].ID {
			return fmt.Errorf("question %d of the review is %q", i, r.ID)
		}
		if r.Certificate != nil {
			planted[i].Certificate = *r.Certificate
		}
		i++
	}
	return nil
}

// judge says which checks speak against each question.
func (b bench) judge(ctx context.Context, run string) (map[string]map[string]bool, error) {
	against := map[string]map[string]bool{}
	speak := func(id, check string) {
		if against[id] == nil {
			against[id] = map[string]bool{}
		}
		against[id][check] = true
	}
	for r, err := range b.reviews(ctx, run) {
		if err != nil {
			return nil, err
		}
		if !r.Sound {
			speak(r.ID, "check")
		}
	}
	args := []string{"verify", run, "-c", b.corpus, "--checks", checks, "-q"}
	if b.verifier != "" {
		args = append(args, "--endpoint", b.verifier)
	}
	if err := b.ask(ctx, io.Discard, args...); err != nil {
		return nil, err
	}
	type verdict struct {
		Question string `json:"question"`
		Check    string `json:"check"`
		Outcome  string `json:"outcome"`
	}
	for v, err := range jsonl.ReadFile[verdict](filepath.Join(run, verdictsName), jsonl.Options{}) {
		switch {
		case err != nil:
			return nil, err
		case v.Outcome == "fail":
			speak(v.Question, v.Check)
		case v.Outcome != "pass":
			return nil, fmt.Errorf("%s of %s: %s", v.Check, v.Question, v.Outcome)
		}
	}
	return against, nil
}
