package agent

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"infoseek"
	"infoseek/internal/golden"
)

func call(id, name, arguments string) infoseek.ToolCall {
	return infoseek.ToolCall{ID: id, Name: name, Arguments: arguments}
}

const nativeAnswer = "Explanation: the page on Lake Orum names her.\n**Exact Answer:** Ida Brandt\nConfidence: 90%"

// native is a model that makes the calls, one slice a turn, and then answers.
func native(turns ...[]infoseek.ToolCall) *scripted {
	return &scripted{calls: turns, lines: append(make([]string, len(turns)), nativeAnswer)}
}

func askNative(t *testing.T, m *scripted, tools Tools, o Options) *infoseek.Trajectory {
	t.Helper()
	return askBy(t, Native{m, tools.Web != nil}, m, tools, o)
}

func TestNative(t *testing.T) {
	m := native(
		[]infoseek.ToolCall{call("a", "search", `{"queries": ["lake that the river Tarn leaves", "surveyor who mapped a lake"]}`)},
		[]infoseek.ToolCall{call("b", "visit", `{"page": "Lake Orum", "match": "mapped"}`), call("c", "find", `{"page": "p1", "text": "SHE"}`)},
	)
	m.lines[0] = "The lake comes first."
	tr := askNative(t, m, Tools{}, Options{})
	if tr.Answer != "Ida Brandt" || tr.Ended != infoseek.EndAnswer || tr.Turns != 3 || len(tr.Problems)+len(tr.Faults)+len(tr.Dropped) != 0 {
		t.Errorf("%+v", tr)
	}
	golden.Equal(t, filepath.Join("testdata", "native.txt"), []byte(conversationText(m.asked[2].Messages)))
	r := m.asked[2]
	if r.Sampling.MaxTokens != 768 || r.Sampling.Stop != nil || !r.LogProbs || len(r.Tools) != 3 || r.Tools[0].Name != "search" {
		t.Errorf("request %+v", r)
	}
	if diff := cmp.Diff(r.Tools, tr.Tools); diff != "" {
		t.Errorf("the trajectory's tools: %s", diff)
	}
	if len(tr.Searches) != 2 || len(tr.Visits) != 3 || tr.Visits[0].Page != "p0" || tr.Visits[1].Tool != "find" {
		t.Errorf("searches %+v, visits %+v", tr.Searches, tr.Visits)
	}
	if len(tr.Evidence) == 0 {
		t.Error("nothing cited")
	}
	if problem := wellFormed(messagesOf(tr)); problem != "" {
		t.Errorf("the segments do not make a conversation: %s", problem)
	}
}

// messagesOf makes a conversation of a trajectory's segments, as those do who train on it.
func messagesOf(tr *infoseek.Trajectory) []infoseek.Message {
	var all []infoseek.Message
	for _, s := range tr.Segments {
		role := map[infoseek.SegmentKind]string{infoseek.SegmentSystem: "system", infoseek.SegmentTurn: "assistant"}[s.Kind]
		switch {
		case s.CallID != "":
			role = "tool"
		case role == "":
			role = "user"
		}
		all = append(all, infoseek.Message{Role: role, Content: s.Text, Calls: s.Calls, CallID: s.CallID})
	}
	return all
}

