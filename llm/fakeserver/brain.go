package fakeserver

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"infoseek"
)

// brain decides what is said and when. It is safe for concurrent use.
type brain struct {
	o     Options
	mu    sync.Mutex
	asked map[uint64]int // by hash of the request
	ends  [wrongCitation + 1]int
	bill  map[string]infoseek.Usage // by model
}

func newBrain(o Options) *brain {
	if o.Name == "" {
		o.Name = "fake"
	}
	if o.Tokens == nil {
		o.Tokens = func(text string) int { return len(strings.Fields(text)) }
	}
	return &brain{o: o, asked: map[uint64]int{}, bill: map[string]infoseek.Usage{}}
}

// reply is how one request ends.
type reply struct {
	kind    kind
	latency time.Duration
	text    string
	calls   []infoseek.ToolCall
}

// decide draws the end of the request c, whose bytes are body, as which r is told, and bills it.
func (b *brain) decide(body []byte, c chatRequest, r Request) reply {
	h := fnv.New64a()
	h.Write(body)
	sum := h.Sum64()
	b.mu.Lock()
	r.Asked = b.asked[sum]
	b.asked[sum]++
	b.mu.Unlock()
	chance, again := rand.New(rand.NewPCG(b.o.Seed, sum)), rand.New(rand.NewPCG(b.o.Seed^sum, uint64(r.Asked)))
	out := reply{kind: b.o.Faults.transport(again.Float64()), latency: b.o.Latency.draw(again)}
	if content := b.o.Faults.content(chance.Float64()); out.kind == good {
		out.kind = content
	}
	switch out.calls = b.call(sum, r); {
	case len(out.calls) == 0:
		out.text = b.say(chance, out.kind, r)
	case b.o.Calls != nil && b.o.Answer != nil:
		out.text = b.o.Answer(r)
	}
	b.count(c, out)
	return out
}

// call makes the calls of tools.
func (b *brain) call(sum uint64, r Request) []infoseek.ToolCall {
	var calls []infoseek.ToolCall
	switch {
	case len(r.Tools) == 0:
	case b.o.Calls == nil:
		calls = []infoseek.ToolCall{{Name: r.Tools[0], Arguments: "{}"}}
	default:
		calls = slices.Clone(b.o.Calls(r))
	}
	for i := range calls {
		if calls[i].ID == "" {
			calls[i].ID = fmt.Sprintf("call-%x-%d", sum, i+1)
		}
	}
	return calls
}

// count counts an end. A refusal costs nothing. An answer that gets lost is billed as if it were as long as it may be: nobody can tell.
func (b *brain) count(c chatRequest, out reply) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ends[out.kind]++
	if out.kind == tooMany || out.kind == internal {
		return
	}
	_, tokens := limited(out.text, c.most())
	completion := len(tokens)
	if out.kind.lost() {
		completion = max(completion, c.most())
	}
	sum := b.bill[c.Model]
	sum.Prompt += b.prompt(c)
	sum.Completion += completion
	b.bill[c.Model] = sum
}

func (b *brain) say(chance *rand.Rand, k kind, r Request) string {
	switch k {
	case notJSON:
		return "I would rather not say."
	case wrongSchema:
		return `{"unexpected": [true, null]}`
	}
	answer := b.o.Answer
	if k == wrongCitation {
		answer = b.o.Miscite
	}
	if answer != nil {
		if text := answer(r); text != "" {
			return text
		}
	}
	if r.Schema != nil {
		return invent(chance, r.Schema)
	}
	return inventor{Rand: chance}.text(map[string]any{})
}

// limited cuts a text after n of its tokens, which are words with the blank before them.
func limited(text string, n int) (cut string, tokens []string) {
	tokens = strings.SplitAfter(text, " ")
	if n > 0 && len(tokens) > n {
		tokens = tokens[:n]
	}
	return strings.Join(tokens, ""), tokens
}

// Counts says how often requests ended how.
type Counts struct {
	Good, TooMany, Internal, Hang, Cut, Garbage, NotJSON, WrongSchema, WrongCitation int
}

func (b *brain) counts() Counts {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.ends
	return Counts{e[good], e[tooMany], e[internal], e[hang], e[cut], e[garbage], e[notJSON], e[wrongSchema], e[wrongCitation]}
}

// served is the work done so far, by model.
func (b *brain) served() map[string]infoseek.Usage {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.bill)
}

// answer puts a reply into the API's words.
func (b *brain) answer(c chatRequest, out reply) chatAnswer {
	text, tokens := limited(out.text, c.most())
	ch := choice{Message: said{Role: "assistant", Content: text}, Finish: "stop"}
	if len(text) < len(out.text) {
		ch.Finish = "length"
	}
	for _, call := range out.calls {
		ch.Finish = "tool_calls"
		ch.Message.Calls = append(ch.Message.Calls, toolCall{call.ID, "function", functionCall{call.Name, call.Arguments}})
	}
	if c.LogProbs {
		ch.LogProbs = &logProbs{}
		for _, t := range tokens {
			ch.LogProbs.Content = append(ch.LogProbs.Content, tokenProb{t, -0.5})
		}
	}
	u := usage{Prompt: b.prompt(c), Completion: len(tokens)}
	u.Total = u.Prompt + u.Completion
	return chatAnswer{ID: "chat", Object: "chat.completion", Model: b.o.Name, Choices: []choice{ch}, Usage: u}
}

// prompt counts the tokens of what is asked.
func (b *brain) prompt(c chatRequest) int {
	n := 0
	for _, m := range c.Messages {
		n += 1 + b.o.Tokens(m.Content)
		for _, call := range m.Calls {
			n += 1 + b.o.Tokens(call.Function.Arguments)
		}
	}
	if f := c.ResponseFormat; f != nil {
		n += b.o.Tokens(string(f.schema()))
	}
	return n
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // of our own types
	}
	return b
}
