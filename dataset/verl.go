package dataset

import (
	"io"
	"iter"
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

func isVerlFolder(name string) bool {
	return name == verlSFT || name == verlRL || name == verlTools || isRecipe(name)
}

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

// newRLRow is the row of a task, number index.
func (o Options) newRLRow(index int, t task) rlRow {
	return rlRow{
		ID: t.id, DataSource: or(o.Samples.DataSource, DataSource), Prompt: each(t.prompt, newPlainMessage), Ability: "QA",
		RewardModel: rewardModelRow{"rule", groundTruthRow{t.gold}},
		ExtraInfo:   extraInfoRow{or(o.Samples.Split, "train"), int64(index)},
	}
}

// rl writes tasks as verl's RLHFDataset reads them, with the recipe if their prompts are for native tool calls.
func (o Options) rl(dir string, tasks iter.Seq2[task, error], native bool, m runs.Manifest) ([]string, error) {
	err := runs.WriteFile(filepath.Join(dir, verlRL), func(w io.Writer) error {
		index := -1
		return writeAll(w, rowsOf(tasks, func(t task) rlRow { index++; return o.newRLRow(index, t) }), m)
	})
	if err != nil || !native {
		return []string{verlRL}, err
	}
	names, err := writeRecipe(dir, verlRecipe)
	return append([]string{verlRL}, names...), err
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
	if err := runs.WriteFile(filepath.Join(dir, verlSFT), sft); err != nil {
		return nil, err
	}
	names, err := e.rl(dir, e.tasks(), e.native(), e.manifest)
	if names = append([]string{verlSFT}, names...); err != nil || e.tally.Tools == "" {
		return names, err
	}
	return append(names, verlTools), runs.WriteFile(filepath.Join(dir, verlTools), func(w io.Writer) error {
		_, err := io.WriteString(w, e.tally.Tools+"\n")
		return err
	})
}

// writeAll writes rows as one Parquet file.
func writeAll[R any](w io.Writer, rows iter.Seq2[R, error], m runs.Manifest) error {
	next, stop := iter.Pull2(rows)
	defer stop()
	return writeRows(w, next, -1, m.Versions.Program)
}