// TestNativeWrongCalls: a call that can't be run is told so, is a problem, and stops nothing.
func TestNativeWrongCalls(t *testing.T) {
	for name, c := range map[string]struct {
		call    infoseek.ToolCall
		told    string
		problem string
	}{
		"no such tool":   {call("a", "rm -rf", "{}"), `there is no tool "rm -rf"`, `there is no tool "rm -rf"`},
		"web is off":     {call("a", "web_visit", `{"url": "http://pages.example/"}`), `there is no tool "web_visit"`, "there is no tool"},
		"no JSON":        {call("a", "search", `{"queries": ["x"`), "search: the arguments are no JSON", "search: the arguments are no JSON"},
		"other argument": {call("a", "search", `{"query": "x"}`), "search: the arguments do not fit", `search: the arguments do not fit`},
		"wrong type":     {call("a", "search", `{"queries": "x"}`), "do not fit", "do not fit"},
		"none":           {call("a", "search", `{"queries": []}`), "do not fit", "do not fit"},
		"negative":       {call("a", "visit", `{"page": "p0", "start": -1}`), "do not fit", "do not fit"},
		"past the end":   {call("a", "visit", `{"page": "p0", "start": 5000}`), "start is 5000, but the text has 102 bytes", "visit: start is 5000"},
	} {
		t.Run(name, func(t *testing.T) {
			m := native([]infoseek.ToolCall{c.call, call("b", "search", `{"queries": ["lake"]}`)})
			tr := askNative(t, m, Tools{}, Options{})
			s := tr.Segments[3]
			if s.Kind != infoseek.SegmentNotice || s.Origin != infoseek.OriginTemplate || s.CallID != "a" || !strings.HasPrefix(s.Text, "This call did nothing: ") || !strings.Contains(s.Text, c.told) {
				t.Errorf("%+v", s)
			}
			if len(tr.Problems) != 1 || tr.Problems[0].Turn != 1 || tr.Problems[0].Line != 1 || !strings.Contains(tr.Problems[0].What, c.problem) {
				t.Errorf("problems %+v", tr.Problems)
			}
			if len(tr.Searches) != 1 || tr.Answer != "Ida Brandt" || len(tr.Faults) > 0 {
				t.Errorf("%+v", tr)
			}
			if problem := wellFormed(m.asked[1].Messages); problem != "" {
				t.Error(problem)
			}
		})
	}
}

// TestNativeNotThere: a page that is not there is an answer, and no problem.
func TestNativeNotThere(t *testing.T) {
	m := native([]infoseek.ToolCall{call("a", "visit", `{"page": "Lake Nowhere"}`), call("b", "find", `{"page": "p0", "text": "granite"}`), call("c", "visit", `{"page": "p0", "match": "granite"}`)})
	tr := askNative(t, m, Tools{}, Options{})
	for i, want := range []string{`no page "Lake Nowhere" in the corpus`, "[Page]: p0 Lake Orum: nothing found", "[Page]: p0 Lake Orum, bytes 0 to 102 of 102; nothing there is like the match\n\nLake Orum is"} {
		if s := tr.Segments[3+i]; s.Kind != infoseek.SegmentObservation || !strings.HasPrefix(s.Text, want) {
			t.Errorf("%+v, want %q", s, want)
		}
	}
	if len(tr.Problems)+len(tr.Faults) > 0 {
		t.Errorf("%+v %+v", tr.Problems, tr.Faults)
	}
}

func TestNativeAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		finish  infoseek.Finish
		answer  string // "" for a turn that does nothing
		strict  string // the same under Strict
		problem string
	}{
		"three lines":      {nativeAnswer, "", "Ida Brandt", "Ida Brandt", ""},
		"on the next line": {"exact answer:\n\n Ida Brandt \nConfidence: 1%", "", "Ida Brandt", "Ida Brandt", ""},
		"the last counts":  {"Exact Answer: not known yet\nExact Answer: Ida Brandt", "", "Ida Brandt", "Ida Brandt", ""},
		"bare":             {" Ida Brandt\n", "", "Ida Brandt", "", `an answer without a line "Exact Answer:"`},
		"empty":            {" \n", "", "", "", "neither a call nor an answer"},
		"an empty line":    {"Exact Answer:\n", "", "Exact Answer:", "", `an answer without a line "Exact Answer:"`},
		"cut off":          {"I think that", infoseek.FinishLength, "", "", "cut off before a call or an answer"},
		"cut off behind":   {nativeAnswer, infoseek.FinishLength, "Ida Brandt", "Ida Brandt", ""},
		"call as text":     {"<tool_call>\n{\"name\": \"search\"}\n</tool_call>", "", "", "", "a call written as text"},
	} {
		for _, strict := range []bool{false, true} {
			want := c.answer
			if strict {
				want = c.strict
			}
			m := &scripted{lines: []string{c.text, "Exact Answer: late"}, finish: c.finish}
			tr := askNative(t, m, Tools{}, Options{Strict: strict})
			if want == "" {
				want = "late"
				if s := tr.Segments[3]; s.Kind != infoseek.SegmentNotice || s.Text != NativeNotice || s.CallID != "" {
					t.Errorf("%s: %+v", name, s)
				}
			}
			if tr.Answer != want {
				t.Errorf("%s, strict %v: answer %q, want %q", name, strict, tr.Answer, want)
			}
			if (c.problem == "") != (len(tr.Problems) == 0) || c.problem != "" && tr.Problems[0].What != c.problem {
				t.Errorf("%s: problems %+v", name, tr.Problems)
			}
		}
	}
}

