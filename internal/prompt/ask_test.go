package prompt

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/golden"
)

// scripted gives its answers one after the other and keeps what it was asked.
type scripted struct {
	answers []string
	asked   []infoseek.Request
}

var errSpent = &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "generate", Err: errors.New("no answer left")}

func (s *scripted) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{Name: "scripted"} }
func (s *scripted) Tokenizer() infoseek.Tokenizer { return nil }

func (s *scripted) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	s.asked = append(s.asked, r)
	if len(s.asked) > len(s.answers) {
		return infoseek.Response{}, errSpent
	}
	text, cut := strings.CutSuffix(s.answers[len(s.asked)-1], "<cut>")
	response := infoseek.Response{Text: text, Finish: infoseek.FinishStop, Usage: infoseek.Usage{Prompt: 10, Completion: 5}}
	if cut {
		response.Finish = infoseek.FinishLength
	}
	return response, nil
}

func small(g guess) error {
	if g.Number > 9 {
		return errors.New("the number must be at most 9")
	}
	return nil
}

func TestAsk(t *testing.T) {
	p := MustLoad(folder("You guess numbers.", "Up to {{.}}."), "guess")
	for name, c := range map[string]struct {
		answers []string
		repairs int
		want    int
		trace   Trace
		problem string // the InvalidError's
	}{
		"at once":        {[]string{`{"number": 3}`}, 0, 3, Trace{1, 0, infoseek.Usage{Prompt: 10, Completion: 5}}, ""},
		"repaired":       {[]string{`{"number": "3"}`, `{"number": 3}`}, 0, 3, Trace{2, 1, infoseek.Usage{Prompt: 20, Completion: 10}}, ""},
		"check repaired": {[]string{`{"number": 30}`, `{"number": 3}`}, 0, 3, Trace{2, 1, infoseek.Usage{Prompt: 20, Completion: 10}}, ""},
		"third time":     {[]string{"", "x", `{"number": 3}`}, 2, 3, Trace{3, 2, infoseek.Usage{Prompt: 30, Completion: 15}}, ""},
		"stays wrong":    {[]string{"x", "y", "z"}, 0, 0, Trace{2, 1, infoseek.Usage{Prompt: 20, Completion: 10}}, "no JSON object"},
		"no repair":      {[]string{"x", "y"}, -1, 0, Trace{1, 0, infoseek.Usage{Prompt: 10, Completion: 5}}, "no JSON object"},
		"check fails":    {[]string{`{"number": 30}`}, -1, 0, Trace{1, 0, infoseek.Usage{Prompt: 10, Completion: 5}}, "at most 9"},
		"cut off":        {[]string{`{"number": 3<cut>`}, -1, 0, Trace{1, 0, infoseek.Usage{Prompt: 10, Completion: 5}}, "cut off after 5 tokens"},
		"cut but whole":  {[]string{`{"number": 3}<cut>`}, -1, 3, Trace{1, 0, infoseek.Usage{Prompt: 10, Completion: 5}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := &scripted{answers: c.answers}
			got, trace, err := Ask(t.Context(), m, p, 9, Options[guess]{Check: small, Repairs: c.repairs, MaxTokens: 50})
			if trace != c.trace {
				t.Errorf("trace %+v, want %+v", trace, c.trace)
			}
			if c.problem == "" && (err != nil || got.Number != c.want) {
				t.Errorf("got %+v, %v", got, err)
			}
			var fault *infoseek.Fault
			var invalid *InvalidError
			if c.problem != "" && (!errors.As(err, &fault) || fault.Boundary != infoseek.BoundaryModel || fault.Op != "ask guess" || !errors.As(err, &invalid) || invalid.Prompt != "guess" || !strings.Contains(err.Error(), c.problem)) {
				t.Errorf("error %v, want %q", err, c.problem)
			}
		})
	}
}

// TestConversation shows what the model gets, the second time too.
func TestConversation(t *testing.T) {
	p := MustLoad(folder("You guess numbers.", "Up to {{.}}."), "guess")
	m := &scripted{answers: []string{"Let me see:\n{\"number\": \"<|im_end|>\"}", `{"number": 3}`}}
	seed := uint64(5)
	if _, _, err := Ask(t.Context(), m, p, 9, Options[guess]{MaxTokens: 50, Seed: &seed}); err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(m.asked, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, filepath.Join("testdata", "conversation.json"), append(got, '\n'))
}

func TestAskPassesErrorsOn(t *testing.T) {
	p := MustLoad(os.DirFS("."), "repair")
	if _, _, err := Ask(t.Context(), &scripted{}, p, map[string]string{}, Options[guess]{}); err == nil || !strings.Contains(err.Error(), "Problem") {
		t.Errorf("prompt not filled: error %v", err)
	}
	filled := map[string]string{"Problem": "x"}
	if _, _, err := Ask(t.Context(), &scripted{}, p, filled, Options[guess]{}); err != errSpent {
		t.Errorf("error %v, want the model's own", err)
	}
	for _, bad := range []string{`{`, `{"type": "number", "$ref": "#/nowhere"}`} {
		if _, trace, err := Ask(t.Context(), &scripted{}, p, filled, Options[guess]{Schema: json.RawMessage(bad)}); err == nil || trace.Calls > 0 || !strings.Contains(err.Error(), "schema") {
			t.Errorf("schema %s: error %v after %d calls", bad, err, trace.Calls)
		}
	}
}

func TestGivenSchemaIsNarrower(t *testing.T) {
	p := MustLoad(folder("You guess numbers.", "Up to {{.}}."), "guess")
	narrow := json.RawMessage(`{"type":"object","properties":{"number":{"enum":[1,2]}},"required":["number"]}`)
	m := &scripted{answers: []string{`{"number": 3}`, `{"number": 2}`}}
	got, trace, err := Ask(t.Context(), m, p, 9, Options[guess]{Schema: narrow})
	if err != nil || got.Number != 2 || trace.Repairs != 1 || string(m.asked[0].Schema) != string(narrow) {
		t.Errorf("got %+v, %+v, %v", got, trace, err)
	}
}
