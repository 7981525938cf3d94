package agent

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
)

var nativePrompt = prompt.MustLoad(files, "prompts/native")

//go:embed prompts/native.notice.txt
var nativeNoticeFile string

// NativeNotice is the message after a turn that neither calls a tool nor answers.
var NativeNotice = strings.TrimSpace(nativeNoticeFile)

// Native is a Policy by a language model that uses the native tool calls of the chat API: search, visit, find, and web_visit if Web is set. A turn calls tools, or it is the answer in words, whose line "Exact Answer:" counts:
// so BrowseComp-Plus's agents end, and their judge reads the explanation and the confidence beside it. (An answer by a tool would leave a call that nothing answers at the end of each conversation to train on.)
type Native struct {
	Model infoseek.Model
	Web   bool
}

// Info is the model's.
func (n Native) Info() infoseek.ModelInfo { return n.Model.Info() }

// Tokenizer is the model's, or a bound where it has none.
func (n Native) Tokenizer() infoseek.Tokenizer { return tokenizerOf(n.Model) }

// NativePrompt is what a Native model is shown for a question before its first turn.
func NativePrompt(question string, o Options) ([]infoseek.Message, error) {
	o, err := o.settle()
	if err != nil {
		return nil, err
	}
	return nativePrompt.Messages(map[string]any{"Question": question, "Turns": o.Turns})
}

// Begin fills the prompt. A question that leaves no room for an answer is a *TooLongError.
func (n Native) Begin(question string, o Options) (Session, error) {
	messages, err := nativePrompt.Messages(map[string]any{"Question": question, "Turns": o.Turns})
	if err != nil {
		return nil, err
	}
	o.within(n.Info())
	s := &nativeSession{model: n.Model, used: map[string]bool{}, talk: conversation{prompts: messages, tok: n.Tokenizer(), options: o, emptied: "[left out]"}}
	for _, offer := range offers {
		if offer.tool.Name != toolWeb || n.Web {
			s.offered = append(s.offered, offer)
			s.talk.tools = append(s.talk.tools, offer.tool)
		}
	}
	if _, _, err := s.talk.fit(func(infoseek.Dropped) {}); err != nil {
		return nil, fmt.Errorf("agent: %w", err)
	}
	return s, nil
}

type nativeSession struct {
	model   infoseek.Model
	offered []offer
	talk    conversation
	turn    int
	used    map[string]bool // ids of calls
}

func (s *nativeSession) Prompts() []infoseek.Segment { return s.talk.segments() }
func (s *nativeSession) Tools() []infoseek.Tool      { return s.talk.tools }
func (s *nativeSession) Notice() string              { return NativeNotice }

func (s *nativeSession) Next(ctx context.Context, drop func(infoseek.Dropped)) (Reply, error) {
	messages, room, err := s.talk.fit(drop)
	if err != nil {
		return Reply{}, err
	}
	s.turn++
	request := infoseek.Request{Messages: messages, Tools: s.talk.tools, LogProbs: true, Sampling: infoseek.Sampling{MaxTokens: room, Seed: s.talk.options.seed(s.turn)}}
	response, err := s.model.Generate(ctx, request)
	if err != nil {
		return Reply{}, err
	}
	reply := Reply{Tokens: response.Tokens, Usage: response.Usage, Dollars: s.model.Info().Price.Of(response.Usage)}
	response.Calls = slices.Clone(response.Calls)
	s.name(response.Calls) // before they are counted: ids take room too
	text, calls, whole := s.within(response, drop)
	if !whole {
		reply.Tokens = nil
	}
	reply.Turn = readNative(text, calls, s.offered, whole && response.Finish != infoseek.FinishLength)
	return reply, nil
}

// within takes off what a server that keeps to no limit wrote too much: calls from the last, then the end of the text.
func (s *nativeSession) within(r infoseek.Response, drop func(infoseek.Dropped)) (text string, calls []infoseek.ToolCall, whole bool) {
	room := s.talk.room()
	text = cut(s.talk.tok, r.Text, room)
	room -= s.talk.tok.Count(text)
	for i, call := range r.Calls {
		tokens := s.talk.options.MessageTokens + s.talk.callTokens(call)
		if tokens > room {
			for _, late := range r.Calls[i:] {
				drop(infoseek.Dropped{What: "call of " + late.Name, Tokens: s.talk.callTokens(late)})
			}
			break
		}
		room -= tokens
		calls = append(calls, call)
	}
	if text != r.Text {
		drop(infoseek.Dropped{What: "end of the turn", Tokens: s.talk.tok.Count(r.Text) - s.talk.tok.Count(text)})
	}
	return text, calls, text == r.Text && len(calls) == len(r.Calls)
}

// name gives calls without an id of their own one that no other call of the session has.
func (s *nativeSession) name(calls []infoseek.ToolCall) {
	for i := range calls {
		for n := i + 1; calls[i].ID == "" || s.used[calls[i].ID]; n++ {
			calls[i].ID = fmt.Sprintf("call-%d-%d", s.turn, n)
		}
		s.used[calls[i].ID] = true
	}
}

func (s *nativeSession) Observe(turn Turn, reactions []Reaction) {
	e := exchange{turn: s.turn, said: infoseek.Message{Role: "assistant", Content: turn.Text}}
	for _, r := range reactions {
		message := infoseek.Message{Role: "user", Content: r.Text}
		if r.CallID != "" {
			message.Role, message.CallID = "tool", r.CallID
		}
		e.answers = append(e.answers, answer{message, !r.Notice})
		for _, c := range turn.Calls {
			if c.ID == r.CallID {
				e.said.Calls = append(e.said.Calls, sendable(c.ToolCall))
			}
		}
	}
	s.talk.add(e)
}

// sendable is a call as servers take it back: they refuse a whole request for a name with other characters than the API allows, or arguments that are no JSON object.
func sendable(c infoseek.ToolCall) infoseek.ToolCall {
	c.Name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return '_'
	}, c.Name)
	if c.Name = c.Name[:min(len(c.Name), 64)]; c.Name == "" {
		c.Name = "_"
	}
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(c.Arguments), &object) != nil || object == nil {
		c.Arguments = "{}"
	}
	return c
}