// TestNativeFaults: a call that fails is forgotten, not answered; where all fail the trajectory ends.
func TestNativeFaults(t *testing.T) {
	down := &infoseek.Fault{Boundary: infoseek.BoundarySearch, Op: "search", Err: errors.New("SECRET DETAIL")}
	failing := matcher{pages: library(), fail: map[string]error{"lake": down}}
	for name, c := range map[string]struct {
		tools  Tools
		calls  []infoseek.ToolCall
		faults int
		ended  infoseek.Ending
		kept   string
	}{
		"one of two queries": {Tools{Searcher: failing}, []infoseek.ToolCall{call("a", "search", `{"queries": ["lake", "Hollby"]}`)}, 1, infoseek.EndAnswer, "a"},
		"one of two calls":   {Tools{Searcher: failing}, []infoseek.ToolCall{call("a", "search", `{"queries": ["lake"]}`), call("b", "visit", `{"page": "p0"}`)}, 1, infoseek.EndAnswer, "b"},
		"all calls":          {Tools{Searcher: failing, Pages: torn{library()}}, []infoseek.ToolCall{call("a", "search", `{"queries": ["lake"]}`), call("b", "visit", `{"page": "p0"}`)}, 2, infoseek.EndFault, ""},
		"the web":            {Tools{Web: brokenWeb{errors.New("SECRET DETAIL")}}, []infoseek.ToolCall{call("a", "web_visit", `{"url": "http://pages.example/"}`)}, 1, infoseek.EndFault, ""},
		"the web hangs":      {Tools{Web: brokenWeb{}}, []infoseek.ToolCall{call("a", "web_visit", `{"url": "http://pages.example/"}`)}, 1, infoseek.EndFault, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := native(c.calls)
			tr := askNative(t, m, c.tools, Options{WebTimeout: 20 * time.Millisecond})
			if len(tr.Faults) != c.faults || tr.Ended != c.ended {
				t.Fatalf("faults %+v, ended by %s", tr.Faults, tr.Ended)
			}
			messages := m.asked[len(m.asked)-1].Messages
			if all := conversationText(messages) + tr.Rollout(); strings.Contains(all, "SECRET") || strings.Contains(all, "deadline") {
				t.Errorf("a fault's words in the context: %s", all)
			}
			if c.kept == "" {
				return
			}
			if problem := wellFormed(messages); problem != "" || len(messages) != 4 || len(messages[2].Calls) != 1 || messages[3].CallID != c.kept {
				t.Errorf("%s %+v", problem, messages)
			}
			if s := tr.Segments[2]; len(s.Calls) != len(c.calls) {
				t.Errorf("the turn as it was made: %+v", s)
			}
		})
	}
}

// torn are pages that can't be read.
type torn struct{ infoseek.Pages }

func (torn) Text(context.Context, infoseek.PageNum, infoseek.Span) (string, error) {
	return "", &infoseek.Fault{Boundary: infoseek.BoundaryCorpus, Op: "read page", Err: errors.New("SECRET DETAIL")}
}

// brokenWeb fails, or hangs where it has no error.
type brokenWeb struct{ err error }

