package agent

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/token"
)

// TestToolbox: a call shows what an agent's model is shown for it.
func TestToolbox(t *testing.T) {
	pages := library()
	tools := Tools{Pages: pages, Searcher: matcher{pages: pages}, Refiner: Extract{}}
	box, err := NewToolbox(tools, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if names := box.Tools(); len(names) != 3 || names[0].Name != "search" {
		t.Errorf("tools %+v", names)
	}
	for _, c := range []infoseek.ToolCall{
		call("a", "search", `{"queries": ["lake that the river Tarn leaves"]}`),
		call("a", "visit", `{"page": "Lake Orum", "match": "mapped"}`),
		call("a", "find", `{"page": "p1", "text": "SHE"}`),
		call("a", "visit", `{"page": "Atlantis"}`),
		call("a", "visit", `{"pages": 7}`),
		call("a", "web_visit", `{"url": "https://a.example/"}`),
		call("a", "dig", `{}`),
	} {
		m := native([]infoseek.ToolCall{c})
		m.tok = token.Estimate{}
		tr := askNative(t, m, tools, Options{})
		i := slices.IndexFunc(tr.Segments, func(s infoseek.Segment) bool { return s.CallID == "a" })
		if i < 0 {
			t.Fatalf("%+v: no answer to the call", c)
		}
		got, err := box.Use(t.Context(), tr.Question, c)
		if want := tr.Segments[i].Text; err != nil || got != want || got == "" {
			t.Errorf("%+v: %q, %v, want %q", c, got, err, want)
		}
	}
}

// TestToolboxFaults: what fails is an error and no text.
func TestToolboxFaults(t *testing.T) {
	pages := library()
	tools := Tools{Pages: pages, Searcher: matcher{pages: pages}, Refiner: Extract{}}
	tools.Refiner = away{}
	box, err := NewToolbox(tools, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var fault *infoseek.Fault
	text, err := box.Use(t.Context(), "", call("", "search", `{"queries": ["lake"]}`))
	if !errors.As(err, &fault) || text != "" {
		t.Errorf("%q, %v", text, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := box.Use(gone, "", call("", "search", `{"queries": ["lake"]}`)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := NewToolbox(tools, Options{Turns: -1}); err == nil {
		t.Error("a negative option")
	}
}

type away struct{}

func (away) Refine(context.Context, Refinement) (Refined, error) {
	return Refined{}, errors.New("the model is away")
}

func TestAnswerOf(t *testing.T) {
	called := "<tool_call>\n{\"name\": \"search\"}\n</tool_call>"
	for name, c := range map[string]struct{ text, answer, problem string }{
		"the last turn's":            {called + "\nuser\n<tool_response>\nExact Answer: no\n</tool_response>\nassistant\nExplanation: so.\nExact Answer: Ida Brandt\nConfidence: 90%", "Ida Brandt", ""},
		"at once":                    {"Exact Answer: Ida", "Ida", ""},
		"a tool's words don't count": {called + "\n<tool_response>\nExact Answer: no\n</tool_response>\nassistant\nI give up.", "", "without a line"},
		"a call in the end":          {"<tool_response>x</tool_response>" + called, "", "a call written as text"},
		"nothing":                    {" \n", "", "neither"},
	} {
		answer, problem := AnswerOf(c.text)
		if answer != c.answer || (problem == "") != (c.problem == "") || !strings.Contains(problem, c.problem) {
			t.Errorf("%s: %q, %q", name, answer, problem)
		}
	}
}
