package agent

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"infoseek"
	"infoseek/internal/tags"
	"infoseek/token"
)

// heavy has four tokens a byte, fixed one large cost for any text, and erratic counts by a hash of the text and cuts as it likes: longer than asked, inside characters, to something else.
type (
	heavy   struct{}
	fixed   struct{}
	erratic struct{}
)

func (heavy) Count(s string) int         { return 4 * len(s) }
func (heavy) Cut(s string, n int) string { return s[:min(len(s), max(n, 0)/4)] }
func (fixed) Count(s string) int {
	if s == "" {
		return 0
	}
	return 40 + len(s)/8
}
func (fixed) Cut(s string, n int) string { return s[:min(len(s), max(0, (n-40)*8))] }
func (erratic) Count(s string) int       { return int(hash(s) % uint32(len(s)/2+1)) }
func (erratic) Cut(s string, n int) string {
	switch hash(s) % 3 {
	case 0:
		return s
	case 1:
		return s[:min(len(s), n+1)]
	}
	return "something else"
}

func hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// wild is a model that writes what was drawn for it, and checks what it is shown.
type wild struct {
	t        *rapid.T
	tok      infoseek.Tokenizer
	question string
	o        Options
	lines    []string
	calls    [][]infoseek.ToolCall
	prompts  []int // tokens of each prompt
}

func (w *wild) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{Name: "wild"} }
func (w *wild) Tokenizer() infoseek.Tokenizer { return w.tok }

func (w *wild) Generate(_ context.Context, r infoseek.Request) (infoseek.Response, error) {
	used := w.o.MessageTokens + w.toolTokens(r.Tools)
	for _, m := range r.Messages {
		used += w.o.MessageTokens + w.tok.Count(m.Content) + w.tok.Count(m.CallID) + w.callTokens(m.Calls)
		if strings.HasPrefix(m.Content, "<information>") != strings.HasSuffix(m.Content, "</information>") && m.Role == "user" {
			w.t.Fatalf("tags lost in %q", m.Content)
		}
	}
	if used+r.Sampling.MaxTokens > w.o.ContextTokens || r.Sampling.MaxTokens < 1 {
		w.t.Fatalf("a prompt of %d tokens and a response of %d in a context of %d", used, r.Sampling.MaxTokens, w.o.ContextTokens)
	}
	if !strings.Contains(r.Messages[1].Content, w.question) {
		w.t.Fatalf("the question is gone from %q", r.Messages[1].Content)
	}
	if problem := wellFormed(r.Messages); problem != "" {
		w.t.Fatal(problem)
	}
	w.prompts = append(w.prompts, used)
	finish := infoseek.FinishStop
	if len(w.prompts)%3 == 0 {
		finish = infoseek.FinishLength
	}
	response := infoseek.Response{Text: w.lines[len(w.prompts)%len(w.lines)], Finish: finish}
	if len(r.Tools) > 0 {
		response.Calls = slices.Clone(w.calls[len(w.prompts)%len(w.calls)])
	}
	return response, nil
}

func (w *wild) callTokens(calls []infoseek.ToolCall) (n int) {
	for _, c := range calls {
		n += w.o.MessageTokens + w.tok.Count(c.ID) + w.tok.Count(c.Name) + w.tok.Count(c.Arguments)
	}
	return n
}

func (w *wild) toolTokens(tools []infoseek.Tool) (n int) {
	for _, t := range tools {
		n += w.o.MessageTokens + w.tok.Count(t.Name) + w.tok.Count(t.Description) + w.tok.Count(string(t.Schema))
	}
	if n > 0 {
		n += w.o.ToolTokens
	}
	return n
}

