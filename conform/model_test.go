package conform

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"infoseek"
)

// parrot is a model whose tokens are characters. Its answer depends on what is asked for only as far as the interface promises.
type parrot struct {
	name     string
	tok      infoseek.Tokenizer
	response func(infoseek.Request, infoseek.Response) infoseek.Response
	err      func(context.Context, infoseek.Request, error) error
}

func (p parrot) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{Name: p.name} }
func (p parrot) Tokenizer() infoseek.Tokenizer { return p.tok }

func (p parrot) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	err := ctx.Err()
	if err == nil && len(r.Messages) == 0 {
		err = &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "generate", Err: errors.New("no messages")}
	}
	if p.err != nil {
		err = p.err(ctx, r, err)
	}
	if err != nil {
		return infoseek.Response{}, err
	}
	response := answer(r)
	if p.response != nil {
		response = p.response(r, response)
	}
	return response, nil
}

func answer(r infoseek.Request) infoseek.Response {
	response := infoseek.Response{Text: "blue", Finish: infoseek.FinishStop, Usage: infoseek.Usage{Prompt: 9}}
	switch {
	case len(r.Tools) > 0:
		response.Text, response.Finish = "", infoseek.FinishTools
		response.Calls = []infoseek.ToolCall{{ID: "c1", Name: r.Tools[0].Name, Arguments: `{"place":"Lima"}`}}
	case r.Schema != nil:
		response.Text = `{"colour":"blue"}`
	}
	if n := r.Sampling.MaxTokens; n > 0 && n < len(response.Text) {
		response.Text, response.Finish = response.Text[:n], infoseek.FinishLength
	}
	for i := range response.Text {
		token := infoseek.Token{ID: int(response.Text[i]), Origin: infoseek.OriginModel}
		if r.LogProbs {
			token.LogProb = new(float64)
			*token.LogProb = -0.5
		}
		response.Tokens = append(response.Tokens, token)
	}
	response.Usage.Completion = len(response.Tokens)
	return response
}

// characters counts characters; over adds to what it cuts at, bytes makes it cut bytes.
type characters struct {
	over  int
	bytes bool
}

func (c characters) Count(s string) int { return utf8.RuneCountInString(s) }

func (c characters) Cut(s string, n int) string {
	n += c.over
	if c.bytes {
		return s[:min(n, len(s))]
	}
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func TestModelOfParrot(t *testing.T) {
	Model(t, func(testing.TB) infoseek.Model { return parrot{name: "parrot", tok: characters{}} })
}

func TestModelSeesWhatIsBroken(t *testing.T) {
	type (
		request  = infoseek.Request
		response = infoseek.Response
	)
	answers := func(change func(request, *response)) parrot {
		return parrot{name: "p", tok: characters{}, response: func(q request, r response) response { change(q, &r); return r }}
	}
	fails := func(err func(context.Context, request, error) error) parrot {
		return parrot{name: "p", tok: characters{}, err: err}
	}
	for name, c := range map[string]struct {
		model parrot
		want  string
	}{
		"no name":          {parrot{tok: characters{}}, "a model has a name"},
		"no tokenizer":     {parrot{name: "p"}, "no tokenizer"},
		"cuts characters":  {parrot{name: "p", tok: characters{bytes: true}}, "no prefix of whole characters"},
		"cuts too late":    {parrot{name: "p", tok: characters{over: 1}}, "cut at 0 tokens has 1"},
		"cuts too early":   {parrot{name: "p", tok: characters{over: -1}}, "cut at its own"},
		"finish":           {answers(func(_ request, r *response) { r.Finish = "tired" }), `finished by "tired"`},
		"not UTF-8":        {answers(func(_ request, r *response) { r.Text = "\xff" }), "not UTF-8"},
		"usage":            {answers(func(_ request, r *response) { r.Usage.Prompt = -1 }), "usage"},
		"origin":           {answers(func(_ request, r *response) { r.Tokens = []infoseek.Token{{}} }), `of origin ""`},
		"probability":      {answers(func(_ request, r *response) { p := 0.1; r.Tokens = []infoseek.Token{{LogProb: &p}} }), "log-probability 0.1"},
		"silent":           {answers(func(_ request, r *response) { r.Text = "" }), "no answer"},
		"unasked calls":    {answers(func(_ request, r *response) { r.Calls = make([]infoseek.ToolCall, 1) }), "tools called where none were offered"},
		"unasked logprobs": {answers(func(q request, r *response) { q.LogProbs = true; *r = answer(q) }), "nobody asked for"},
		"no limit":         {answers(func(q request, r *response) { q.Sampling.MaxTokens = 0; *r = answer(q) }), "where 2 were allowed"},
		"logprobs missing": {answers(func(_ request, r *response) {
			r.Tokens = append(r.Tokens, infoseek.Token{Origin: infoseek.OriginModel})
		}), "of the model's own 5 tokens"},
		"schema":            {answers(func(q request, r *response) { q.Schema = nil; *r = answer(q) }), "not of the schema asked for"},
		"call without id":   {answers(func(q request, r *response) { r.Calls = each(r.Calls, func(c *infoseek.ToolCall) { c.ID = "" }) }), "it needs an id"},
		"call of no tool":   {answers(func(q request, r *response) { r.Calls = each(r.Calls, func(c *infoseek.ToolCall) { c.Name = "x" }) }), "the name of a tool"},
		"tools but no call": {answers(func(q request, r *response) { r.Calls = nil }), `finished by "tools" with 0 calls`},
		"not cancelled": {fails(func(_ context.Context, q request, err error) error {
			if errors.Is(err, context.Canceled) {
				return nil
			}
			return err
		}), "want context.Canceled"},
		"plain error": {fails(func(_ context.Context, q request, err error) error {
			if len(q.Messages) == 0 {
				return errors.New("no")
			}
			return err
		}), "is no *Fault"},
		"bare fault": {fails(func(_ context.Context, q request, err error) error {
			if len(q.Messages) == 0 {
				return &infoseek.Fault{}
			}
			return err
		}), "it needs a boundary"},
		"down": {fails(func(_ context.Context, q request, err error) error {
			return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "generate", Err: errors.New("down")}
		}), "generate: model: generate: down"},
	} {
		t.Run(name, func(t *testing.T) {
			failures := record(t, func(t testing.TB) { Model(t, func(testing.TB) infoseek.Model { return c.model }) })
			if !strings.Contains(failures, c.want) {
				t.Errorf("the suite does not say %q; it says:\n%s", c.want, failures)
			}
		})
	}
}
