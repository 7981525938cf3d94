package conform

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"infoseek"
)

// Model checks an implementation of infoseek.Model. The model behind it must answer, but nothing is asked of what it says: a small or a scripted one will do.
func Model(t testing.TB, open func(t testing.TB) infoseek.Model) {
	t.Helper()
	c := &modelSuite{TB: t, Model: open(t), ctx: context.Background()}
	c.info()
	c.tokenizer()
	c.plain()
	c.limit()
	c.logProbs()
	c.schema()
	c.tools()
	c.faults()
	c.concurrently()
}

type modelSuite struct {
	testing.TB
	infoseek.Model
	ctx context.Context
}

func ask(text string) infoseek.Request {
	return infoseek.Request{Messages: []infoseek.Message{{Role: "system", Content: "You answer in few words."}, {Role: "user", Content: text}}}
}

func (c *modelSuite) info() {
	c.Helper()
	if info := c.Info(); info.Name == "" || info.Context < 0 {
		c.Errorf("info %+v: a model has a name and a context of 0 (unknown) or more", info)
	}
}

func (c *modelSuite) tokenizer() {
	c.Helper()
	tok := c.Tokenizer()
	if tok == nil {
		c.Fatalf("no tokenizer")
	}
	if n := tok.Count(""); n != 0 {
		c.Errorf("the empty text has %d tokens", n)
	}
	for _, s := range []string{"a", "A plain sentence of seven or so words.", "Füße, naïve, 東京タワー, 👩‍👩‍👧 and\n\ttabs", strings.Repeat("longer and longer ", 200)} {
		c.cuts(tok, s)
	}
}

func (c *modelSuite) cuts(tok infoseek.Tokenizer, s string) {
	c.Helper()
	whole := tok.Count(s)
	if whole < 1 {
		c.Errorf("%q has %d tokens", s, whole)
	}
	if got := tok.Cut(s, whole); got != s {
		c.Errorf("%q cut at its own %d tokens leaves %q", s, whole, got)
	}
	longest := 0
	for n := 0; n <= min(whole, 20); n++ {
		cut := tok.Cut(s, n)
		if !strings.HasPrefix(s, cut) || !utf8.ValidString(cut) {
			c.Errorf("%q cut at %d tokens is %q: no prefix of whole characters", s, n, cut)
		}
		if k := tok.Count(cut); k > n {
			c.Errorf("%q cut at %d tokens has %d", s, n, k)
		}
		if len(cut) < longest {
			c.Errorf("%q: cut at %d tokens it is shorter than at fewer", s, n)
		}
		longest = max(longest, len(cut))
	}
}

func (c *modelSuite) generate(r infoseek.Request) infoseek.Response {
	c.Helper()
	response, err := c.Generate(c.ctx, r)
	if err != nil {
		c.Fatalf("generate: %v", err)
	}
	if !slices.Contains([]infoseek.Finish{infoseek.FinishStop, infoseek.FinishLength, infoseek.FinishTools}, response.Finish) {
		c.Errorf("finished by %q", response.Finish)
	}
	if !utf8.ValidString(response.Text) {
		c.Errorf("answer is not UTF-8: %q", response.Text)
	}
	if response.Usage.Prompt < 0 || response.Usage.Completion < 0 {
		c.Errorf("usage %+v", response.Usage)
	}
	for _, token := range response.Tokens {
		if !slices.Contains([]infoseek.Origin{infoseek.OriginModel, infoseek.OriginTemplate, infoseek.OriginTool}, token.Origin) {
			c.Errorf("token %d of origin %q", token.ID, token.Origin)
		}
		if token.LogProb != nil && !(*token.LogProb <= 0) {
			c.Errorf("token %d has log-probability %g", token.ID, *token.LogProb)
		}
	}
	return response
}