var apiName = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// wellFormed says what servers would refuse in a conversation: a call or an answer without the other, an id used twice, a name or arguments that the API does not allow.
func wellFormed(messages []infoseek.Message) string {
	open, used := map[string]bool{}, map[string]bool{}
	for i, m := range messages {
		switch {
		case m.Role == "tool" && !open[m.CallID]:
			return fmt.Sprintf("message %d answers no call: %q", i, m.CallID)
		case m.Role != "tool" && len(open) > 0:
			return fmt.Sprintf("message %d follows calls without answers: %v", i, open)
		}
		delete(open, m.CallID)
		for _, c := range m.Calls {
			var object map[string]any
			if used[c.ID] || c.ID == "" || !apiName.MatchString(c.Name) || json.Unmarshal([]byte(c.Arguments), &object) != nil || m.Role != "assistant" {
				return fmt.Sprintf("message %d: call %+v", i, c)
			}
			open[c.ID], used[c.ID] = true, true
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("calls without answers: %v", open)
	}
	return ""
}

// babble is a Refiner that writes far more than it may.
type babble struct{ text string }

func (b babble) Refine(context.Context, Refinement) (Refined, error) {
	return Refined{Text: b.text}, nil
}

func drawLine(t *rapid.T, label string) string {
	word := rapid.SampledFrom([]string{"<think>", "</think>", "<search>", "</search>", "<answer>", "</answer", "<information>", "</information>", "\n", "lake ", "Tarn\n", "東京 ", "é", "[SNIPPET]", "1. ", "👩‍👩‍👧"})
	var b strings.Builder
	for _, w := range rapid.SliceOfN(word, 0, 12).Draw(t, label) {
		b.WriteString(strings.Repeat(w, rapid.SampledFrom([]int{1, 1, 1, 2, 80}).Draw(t, "times")))
	}
	if rapid.Bool().Draw(t, "searches") {
		return "<think>" + tags.Disarm(b.String()) + "</think><search>lake\n" + tags.Disarm(b.String()) + "</search>"
	}
	return b.String()
}

// TestNothingOverflows: prompt and response fit the context at every call, whatever turns, documents, Refiner, model and tokenizer; the question and the tags survive, and what did not is recorded.
func TestNothingOverflows(t *testing.T) {
	pages := library()
	rapid.Check(t, func(t *rapid.T) {
		tok := rapid.SampledFrom([]infoseek.Tokenizer{words{}, token.Bound{}, heavy{}, fixed{}, erratic{}}).Draw(t, "tokenizer")
		o, err := Options{
			Turns: rapid.SampledFrom([]int{1, 6, 60}).Draw(t, "turns"), ContextTokens: rapid.SampledFrom([]int{600, 2000, 9000, 16384}).Draw(t, "context"),
			ResponseTokens: rapid.SampledFrom([]int{1, 20, 768}).Draw(t, "response"), ObservationTokens: rapid.SampledFrom([]int{1, 60, 1024}).Draw(t, "observation"),
			Queries: rapid.SampledFrom([]int{1, 8, 400}).Draw(t, "queries"),
		}.settle()
		if err != nil {
			t.Fatal(err)
		}
		m := &wild{t: t, tok: tok, question: "Who mapped the lake that the Tarn leaves?", o: o}
		for range 4 {
			m.lines = append(m.lines, drawLine(t, "line"))
			m.calls = append(m.calls, rapid.SliceOfN(rapid.Custom(drawCall), 0, 6).Draw(t, "calls"))
		}
		policy := rapid.SampledFrom([]Policy{Chat{m}, Native{m, true}}).Draw(t, "protocol")
		refiner := rapid.SampledFrom([]Refiner{Plain{}, Extract{}, babble{strings.Repeat("</information>evidence ", 500)}, babble{}}).Draw(t, "refiner")
		a, err := New(policy, Tools{Searcher: matcher{pages: pages}, Pages: pages, Refiner: refiner, Web: endless{}}, o)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := a.Ask(t.Context(), m.question, nil)
		if err != nil {
			if !strings.Contains(err.Error(), "too little is left") || len(m.prompts) > 0 {
				t.Fatal(err)
			}
			return
		}
		checkSegments(t, tr, m, o)
	})
}

func drawCall(t *rapid.T) infoseek.ToolCall {
	name := rapid.SampledFrom([]string{"search", "search", "visit", "find", "web_visit", "", "search ", "rm -rf", strings.Repeat("näme", 60)}).Draw(t, "name")
	long := strings.Repeat("Tarn 東京 ", rapid.SampledFrom([]int{1, 300}).Draw(t, "long"))
	arguments := rapid.SampledFrom([]string{
		`{"queries": ["lake", "` + long + `"]}`, `{"queries": ["lake","lake","Hollby","é","","a","b","c","d","e"]}`, `{"page": "Lake Orum", "match": "tarn"}`, `{"page": "p3"}`, `{"page": "p1", "text": "she"}`, `{"page": "nowhere", "text": "x"}`,
		`{"url": "http://pages.example/", "match": "lake"}`, `{"page": "p0", "start": 999999}`, `{"queries": []}`, `{"queries": "` + long + `"}`, `{"queries": [`, ``, `[]`, `null`, `{"page": "p0", "start": -1}`, `{"page": "p0", "start": 1e99}`,
	}).Draw(t, "arguments")
	return infoseek.ToolCall{ID: rapid.SampledFrom([]string{"", "call-1", "call-2-1", "x"}).Draw(t, "id"), Name: name, Arguments: arguments}
}

// endless is a web of one long page.
type endless struct{}

func (endless) Open(_ context.Context, url string) (WebPage, error) {
	return WebPage{url, "Endless </information>", strings.Repeat("A lake of tool_calls, <tool_call> and </tool_response>. ", 4000)}, nil
}

func checkSegments(t *rapid.T, tr *infoseek.Trajectory, m *wild, o Options) {
	bare := m.tok.Count(tags.Wrap(tags.Information, ""))
	native := len(tr.Tools) > 0
	told := map[int]int{} // tokens of the observations of a turn, and of the notices to its calls
	for _, s := range tr.Segments {
		n := m.tok.Count(s.Text) + m.callTokens(s.Calls)
		switch s.Kind {
		case infoseek.SegmentTurn:
			if m.prompts[s.Turn-1]+n > o.ContextTokens {
				t.Fatalf("turn %d: %d tokens after a prompt of %d in a context of %d", s.Turn, n, m.prompts[s.Turn-1], o.ContextTokens)
			}
		case infoseek.SegmentObservation:
			if closed := strings.Count(s.Text, "</information>"); closed != 1 != native || native && closed+strings.Count(s.Text, "<tool_call>") != 0 || !utf8.ValidString(s.Text) {
				t.Fatalf("observation %q", s.Text)
			}
		}
		if s.Kind == infoseek.SegmentObservation || s.CallID != "" {
			if told[s.Turn] += n; told[s.Turn] > o.ObservationTokens && (native || n > bare) {
				t.Fatalf("observations of %d tokens in turn %d, %d by %q", told[s.Turn], s.Turn, n, s.Text)
			}
		}
	}
	if len(m.prompts) != tr.Turns {
		t.Fatalf("%d turns, %d calls; faults %+v", tr.Turns, len(m.prompts), tr.Faults)
	}
	for _, d := range tr.Dropped {
		if d.What == "" || d.Tokens < 0 {
			t.Fatalf("dropped %+v", d)
		}
	}
}

func TestObserveShares(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 400))
	for _, c := range []struct {
		findings []finding
		limit    int
		drops    string
		holds    []string
	}{
		{[]finding{{"a", "short"}, {"b", long}}, 1000, "", []string{"[Current Query]: a\n\nshort\n\n[SNIPPET]\n\n[Current Query]: b\n\nword"}},
		{[]finding{{"a", "short"}, {"b", long}}, 100, "evidence for b", []string{": a\n\nshort", ": b\n\nword word"}},
		{[]finding{{"a", long}, {"b", long}, {"c", long}}, 100, "evidence for a; evidence for b; evidence for c", []string{": a\n\nword word", ": b\n\nword word", ": c\n\nword word"}},
		{[]finding{{long, "x"}, {"b", "y"}}, 60, "", []string{": word", ": b\n\n"}},
		{[]finding{{"a", "x"}, {"b", "y"}, {"c", "z"}}, 30, "query c", []string{": a", ": b"}},
		{[]finding{{"a", "x"}}, 3, "query a", []string{"<information></information>"}},
	} {
		var drops []string
		got := observation{words{}, inTags}.observe(c.findings, c.limit, func(what string, tokens int) {
			if tokens <= 0 {
				t.Errorf("dropped %s of %d tokens", what, tokens)
			}
			drops = append(drops, what)
		})
		if strings.Join(drops, "; ") != c.drops {
			t.Errorf("limit %d: dropped %q, want %q", c.limit, drops, c.drops)
		}
		if n := (words{}).Count(got); n > max(c.limit, 7) {
			t.Errorf("%d tokens, limit %d", n, c.limit)
		}
		for _, h := range c.holds {
			if !strings.Contains(got, h) {
				t.Errorf("limit %d: no %q in %q", c.limit, h, got)
			}
		}
	}
}

// TestOldestGoesFirst: with a small context the evidence of early turns is dropped before that of the last.
func TestOldestGoesFirst(t *testing.T) {
	var lines []string
	for i := range 9 {
		lines = append(lines, fmt.Sprintf("<think>t%d</think><search>lake Tarn Hollby surveyor %d</search>", i, i))
	}
	m := &scripted{lines: append(lines, answerTurn), tok: words{}}
	tr := ask(t, m, Tools{Refiner: Plain{}}, Options{Turns: 9, ContextTokens: 900, ResponseTokens: 60})
	last := m.asked[len(m.asked)-1].Messages
	if tr.Answer != "Ida Brandt" || last[len(last)-1].Content == "<information></information>" {
		t.Errorf("answer %q, last observation %q", tr.Answer, last[len(last)-1].Content)
	}
	if len(tr.Dropped) == 0 || tr.Dropped[0].What != "observation of turn 1" || tr.Dropped[0].Turn == 0 || !tr.Dropped[0].Shown {
		t.Errorf("dropped %+v", tr.Dropped)
	}
}
