package eval

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/stat"

	"golang.org/x/sync/errgroup"
)

//go:embed prompts
var prompts embed.FS

var judgePrompt = prompt.MustLoad(prompts, "prompts/judge")

// judgeVersion is raised whenever a judge may decide otherwise about the same answer: older verdicts are then void.
const judgeVersion = 1

// JudgeRoles are the roles of the judges, the first and the one it is compared with.
var JudgeRoles = []string{"judge", "verifier"}

// judgeTokens bound a judge's answer.
const judgeTokens = 400

// Verdict is what a judge says of an answer. What a judge faults on is no verdict: the same command asks again.
type Verdict struct {
	Judge      string         `json:"judge"`
	Basis      string         `json:"basis"` // hash over question, gold and answer: a verdict of another basis is void
	Correct    bool           `json:"correct"`
	Why        string         `json:"why"`
	Final      string         `json:"final"`
	Confidence float64        `json:"confidence"`
	Usage      infoseek.Usage `json:"usage"`
	Dollars    float64        `json:"dollars"`
}

// opinion is a judge's answer.
type opinion struct {
	Final      string  `json:"final"`
	Why        string  `json:"why"`
	Correct    bool    `json:"correct"`
	Confidence float64 `json:"confidence"`
}

func (w *work) judgeNames() string {
	var names []string
	for _, j := range w.Judges {
		names = append(names, fmt.Sprintf("%s (prompt version %d)", j.Info().Name, judgeVersion))
	}
	return or(strings.Join(names, ", "))
}

// words are what a judge is shown of an answer.
func (r Record) words() string {
	if r.Response != "" {
		return r.Response
	}
	return r.Answer
}

func basisOf(r Record) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d\n%s\n%q\n%s", judgeVersion, r.Question, r.Gold, r.words())
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// by is the verdict of a judge on a record, if it is there.
func by(verdicts []Verdict, judge string, r Record) (Verdict, bool) {
	basis := basisOf(r)
	for _, v := range verdicts {
		if v.Judge == judge && v.Basis == basis {
			return v, true
		}
	}
	return Verdict{}, false
}

// judge has the judges judge what they have not judged. No answer is wrong without asking.
func (w *work) judge(ctx context.Context) error {
	if len(w.Judges) == 0 {
		return nil
	}
	if w.Stage != nil {
		w.Stage("judging")
	}
	k, err := w.known()
	if err != nil {
		return err
	}
	var mu sync.Mutex
	faults, last := 0, ""
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(w.Workers)
	for n, m := range w.Judges {
		for _, item := range w.items() {
			r, ok := k.records[item]
			if _, judged := by(k.verdicts[item], m.Info().Name, r); !ok || judged || strings.TrimSpace(r.words()) == "" {
				continue
			}
			g.Go(func() error {
				v, err := judged(ctx, w.calls.Model(item, JudgeRoles[n], m), r)
				if f := (*infoseek.Fault)(nil); errors.As(err, &f) && f.Boundary == infoseek.BoundaryModel && ctx.Err() == nil && !errors.Is(err, infoseek.ErrLimit) {
					mu.Lock()
					defer mu.Unlock()
					faults, last = faults+1, err.Error()
					return nil
				}
				if err != nil {
					return err
				}
				return w.run.Append(verdictKind, item, v)
			})
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if faults > 0 {
		return fmt.Errorf("eval: a judge met a fault at %d answers, the last: %s: the same command asks again", faults, last)
	}
	return nil
}

func judged(ctx context.Context, m infoseek.Model, r Record) (Verdict, error) {
	v := Verdict{Judge: m.Info().Name, Basis: basisOf(r)}
	data := map[string]string{"Question": r.Question, "Gold": strings.Join(r.Gold, "\n"), "Answer": r.words()}
	o, trace, err := prompt.Ask(ctx, m, judgePrompt, data, prompt.Options[opinion]{MaxTokens: judgeTokens, Check: checkOpinion})
	v.Correct, v.Why, v.Final, v.Confidence, v.Usage, v.Dollars = o.Correct, o.Why, o.Final, o.Confidence, trace.Usage, m.Info().Price.Of(trace.Usage)
	return v, err
}

func checkOpinion(o opinion) error {
	if o.Confidence < 0 || o.Confidence > 100 {
		return fmt.Errorf("confidence %g is not within 0 and 100", o.Confidence)
	}
	return nil
}

// judged is the share that the first judge calls correct.
func (w *work) judged(all []answered) []Metric {
	var out []Metric
	for n, m := range w.Judges {
		values := make([]float64, len(all))
		for i, a := range all {
			for j, r := range a.records {
				v, _ := by(a.verdicts[j], m.Info().Name, r)
				values[i] += one(v.Correct)
			}
			values[i] /= float64(len(a.records))
		}
		name := "judge"
		if n > 0 {
			name = "second_judge"
		}
		out = append(out, newMetric(name, values, w.Limits.Samples == 1))
	}
	return out
}

// Agreement says how far two ways to decide agree: the first judge with exact match, and with the second judge where there is one.
type Agreement struct {
	Exact  stat.Agreement  `json:"exact"`
	Second *stat.Agreement `json:"second,omitempty"`
}

func (w *work) agreement(all []answered) *Agreement {
	if len(w.Judges) == 0 {
		return nil
	}
	var a Agreement
	var second stat.Agreement
	for _, q := range all {
		for j, r := range q.records {
			v, _ := by(q.verdicts[j], w.Judges[0].Info().Name, r)
			a.Exact.Add(v.Correct, r.Exact)
			if len(w.Judges) > 1 {
				other, _ := by(q.verdicts[j], w.Judges[1].Info().Name, r)
				second.Add(v.Correct, other.Correct)
			}
		}
	}
	if len(w.Judges) > 1 {
		a.Second = &second
	}
	return &a
}