func (c *modelSuite) plain() {
	c.Helper()
	r := c.generate(ask("Name a colour."))
	if len(r.Calls) > 0 || r.Finish == infoseek.FinishTools {
		c.Errorf("tools called where none were offered: %+v", r.Calls)
	}
	if r.Text == "" && r.Finish == infoseek.FinishStop {
		c.Errorf("no answer")
	}
	for _, token := range r.Tokens {
		if token.LogProb != nil {
			c.Errorf("log-probabilities that nobody asked for")
			break
		}
	}
}

func (c *modelSuite) limit() {
	c.Helper()
	request := ask("Count from one to a hundred in words.")
	request.Sampling.MaxTokens = 2
	r := c.generate(request)
	if r.Usage.Completion > 2 || len(r.Tokens) > 2 {
		c.Errorf("%d tokens, %d of them listed, where 2 were allowed", r.Usage.Completion, len(r.Tokens))
	}
}

func (c *modelSuite) logProbs() {
	c.Helper()
	request := ask("Name a colour.")
	request.LogProbs = true
	r := c.generate(request)
	given := 0
	for _, token := range r.Tokens {
		if token.LogProb != nil {
			given++
		}
	}
	if given > 0 && given < len(r.Tokens) && !slices.ContainsFunc(r.Tokens, func(t infoseek.Token) bool { return t.Origin != infoseek.OriginModel }) {
		c.Errorf("log-probabilities of %d of the model's own %d tokens", given, len(r.Tokens))
	}
}

func (c *modelSuite) schema() {
	c.Helper()
	request := ask("Name a colour.")
	request.Schema = json.RawMessage(`{"type":"object","properties":{"colour":{"type":"string"}},"required":["colour"],"additionalProperties":false}`)
	r := c.generate(request)
	var answer struct{ Colour *string }
	if err := json.Unmarshal([]byte(r.Text), &answer); r.Finish == infoseek.FinishStop && (err != nil || answer.Colour == nil) {
		c.Errorf("the answer %q is not of the schema asked for: %v", r.Text, err)
	}
}

func (c *modelSuite) tools() {
	c.Helper()
	request := ask("Look up the weather in Lima.")
	request.Tools = []infoseek.Tool{{Name: "weather", Description: "tells the weather", Schema: json.RawMessage(`{"type":"object","properties":{"place":{"type":"string"}}}`)}}
	r := c.generate(request)
	if (r.Finish == infoseek.FinishTools) != (len(r.Calls) > 0) {
		c.Errorf("finished by %q with %d calls", r.Finish, len(r.Calls))
	}
	seen := map[string]bool{}
	for _, call := range r.Calls {
		if call.ID == "" || seen[call.ID] || call.Name != "weather" {
			c.Errorf("call %+v: it needs an id of its own and the name of a tool offered", call)
		}
		seen[call.ID] = true
	}
}

// faults checks that cancelling gives the context's error, and that what can't be answered, if it is an error, is a *Fault.
func (c *modelSuite) faults() {
	c.Helper()
	ctx, cancel := context.WithCancel(c.ctx)
	cancel()
	if _, err := c.Generate(ctx, ask("Name a colour.")); !errors.Is(err, context.Canceled) {
		c.Errorf("cancelled before it began: error %v, want context.Canceled", err)
	}
	_, err := c.Generate(c.ctx, infoseek.Request{})
	if fault := (*infoseek.Fault)(nil); err != nil && !errors.As(err, &fault) {
		c.Errorf("a request without messages: error %v is no *Fault", err)
	} else if err != nil && (fault.Boundary == "" || fault.Op == "" || fault.Err == nil) {
		c.Errorf("fault %+v: it needs a boundary, an operation and a cause", *fault)
	}
}

func (c *modelSuite) concurrently() {
	c.Helper()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := c.Generate(c.ctx, ask("Name a colour.")); err != nil {
				c.Errorf("one of four requests at a time: %v", err)
			}
		})
	}
	wg.Wait()
}
