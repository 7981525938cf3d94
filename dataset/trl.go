package dataset

import (
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"

	"github.com/go-json-experiment/json/jsontext"
)

// The folders of an export for TRL, each a configuration of the data set.
const (
	trlMessages   = "messages"
	trlCompletion = "prompt_completion"
	trlPrompt     = "prompt"
)

func isTRLFolder(name string) bool {
	folder, file, within := strings.Cut(name, "/")
	if folder == trlMessages || folder == trlCompletion || folder == trlPrompt {
		return !within || isShard(file)
	}
	return name == cardName || isRecipe(name)
}

// objectMessage is a message whose tool calls have their arguments as an object: the column is marked as JSON, so that Hugging Face datasets reads it as one, and chat templates write it as one.
type objectMessage struct {
	Role       string       `parquet:"role"`
	Content    string       `parquet:"content"`
	ToolCalls  []objectCall `parquet:"tool_calls,optional,list"`
	ToolCallID *string      `parquet:"tool_call_id,optional"`
}

type objectCall struct {
	ID       string         `parquet:"id"`
	Type     string         `parquet:"type"`
	Function objectFunction `parquet:"function"`
}

type objectFunction struct {
	Name      string `parquet:"name"`
	Arguments string `parquet:"arguments,json"`
}

func newObjectMessage(m message) objectMessage {
	return objectMessage{m.Role, m.Content, each(m.ToolCalls, newObjectCall), optionalText(m.ToolCallID)}
}

// newObjectCall writes arguments that are no JSON as a JSON text: a reader that parses them gets what the model wrote.
func newObjectCall(c toolCall) objectCall {
	arguments := jsontext.Value(c.Function.Arguments)
	if !arguments.IsValid() {
		quoted, _ := jsontext.AppendQuote(nil, c.Function.Arguments) // what is not UTF-8 is replaced
		arguments = quoted
	}
	return objectCall{c.ID, c.Type, objectFunction{c.Function.Name, string(arguments)}}
}

// trlRow is a trajectory for TRL's SFTTrainer: language modelling over a conversation, where assistant_only_loss masks what the agent did not write.
type trlRow struct {
	ID         string         `parquet:"id"`
	QuestionID string         `parquet:"question_id"`
	Messages   []plainMessage `parquet:"messages,list"`
}

type trlNativeRow struct {
	ID         string          `parquet:"id"`
	QuestionID string          `parquet:"question_id"`
	Messages   []objectMessage `parquet:"messages,list"`
	Tools      string          `parquet:"tools,json"`
}

// trlStep is one turn with all that came before it as the prompt: the loss on the completion is the loss on that turn, whatever the chat template.
type trlStep struct {
	ID         string         `parquet:"id"`
	QuestionID string         `parquet:"question_id"`
	Turn       int64          `parquet:"turn"`
	Prompt     []plainMessage `parquet:"prompt,list"`
	Completion []plainMessage `parquet:"completion,list"`
}

type trlNativeStep struct {
	ID         string          `parquet:"id"`
	QuestionID string          `parquet:"question_id"`
	Turn       int64           `parquet:"turn"`
	Prompt     []objectMessage `parquet:"prompt,list"`
	Completion []objectMessage `parquet:"completion,list"`
	Tools      string          `parquet:"tools,json"`
}

// step is a turn: the message that the agent wrote, and all before it.
type step struct {
	sample infoseek.Sample
	turn   int64
	before []message
	own    message
}

// trlTask is a question for TRL's GRPOTrainer: gold is handed to its reward functions.
type trlTask struct {
	ID     string         `parquet:"id"`
	Prompt []plainMessage `parquet:"prompt,list"`
	Gold   []string       `parquet:"gold,list"`
}

func newTRLTask(t task) trlTask { return trlTask{t.id, each(t.prompt, newPlainMessage), t.gold} }

// prompts writes n tasks, with the recipe if their prompts are for native tool calls.
func (o Options) prompts(dir string, n int, tasks iter.Seq2[task, error], native bool, m runs.Manifest) ([]string, error) {
	names, err := writeShards(filepath.Join(dir, trlPrompt), o.shards(n, m), rowsOf(tasks, newTRLTask))
	if names = within(trlPrompt, names); err != nil || !native {
		return names, err
	}
	recipe, err := writeRecipe(dir, trlRecipe)
	return append(names, recipe...), err
}

// native says whether the prompts for reinforcement learning are for native tool calls.
func (e samplesExport) native() bool {
	return e.Samples.Protocol == Native || e.Samples.Protocol == "" && e.tally.Native > 0
}

// trl writes all configurations and the card.
func (e samplesExport) trl(dir string) ([]string, error) {
	if e.tally.Native > 0 {
		return trlFiles(e, dir, func(s infoseek.Sample) trlNativeRow {
			return trlNativeRow{s.ID, s.QuestionID, each(messagesOf(s.Trajectory), newObjectMessage), toolsColumn(s.Trajectory)}
		}, func(s step) trlNativeStep {
			return trlNativeStep{s.sample.ID, s.sample.QuestionID, s.turn, each(s.before, newObjectMessage), []objectMessage{newObjectMessage(s.own)}, toolsColumn(s.sample.Trajectory)}
		})
	}
	return trlFiles(e, dir, func(s infoseek.Sample) trlRow {
		return trlRow{s.ID, s.QuestionID, each(messagesOf(s.Trajectory), newPlainMessage)}
	}, func(s step) trlStep {
		return trlStep{s.sample.ID, s.sample.QuestionID, s.turn, each(s.before, newPlainMessage), []plainMessage{newPlainMessage(s.own)}}
	})
}

func trlFiles[R, S any](e samplesExport, dir string, newRow func(infoseek.Sample) R, newStep func(step) S) ([]string, error) {
	names, err := writeShards(filepath.Join(dir, trlMessages), e.shards(e.tally.Trajectories, e.manifest), rowsOf(e.samples(), newRow))
	if err != nil {
		return nil, err
	}
	steps, err := writeShards(filepath.Join(dir, trlCompletion), e.shards(e.tally.Turns, e.manifest), rowsOf(e.steps(), newStep))
	if err != nil {
		return nil, err
	}
	n, err := numberOf(e.tasks())
	if err != nil {
		return nil, err
	}
	prompts, err := e.prompts(dir, n, e.tasks(), e.native(), e.manifest)
	if err != nil {
		return nil, err
	}
	card, err := e.card("trl.card.md.tmpl")
	if err != nil {
		return nil, err
	}
	return slices.Concat(within(trlMessages, names), within(trlCompletion, steps), prompts, []string{cardName}), writeCard(dir, card)
}

// steps ranges over the turns of all trajectories.
func (e samplesExport) steps() iter.Seq2[step, error] {
	return func(yield func(step, error) bool) {
		for s, err := range e.samples() {
			if err != nil {
				yield(step{}, err)
				return
			}
			turn := int64(0)
			messages := messagesOf(s.Trajectory)
			for i, m := range messages {
				if m.Role != roleAssistant {
					continue
				}
				if turn++; !yield(step{s, turn, messages[:i], m}, nil) {
					return
				}
			}
		}
	}
}

// toolsColumn is the JSON list of the tools that a trajectory had, empty where it had none. It is never null: the writer of Parquet files has no JSON that may be.
func toolsColumn(t infoseek.Trajectory) string {
	b, err := jsonl.Marshal(each(t.Tools, newTool))
	if err != nil { // a schema that is no JSON does not come out of a file of JSON
		return "[]"
	}
	return string(b)
}
