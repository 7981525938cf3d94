package agents

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/synth"
)

//go:embed plan.system.txt plan.user.tmpl
var planFiles embed.FS

var planPrompt = prompt.MustLoad(planFiles, "plan")

// planTokens is the most that an answer may take.
const planTokens = 120

// Planner decides by a language model how a tree grows: it is shown the tree and numbered choices, and answers with an action, a vertex and numbers. It belongs to one item.
type Planner struct {
	model  infoseek.Model
	pages  infoseek.Pages
	o      Options
	counts map[string]int
}

// newPlanner makes the Planner of an item. The options must be normal (Options.Normalize).
func newPlanner(m infoseek.Model, pages infoseek.Pages, o Options) *Planner {
	return &Planner{model: m, pages: pages, o: o, counts: map[string]int{}}
}

// Name is what questions' "planner" says.
func (p *Planner) Name() string { return "model " + p.model.Info().Name }

// Counts are those of the calls.
func (p *Planner) Counts() map[string]int { return p.counts }

// Decide asks the model.
func (p *Planner) Decide(ctx context.Context, s *synth.Scene) (synth.Decision, error) {
	schema, err := planSchema(s, p.o.Numbers)
	if err != nil {
		return synth.Decision{}, fmt.Errorf("agents: planner: %w", err)
	}
	shown, err := p.show(ctx, s)
	if err != nil {
		return synth.Decision{}, err
	}
	seed := s.Rand.Uint64() >> 33 // servers take 31 bits
	answer, trace, err := prompt.Ask(ctx, p.model, planPrompt, shown, prompt.Options[planAnswer]{
		Schema: schema, Repairs: p.o.Retries, MaxTokens: planTokens, Seed: &seed,
		Check: func(a planAnswer) error { return s.Check(a.decision()) },
	})
	p.counts["planner: calls"] += trace.Calls
	if invalid := (*prompt.InvalidError)(nil); errors.As(err, &invalid) {
		return synth.Decision{}, &synth.InvalidError{Agent: "planner", Err: invalid}
	}
	d := answer.decision()
	d.Repaired = trace.Repairs > 0
	return d, err
}

// planScene is what the prompt is filled with.
type planScene struct {
	Tree, Choices, Actions string
	Explore                bool
	Iteration, Iterations  int
}

func (p *Planner) show(ctx context.Context, s *synth.Scene) (planScene, error) {
	v := planScene{Explore: s.Explore, Iteration: s.Iteration, Iterations: s.Iterations, Actions: strings.Join(openActions(s), ", ")}
	var err error
	if v.Tree, err = p.tree(ctx, s); err == nil {
		v.Choices, err = p.choices(ctx, s)
	}
	return v, err
}

func openActions(s *synth.Scene) []string {
	var open []string
	for a := synth.FirstHop; a <= synth.Depth; a++ {
		for _, c := range s.Choices {
			if c.Action == a {
				open = append(open, a.String())
				break
			}
		}
	}
	if s.Done {
		open = append(open, synth.Done.String())
	}
	if s.Quit {
		open = append(open, synth.Quit.String())
	}
	return open
}

// tree lists the hidden vertices: "1: River Tam, next to 0, 2 clues, 5 candidates".
func (p *Planner) tree(ctx context.Context, s *synth.Scene) (string, error) {
	var b strings.Builder
	for i := range s.State.Vertices {
		v := &s.State.Vertices[i]
		title, err := p.title(ctx, v.Page)
		if err != nil {
			return "", err
		}
		place := "the answer"
		if v.Parent >= 0 {
			place = fmt.Sprintf("next to %d", v.Parent)
		}
		fmt.Fprintf(&b, "%d: %s, %s", i, title, place)
		if !s.Explore {
			fmt.Fprintf(&b, ", %s", counted(v.Children, "clue"))
		}
		if v.Children > 0 && !s.Explore {
			fmt.Fprintf(&b, ", %s", counted(len(v.Left), "candidate"))
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// choices lists what can be chosen: `3. breadth at 0: Ashwick lies on River Tam (leaves 4). "Ashwick is a town on the Tam."`
func (p *Planner) choices(ctx context.Context, s *synth.Scene) (string, error) {
	var b strings.Builder
	for i, c := range s.Choices {
		o := &s.State.Vertices[c.Vertex].Offers[c.Offer]
		statement, err := p.statement(ctx, o)
		if err != nil {
			return "", err
		}
		text, err := p.pages.Text(ctx, o.Claim.Subject, o.Claim.Evidence)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%d. %s at %d: %s (leaves %d). %q\n", i+1, c.Action, c.Vertex, statement, c.Left, excerpt(prompt.Line(text), p.o.Excerpt))
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// statement says what an offer states.
func (p *Planner) statement(ctx context.Context, o *synth.Offer) (string, error) {
	subject, err := p.title(ctx, o.Claim.Subject)
	if err != nil {
		return "", err
	}
	if o.Attribute != nil {
		return strings.TrimSpace(prompt.Line(fmt.Sprintf("%s %s [%s]", subject, o.Claim.Phrase, o.Attribute))), nil
	}
	other := o.Child
	if !o.Forward {
		other = o.Parent
	}
	object, err := p.title(ctx, other)
	return fmt.Sprintf("%s %s %s", subject, prompt.Line(o.Claim.Phrase), object), err
}

func (p *Planner) title(ctx context.Context, n infoseek.PageNum) (string, error) {
	page, err := p.pages.Page(ctx, n)
	return prompt.Line(page.Title), err
}

// excerpt is the beginning of a sentence, whole words of at most n bytes.
func excerpt(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if at := strings.LastIndexByte(s[:n+1], ' '); at > 0 {
		return s[:at] + " …"
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
