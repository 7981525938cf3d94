package dataset

import (
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/runs"
)

// The files of an export for verl.
const (
	verlSFT   = "sft.parquet"
	verlRL    = "rl.parquet"
	verlTools = "tools.json"
)

func isVerlFolder(name string) bool { return name == verlSFT || name == verlRL || name == verlTools }

// plainMessage is a message as every reader of Parquet has it.
type plainMessage struct {
	Role    string `parquet:"role"`
	Content string `parquet:"content"`
}

// callMessage is a message that may have tool calls. Arguments are text: as an object each call would be given the null members of all others.
type callMessage struct {
	Role       string     `parquet:"role"`
	Content    string     `parquet:"content"`
	ToolCalls  []textCall `parquet:"tool_calls,optional,list"`
	ToolCallID *string    `parquet:"tool_call_id,optional"`
}

type textCall struct {
	ID       string       `parquet:"id"`
	Type     string       `parquet:"type"`
	Function textFunction `parquet:"function"`
}

type textFunction struct {
	Name      string `parquet:"name"`
	Arguments string `parquet:"arguments"`
}

func newPlainMessage(m message) plainMessage { return plainMessage{m.Role, m.Content} }

func newCallMessage(m message) callMessage {
	return callMessage{m.Role, m.Content, each(m.ToolCalls, newTextCall), optionalText(m.ToolCallID)}
}

func newTextCall(c toolCall) textCall {
	return textCall{c.ID, c.Type, textFunction{c.Function.Name, c.Function.Arguments}}
}

func optionalText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// sftRow is a trajectory as verl's MultiTurnSFTDataset reads it.
type sftRow[M any] struct {
	ID         string `parquet:"id"`
	QuestionID string `parquet:"question_id"`
	Messages   []M    `parquet:"messages,list"`
}

func newSFTRow[M any](message func(message) M) func(infoseek.Sample) sftRow[M] {
	return func(s infoseek.Sample) sftRow[M] {
		return sftRow[M]{s.ID, s.QuestionID, each(messagesOf(s.Trajectory), message)}
	}
}

// rlRow is a question as verl's RLHFDataset reads it (arXiv 2509.00375's training).
type rlRow struct {
	ID          string         `parquet:"id"`
	DataSource  string         `parquet:"data_source"`
	Prompt      []plainMessage `parquet:"prompt,list"`
	Ability     string         `parquet:"ability"`
	RewardModel rewardModelRow `parquet:"reward_model"`
	ExtraInfo   extraInfoRow   `parquet:"extra_info"`
}

type rewardModelRow struct {
	Style       string         `parquet:"style"`
	GroundTruth groundTruthRow `parquet:"ground_truth"`
}

type groundTruthRow struct {
	Target []string `parquet:"target,list"`
}

type extraInfoRow struct {
	Split string `parquet:"split"`
	Index int64  `parquet:"index"`
}

// newRLRow is the row of the question id, number index, with the answers that count as right.
func (o Options) newRLRow(id string, index int, prompt []message, gold []string) rlRow {
	return rlRow{
		ID: id, DataSource: or(o.Samples.DataSource, DataSource), Prompt: each(prompt, newPlainMessage), Ability: "QA",
		RewardModel: rewardModelRow{"rule", groundTruthRow{gold}},
		ExtraInfo:   extraInfoRow{or(o.Samples.Split, "train"), int64(index)},
	}
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

// promptFor is the prompt that the sample's agent had, or that of its question if it had no instructions, as the embedded searcher.
func (o Options) promptFor(t infoseek.Trajectory) ([]message, error) {
	for _, s := range t.Segments {
		if s.Kind == infoseek.SegmentSystem {
			return promptOf(t), nil
		}
	}
	return o.prompt(t.Question)
}

// rl makes the folder for verl of a run that has questions and no trajectories: prompts alone.
func (e exporter) rl() (Report, error) {
	report := Report{From: e.path}
	if err := e.checkFolder(); err != nil {
		return report, err
	}
	rows := func(yield func(rlRow, error) bool) {
		for q, err := range e.questions() {
			var row rlRow
			if err == nil {
				var prompt []message
				prompt, err = e.prompt(q.Value.Question)
				row = e.newRLRow(q.Value.ID, report.Questions, prompt, append([]string{q.Value.Answer}, q.Value.Aliases...))
			}
			if report.Questions++; !yield(row, err) || err != nil {
				return
			}
		}
	}
	var err error
	report.Files, err = folder{e.Out, isVerlFolder}.replace(func(dir string) ([]string, error) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		return []string{verlRL}, runs.WriteFile(filepath.Join(dir, verlRL), func(w io.Writer) error { return writeAll(w, rows, e.manifest) })
	})
	return report, err
}

// verl writes the trajectories for supervised training, and every question that was sampled and has a gold answer, accepted or not, as a prompt for reinforcement learning.
func (e samplesExport) verl(dir string) ([]string, error) {
	sft := func(w io.Writer) error {
		return writeAll(w, rowsOf(e.samples(), newSFTRow(newPlainMessage)), e.manifest)
	}
	if e.tally.Native > 0 {
		sft = func(w io.Writer) error {
			return writeAll(w, rowsOf(e.samples(), newSFTRow(newCallMessage)), e.manifest)
		}
	}
	names := []string{verlSFT, verlRL}
	if err := runs.WriteFile(filepath.Join(dir, verlSFT), sft); err != nil {
		return nil, err
	}
	if err := runs.WriteFile(filepath.Join(dir, verlRL), func(w io.Writer) error { return writeAll(w, e.questions(), e.manifest) }); err != nil {
		return nil, err
	}
	if e.tally.Tools == "" {
		return names, nil
	}
	return append(names, verlTools), runs.WriteFile(filepath.Join(dir, verlTools), func(w io.Writer) error {
		_, err := io.WriteString(w, e.tally.Tools+"\n")
		return err
	})
}

// questions ranges over the questions of all that was sampled, each once.
func (e samplesExport) questions() iter.Seq2[rlRow, error] {
	return func(yield func(rlRow, error) bool) {
		seen := map[string]bool{}
		for s, err := range watched(e.ctx, ReadSamples(e.all), nil) {
			var prompt []message
			if err == nil {
				prompt, err = e.promptFor(s.Trajectory)
			}
			if err != nil {
				yield(rlRow{}, err)
				return
			}
			if seen[s.QuestionID] || len(s.Gold) == 0 {
				continue
			}
			index := len(seen)
			if seen[s.QuestionID] = true; !yield(e.newRLRow(s.QuestionID, index, prompt, s.Gold), nil) {
				return
			}
		}
	}
}

// writeAll writes rows as one Parquet file.
func writeAll[R any](w io.Writer, rows iter.Seq2[R, error], m runs.Manifest) error {
	next, stop := iter.Pull2(rows)
	defer stop()
	return writeRows(w, next, -1, m.Versions.Program)
}
