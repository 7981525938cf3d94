package dataset

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"strings"

	"infoseek"
)

// task is a question for reinforcement learning.
type task struct {
	id     string
	prompt []message
	gold   []string // the answers that count as right
}

// prompt is what a model in training is shown for a question: the instructions of Samples.Prompt, or else the question alone.
func (o Options) prompt(question string) ([]message, error) {
	if o.Samples.Prompt == nil {
		return []message{{Role: roleUser, Content: question}}, nil
	}
	messages, err := o.Samples.Prompt(question)
	if err != nil {
		return nil, fmt.Errorf("dataset: prompt: %w", err)
	}
	return each(messages, func(m infoseek.Message) message { return message{Role: m.Role, Content: m.Content} }), nil
}

// promptFor is the prompt that the sample's agent had, or that of its question if it had no instructions, as the embedded searcher, or others are wanted.
func (o Options) promptFor(t infoseek.Trajectory) ([]message, error) {
	for _, s := range t.Segments {
		if s.Kind == infoseek.SegmentSystem && (o.Samples.Protocol == "" || (o.Samples.Protocol == Native) == isNative(t)) {
			return promptOf(t), nil
		}
	}
	return o.prompt(t.Question)
}

// tasks are the questions of a run.
func (e exporter) tasks() iter.Seq2[task, error] {
	return func(yield func(task, error) bool) {
		for q, err := range e.questions() {
			t := task{id: q.Value.ID, gold: append([]string{q.Value.Answer}, q.Value.Aliases...)}
			if err == nil {
				t.prompt, err = e.prompt(q.Value.Question)
			}
			if !yield(t, err) || err != nil {
				return
			}
		}
	}
}

// tasks are the questions of all that was sampled and that have a gold answer, each once, accepted or not.
func (e samplesExport) tasks() iter.Seq2[task, error] {
	return func(yield func(task, error) bool) {
		seen := map[string]bool{}
		for s, err := range watched(e.ctx, ReadSamples(e.all), nil) {
			if err == nil && (seen[s.QuestionID] || len(s.Gold) == 0) {
				continue
			}
			t := task{id: s.QuestionID, gold: s.Gold}
			if err == nil {
				t.prompt, err = e.promptFor(s.Trajectory)
			}
			if seen[s.QuestionID] = true; !yield(t, err) || err != nil {
				return
			}
		}
	}
}

// numberOf says how many there are.
func numberOf[T any](all iter.Seq2[T, error]) (n int, err error) {
	for _, err := range all {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// tasksFolder makes the folder for verl or TRL of a run that has questions and no trajectories: prompts alone.
func (e exporter) tasksFolder() (Report, error) {
	report := Report{From: e.path}
	if err := e.checkFolder(); err != nil {
		return report, err
	}
	t, err := e.count()
	if err != nil {
		return report, err
	}
	report.Questions = t.Questions
	ours, write := isVerlFolder, func(dir string) ([]string, error) {
		return e.rl(dir, e.tasks(), e.Samples.Protocol == Native, e.manifest)
	}
	if e.As == TRL {
		ours, write = isTRLFolder, func(dir string) ([]string, error) { return e.trlPrompts(dir, t) }
	}
	report.Files, err = folder{e.Out, ours}.replace(func(dir string) ([]string, error) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		return write(dir)
	})
	return report, err
}

func (e exporter) trlPrompts(dir string, t tally) ([]string, error) {
	names, err := e.prompts(dir, t.Questions, e.tasks(), e.Samples.Protocol == Native, e.manifest)
	if err != nil {
		return nil, err
	}
	var card bytes.Buffer
	err = sampleCardTemplates.ExecuteTemplate(&card, "prompts.card.md.tmpl", map[string]any{
		"Name":     or(e.Card.Name, e.manifest.Run),
		"License":  or(e.Card.License, "unknown"),
		"Language": or(e.Card.Language, "en"),
		"Source":   strings.TrimSpace(e.Card.Source),
		"Size":     sizeCategory(t.Questions),
		"Rows":     t.Questions,
		"Native":   e.Samples.Protocol == Native,
		"M":        e.manifest,
	})
	if err != nil {
		return nil, err
	}
	return append(names, cardName), writeCard(dir, card.Bytes())
}
