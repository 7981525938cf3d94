package agent

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadTurn(t *testing.T) {
	for _, c := range []struct {
		in       string
		action   Action
		queries  string // joined by |
		answer   string
		text     string // "": the whole
		problems string
	}{
		{"<think>t</think>\n<search>q</search>", Search, "q", "", "", ""},
		{"<think>t</think><answer> x </answer>", Answer, "", "x", "", ""},
		{"<think>t</think><search>\n1. a b\n2) c\n\n</search>", Search, "a b|c", "", "", ""},
		{"<think>t</think><search>a\n2. b</search>", Search, "a|2. b", "", "", ""},
		{"<think>t</think><search>1.5 litres</search>", Search, "1.5 litres", "", "", ""},
		{"<think>t</think><search>1 a\n2 b</search>", Search, "1 a|2 b", "", "", ""},
		{"<think>t</think><search>1.\n2. b</search>", Search, "|b", "", "", ""},
		{"<think>t</think><search> \n </search>", Search, "", "", "", "line 1: empty <search>"},
		{"<search>q</search> more", Search, "q", "", "<search>q</search>", "line 1: <search> without <think> before it"},
		{"<think>t</think><search>q</search><answer>x</answer>", Search, "q", "", "<think>t</think><search>q</search>", ""},
		{"<think>t</think><answer>x</answer><search>q</search>", Answer, "", "x", "<think>t</think><answer>x</answer>", ""},
		{"<think>t</think><answer>x</search>y</answer>", NoAction, "", "", "<think>t</think><answer>x</search>", "line 1: </search> without <search>; line 1: <answer> is never closed"},
		{"<think>t</think><search>q<answer>x</answer>", Answer, "", "x", "", "line 1: <answer> inside <search>; line 1: </answer> without <answer>; line 1: <search> is never closed"},
		{"<think>t</think><search>q<answer>x</answer></search>", Search, "q<answer>x</answer>", "", "", "line 1: <answer> inside <search>; line 1: </answer> without <answer>"},
		{"<answer>x<search>q</search>", Search, "q", "", "", "line 1: <answer> without <think> before it; line 1: <search> inside <answer>; line 1: </search> without <search>; line 1: <answer> is never closed"},
		{"I know.\n<think>t</think>\nso\n<answer>x</answer>", Answer, "", "x", "", "line 1: text outside the tags; line 3: text outside the tags"},
		{"<think>t\n<search>q</search>", Search, "q", "", "", "line 2: <search> inside <think>; line 2: </search> without <search>; line 1: <think> is never closed"},
		{"<think>t</think><think>u</think>", NoAction, "", "", "", "line 1: a second <think>; line 1: neither <search> nor <answer>"},
		{"<think>t</think><information>i</information><answer>x</answer>", Answer, "", "x", "",
			"line 1: <information> is the environment's, not the agent's; line 1: text outside the tags; line 1: </information> is the environment's, not the agent's"},
		{"", NoAction, "", "", "", "line 1: neither <search> nor <answer>"},
		{"</think><answer>x</answer>", Answer, "", "x", "", "line 1: </think> without <think>; line 1: <answer> without <think> before it"},
	} {
		turn := ReadTurn(c.in)
		if c.text == "" {
			c.text = c.in
		}
		var problems []string
		for _, p := range turn.Problems {
			problems = append(problems, p.String())
		}
		if turn.Action != c.action || strings.Join(turn.Queries, "|") != c.queries || turn.Answer != c.answer || turn.Text != c.text || strings.Join(problems, "; ") != c.problems {
			t.Errorf("%q:\ngot  %+v\nwant %s %q %q %q %s", c.in, turn, c.action, c.queries, c.answer, c.text, c.problems)
		}
	}
}

func TestParserKnowsWhatIsOpen(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"<think>t":                          "",
		"<think>t</think><search>q":         "search",
		"<think>t</think><answer>q":         "answer",
		"<answer>a<search>q":                "search",
		"<search>q<answer>a":                "answer",
		"<search>q</search>":                "",
		"<search>q<answer>a</answer>":       "",
		"<answer>a</answer> then <search>q": "",
	} {
		var p Parser
		p.Write(in)
		if got := p.Open(); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// FuzzParser: pieces of any size give the same turn; the turn is a prefix of the text; what it does stands in it.
func FuzzParser(f *testing.F) {
	f.Add("<think>t</think><search>1. a\n2. b</search><answer>x</answer>", []byte{3, 1, 9})
	f.Add("<search>q<answer>x</answer></search", []byte{1})
	f.Add("</answer><answer></answer", []byte{})
	f.Fuzz(func(t *testing.T, text string, sizes []byte) {
		want := ReadTurn(text)
		var p Parser
		for rest, i := text, 0; rest != ""; i++ {
			n := 1
			if len(sizes) > 0 {
				n = int(sizes[i%len(sizes)])%len(text) + 1
			}
			n = min(n, len(rest))
			if done := p.Write(rest[:n]); done != (p.done != nil) {
				t.Fatalf("done is %v", done)
			}
			rest = rest[n:]
		}
		if diff := cmp.Diff(want, p.Close()); diff != "" {
			t.Errorf("%q in pieces of %v: %s", text, sizes, diff)
		}
		if !strings.HasPrefix(text, want.Text) || want.Action == NoAction && want.Text != text && !strings.HasSuffix(want.Text, "</search>") {
			t.Errorf("%q: text %q", text, want.Text)
		}
		if (want.Action == Search) != (len(want.Queries) > 0) || !strings.Contains(want.Text, want.Answer) {
			t.Errorf("%q: %+v", text, want)
		}
		for _, problem := range want.Problems {
			if problem.Offset < 0 || problem.Offset > len(want.Text) || problem.Line < 1 || problem.What == "" {
				t.Errorf("%q: problem %+v", text, problem)
			}
		}
	})
}

// FuzzReadRollout: any text is read to its end or says what is left.
func FuzzReadRollout(f *testing.F) {
	f.Add("<think>t</think><search>q</search>\n<information>i</information><think>t</think><answer>x</answer>")
	f.Add("<search>q</search><information>")
	f.Fuzz(func(t *testing.T, text string) {
		r := ReadRollout(text)
		if r.Answered && len(r.Problems) == 0 && (!strings.Contains(text, "<answer>") || len(r.Turns) != len(r.Observations)+1) {
			t.Errorf("%q: %+v", text, r)
		}
		if !r.Answered && len(r.Problems) == 0 {
			t.Errorf("%q: nothing wrong, and no answer", text)
		}
		for _, p := range r.Problems {
			if p.Offset < 0 || p.Offset > len(text) || p.Line != 1+strings.Count(text[:p.Offset], "\n") {
				t.Errorf("%q: %+v", text, p)
			}
		}
	})
}

func ExampleReadTurn() {
	turn := ReadTurn("I will look.\n<search>\n1. founder of geometry\n2. Euclid's city\n</search>")
	fmt.Println(turn.Queries)
	for _, p := range turn.Problems {
		fmt.Println(p)
	}
	// Output:
	// [founder of geometry Euclid's city]
	// line 1: text outside the tags
	// line 2: <search> without <think> before it
}
