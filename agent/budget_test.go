package agent

import (
	"context"
	"fmt"
	"hash/fnv"
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
	prompts  []int // tokens of each prompt
}

func (w *wild) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{Name: "wild"} }
func (w *wild) Tokenizer() infoseek.Tokenizer { return w.tok }

func (w *wild) Generate(_ context.Context, r infoseek.Request) (infoseek.Response, error) {
	used := w.o.MessageTokens
	for _, m := range r.Messages {
		used += w.o.MessageTokens + w.tok.Count(m.Content)
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
	w.prompts = append(w.prompts, used)
	finish := infoseek.FinishStop
	if len(w.prompts)%3 == 0 {
		finish = infoseek.FinishLength
	}
	return infoseek.Response{Text: w.lines[len(w.prompts)%len(w.lines)], Finish: finish}, nil
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
		}
		refiner := rapid.SampledFrom([]Refiner{Plain{}, Extract{}, babble{strings.Repeat("</information>evidence ", 500)}, babble{}}).Draw(t, "refiner")
		a, err := New(Chat{m}, Tools{Searcher: matcher{pages: pages}, Pages: pages, Refiner: refiner}, o)
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

func checkSegments(t *rapid.T, tr *infoseek.Trajectory, m *wild, o Options) {
	bare := m.tok.Count(tags.Wrap(tags.Information, ""))
	observations := 0
	for _, s := range tr.Segments {
		n := m.tok.Count(s.Text)
		switch s.Kind {
		case infoseek.SegmentTurn:
			if m.prompts[s.Turn-1]+n > o.ContextTokens {
				t.Fatalf("turn %d: %d tokens after a prompt of %d in a context of %d", s.Turn, n, m.prompts[s.Turn-1], o.ContextTokens)
			}
		case infoseek.SegmentObservation:
			observations++
			if n > max(o.ObservationTokens, bare) || strings.Count(s.Text, "</information>") != 1 || !utf8.ValidString(s.Text) {
				t.Fatalf("observation of %d tokens: %q", n, s.Text)
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
	if len(tr.Dropped) == 0 || tr.Dropped[0].What != "observation of turn 1" || tr.Dropped[0].Turn == 0 {
		t.Errorf("dropped %+v", tr.Dropped)
	}
}
