package agent

import (
	"context"
	"slices"
	"strings"

	"infoseek"
	"infoseek/token"
)

// Toolbox runs the native tools for models that others run. A call shows what an Agent would show for it alone in its turn, counted by token.Estimate. It is safe for concurrent use.
type Toolbox struct {
	agent   *Agent
	offered []offer
}

// NewToolbox offers search, visit and find, and web_visit if the tools have the web.
func NewToolbox(t Tools, o Options) (*Toolbox, error) {
	o, err := o.settle()
	if err != nil {
		return nil, err
	}
	b := &Toolbox{agent: &Agent{tools: t, options: o}}
	for _, offer := range offers {
		if offer.tool.Name != toolWeb || t.Web != nil {
			b.offered = append(b.offered, offer)
		}
	}
	return b, nil
}

// Tools are those on offer.
func (b *Toolbox) Tools() []infoseek.Tool {
	var all []infoseek.Tool
	for _, o := range b.offered {
		all = append(all, o.tool)
	}
	return all
}

// Use runs a call; question is what the model is to find out, for the Refiner, and may be empty. A call that can't be run is told so in the text, as an Agent's model is; the error is a *infoseek.Fault, or ctx's.
func (b *Toolbox) Use(ctx context.Context, question string, call infoseek.ToolCall) (text string, err error) {
	r := &run{Agent: b.agent, tok: token.Estimate{}, record: infoseek.Trajectory{Question: question, Tools: b.Tools()}}
	c := readCall(call, b.offered)
	c.Queries = c.Queries[:min(len(c.Queries), b.agent.options.Queries)]
	room := b.agent.options.ObservationTokens
	got := r.runCall(ctx, c, room)
	reaction, ok := r.react(c, got, room)
	if ok {
		return reaction.Text, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	at, cause := got.at, got.err
	if i := slices.IndexFunc(got.outcomes, func(o outcome) bool { return o.err != nil }); i >= 0 {
		at, cause = got.outcomes[i].at, got.outcomes[i].err
	}
	return "", &infoseek.Fault{Boundary: at, Op: c.Name, Err: cause}
}

// toolResponse is where templates of chat models end what a tool answered.
const toolResponse = "</tool_response>"

// AnswerOf reads a rollout over native calls that was made elsewhere, as one text: the answer is what its last turn says in its line "Exact Answer:". Problem says why there is none, "" if there is.
func AnswerOf(rollout string) (answer, problem string) {
	if i := strings.LastIndex(rollout, toolResponse); i >= 0 {
		rollout = rollout[i+len(toolResponse):]
	}
	turn := readNative(rollout, nil, nil, true)
	for _, p := range turn.Problems {
		return "", p.What
	}
	return turn.Answer, ""
}
