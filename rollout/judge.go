package rollout

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/token"
)

//go:embed prompts
var prompts embed.FS

var judgePrompt = prompt.MustLoad(prompts, "prompts/judge")

// judgeVersion is raised whenever the judge may decide otherwise about the same sample: older judgements are then void.
const judgeVersion = 1

// Role is the judge's.
const Role = "judge"

// Judgement is what a judge says of a sample; its record in the run's judgements.jsonl.
type Judgement struct {
	V       int     `json:"v"`
	ID      string  `json:"id"` // the sample's
	Run     string  `json:"run"`
	Outcome Outcome `json:"outcome"`
	Detail  string  `json:"detail"` // the judge's reason, or the fault
	// What the judge was asked for: each step follows from what was known, the searches look for what is missing, the answer rests on what was found.
	Steps    bool           `json:"steps"`
	Searches bool           `json:"searches"`
	Grounded bool           `json:"grounded"`
	Model    string         `json:"model"`
	Usage    infoseek.Usage `json:"usage"`
	Dollars  float64        `json:"dollars"`
	// Basis is a hash over the sample's words and the version of the judge's prompt: a judgement of another basis is void.
	Basis string `json:"basis"`
	// Unread counts the askings on this basis that brought nothing that could be read. It is the seed of the next, for the same one would bring the same.
	Unread int `json:"unread"`
}

// Outcome of a judgement.
type Outcome string

// The outcomes. A fault says nothing about the sample.
const (
	Pass  Outcome = "pass"
	Fail  Outcome = "fail"
	Fault Outcome = "fault"
)

// basisOf is a Judgement's.
func basisOf(s *infoseek.Sample) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d\n%s\n%q\n", judgeVersion, s.Trajectory.Question, s.Gold)
	for _, g := range s.Trajectory.Segments {
		fmt.Fprintf(h, "%d %s %q %q\n", g.Turn, g.Kind, g.Text, g.Calls)
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// Limits of judging, in tokens.
const (
	judgeAnswer  = 400   // of the judge
	judgeContext = 16384 // prompt and answer, where the model's own is not known
	judgeAround  = 700   // system message, schema, marks
)

// opinion is the judge's answer.
type opinion struct {
	Why      string `json:"why"`
	Steps    bool   `json:"steps"`
	Searches bool   `json:"searches"`
	Grounded bool   `json:"grounded"`
}

// judged asks the judge about a sample, after so many askings that brought nothing. What it faults on becomes the judgement; an error ends the work.
func judged(ctx context.Context, m infoseek.Model, s *infoseek.Sample, unread int) (Judgement, error) {
	j := Judgement{V: infoseek.FormatVersion, ID: s.ID, Run: s.Run, Model: m.Info().Name, Basis: basisOf(s), Unread: unread}
	data := map[string]string{"Question": s.Trajectory.Question, "Gold": strings.Join(s.Gold, "\n"), "Steps": steps(m, s)}
	seed := uint64(unread)
	o, trace, err := prompt.Ask(ctx, m, judgePrompt, data, prompt.Options[opinion]{MaxTokens: judgeAnswer, Seed: &seed})
	j.Usage, j.Dollars = trace.Usage, m.Info().Price.Of(trace.Usage)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return j, ctx.Err()
	case !recorded(err):
		return j, err
	default:
		j.Outcome, j.Detail = Fault, err.Error()
		if errors.As(err, new(*prompt.InvalidError)) {
			j.Unread++
		}
		return j, nil
	}
	j.Outcome, j.Detail, j.Steps, j.Searches, j.Grounded = Fail, o.Why, o.Steps, o.Searches, o.Grounded
	if o.Steps && o.Searches && o.Grounded {
		j.Outcome = Pass
	}
	return j, nil
}

// steps tells the way to the answer, a heading for each piece. Pieces are cut to an even share, until the judge's context holds.
func steps(m infoseek.Model, s *infoseek.Sample) string {
	tok, context := m.Tokenizer(), m.Info().Context
	if tok == nil {
		tok = token.Bound{}
	}
	if context == 0 {
		context = judgeContext
	}
	room := context - judgeAnswer - judgeAround - tok.Count(s.Trajectory.Question) - tok.Count(strings.Join(s.Gold, "\n"))
	for share := max(room, 1); ; share /= 2 {
		if told := tell(tok, s, share); share == 0 || tok.Count(told) <= room {
			return told
		}
	}
}

func tell(tok infoseek.Tokenizer, s *infoseek.Sample, share int) string {
	var b strings.Builder
	for _, g := range s.Trajectory.Segments {
		if g.Turn == 0 {
			continue
		}
		who := "agent"
		if g.Kind != infoseek.SegmentTurn {
			who = "tools"
		}
		said := g.Text
		for _, c := range g.Calls {
			said += fmt.Sprintf("\ncalls %s %s", c.Name, c.Arguments)
		}
		cut := tok.Cut(said, share)
		if cut != said {
			cut += " …"
		}
		fmt.Fprintf(&b, "[turn %d, %s]\n%s\n\n", g.Turn, who, strings.TrimSpace(cut))
	}
	return strings.TrimSpace(b.String())
}
