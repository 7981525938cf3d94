package dataset

import (
	"infoseek"

	"github.com/go-json-experiment/json/jsontext"
)

// message is a message of a conversation as the chat API has it.
type message struct {
	Role       string     `json:"role"`
	Content    string     `json:"content"`
	ToolCalls  []toolCall `json:"tool_calls,omitempty"`
	ToolCallID string     `json:"tool_call_id,omitempty"`
}

type toolCall struct {
	ID       string       `json:"id"`
	Type     string       `json:"type"`
	Function functionCall `json:"function"`
}

type functionCall struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"` // JSON as the model wrote it, or what else it wrote
}

// toolRecord is a tool as the chat API has it.
type toolRecord struct {
	Type     string         `json:"type"`
	Function functionRecord `json:"function"`
}

type functionRecord struct {
	Name        string         `json:"name"`
	Description string         `json:"description"`
	Parameters  jsontext.Value `json:"parameters"`
}

// Roles of messages. All that an agent wrote, and nothing else, is the assistant's: who trains on the assistant's messages alone trains on the agent's own words.
const (
	roleSystem    = "system"
	roleUser      = "user"
	roleAssistant = "assistant"
	roleTool      = "tool"
)

// promptOf is what the agent was shown before its first turn; the question alone where the record has no prompts.
func promptOf(t infoseek.Trajectory) []message {
	var all []message
	for _, s := range t.Segments {
		if s.Turn == 0 {
			all = append(all, newMessage(s))
		}
	}
	if len(all) == 0 {
		return []message{{Role: roleUser, Content: t.Question}}
	}
	return all
}

// messagesOf is the whole conversation: the prompt, then a message for each segment.
func messagesOf(t infoseek.Trajectory) []message {
	all := promptOf(t)
	for _, s := range t.Segments {
		if s.Turn > 0 {
			all = append(all, newMessage(s))
		}
	}
	return all
}

func newMessage(s infoseek.Segment) message {
	m := message{Role: roleUser, Content: s.Text}
	switch {
	case s.Kind == infoseek.SegmentSystem:
		m.Role = roleSystem
	case s.Kind == infoseek.SegmentTurn:
		m.Role = roleAssistant
		for _, c := range s.Calls {
			m.ToolCalls = append(m.ToolCalls, toolCall{c.ID, "function", functionCall{c.Name, c.Arguments}})
		}
	case s.CallID != "":
		m.Role, m.ToolCallID = roleTool, s.CallID
	}
	return m
}

func newTool(t infoseek.Tool) toolRecord {
	return toolRecord{"function", functionRecord{t.Name, t.Description, jsontext.Value(t.Schema)}}
}