func (b brokenWeb) Open(ctx context.Context, _ string) (WebPage, error) {
	if b.err == nil {
		<-ctx.Done()
		return WebPage{}, ctx.Err()
	}
	return WebPage{}, b.err
}

func TestNativeTurnsEnd(t *testing.T) {
	search := []infoseek.ToolCall{call("", "search", `{"queries": ["lake"]}`)}
	m := native(search, search, search)
	tr := askNative(t, m, Tools{}, Options{Turns: 2})
	if tr.Ended != infoseek.EndTurns || tr.Turns != 3 || len(tr.Searches) != 2 {
		t.Errorf("ended by %s after %d turns, %d searches", tr.Ended, tr.Turns, len(tr.Searches))
	}
	ids := map[string]bool{}
	for _, s := range tr.Segments {
		for _, c := range s.Calls {
			ids[c.ID] = true
		}
	}
	if len(ids) != 3 {
		t.Errorf("ids of three calls: %v", ids)
	}
}

// TestNativeAtMost: a turn runs so many queries and calls, the rest is dropped and forgotten.
func TestNativeAtMost(t *testing.T) {
	m := native([]infoseek.ToolCall{
		call("a", "search", `{"queries": ["lake", "Tarn"]}`), call("b", "visit", `{"page": "p0"}`), call("c", "search", `{"queries": ["Hollby", "foundry"]}`), call("d", "visit", `{"page": "p1"}`),
	})
	tr := askNative(t, m, Tools{}, Options{Queries: 4})
	if len(tr.Searches) != 3 || len(tr.Visits) != 1 || len(tr.Dropped) != 2 || tr.Dropped[0].What != "query foundry" || tr.Dropped[1].What != "call of visit" {
		t.Errorf("%d searches, %d visits, dropped %+v", len(tr.Searches), len(tr.Visits), tr.Dropped)
	}
	if said := m.asked[1].Messages[2]; len(said.Calls) != 3 {
		t.Errorf("%+v", said)
	}
}

// TestNativeTooMuch: calls that a server wrote beyond the context are dropped, and never taken for an answer.
func TestNativeTooMuch(t *testing.T) {
	long := `{"queries": ["` + strings.Repeat("lake ", 3000) + `"]}`
	m := native([]infoseek.ToolCall{call("a", "search", long)})
	m.lines[0] = "Exactly this."
	tr := askNative(t, m, Tools{}, Options{ContextTokens: 2500})
	if len(tr.Searches) != 0 || tr.Segments[3].Kind != infoseek.SegmentNotice || tr.Segments[2].Tokens != nil || tr.Dropped[0].What != "call of search" || tr.Answer != "Ida Brandt" {
		t.Errorf("%+v, dropped %+v", tr.Segments[2:4], tr.Dropped)
	}
}

func TestVisitFits(t *testing.T) {
	m := native([]infoseek.ToolCall{call("a", "web_visit", `{"url": "http://pages.example/", "match": "granite lighthouse"}`)})
	page := strings.Repeat("The strait parts two islands. ", 3000) + "A lighthouse of blue granite stands there. " + strings.Repeat("Ships wait for the tide. ", 3000)
	tr := askNative(t, m, Tools{Web: oneWebPage(page)}, Options{ObservationTokens: 200})
	s := tr.Segments[3]
	if n := (words{}).Count(s.Text); n > 200 || n < 130 || !strings.Contains(s.Text, "blue granite") {
		t.Errorf("%d tokens: %s", n, s.Text)
	}
	if v := tr.Visits[0]; v.URL != "http://pages.example/final" || v.Page != "" || page[v.Start:v.End] == "" || len(tr.Evidence) != 0 {
		t.Errorf("%+v, evidence %+v", v, tr.Evidence)
	}
}

// oneWebPage is a web of one page.
type oneWebPage string

func (w oneWebPage) Open(context.Context, string) (WebPage, error) {
	return WebPage{"http://pages.example/final", "Strait", string(w)}, nil
}
