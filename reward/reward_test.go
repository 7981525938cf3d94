package reward

import (
	"errors"
	"strings"
	"testing"

	"infoseek/internal/tags"
)

func TestNormal(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		"The  Royal\tInstitution.":  "royal institution",
		"a an the":                  "",
		"An A-Z of the Alps":        "az of alps",
		"theatre, the-atre":         "theatre theatre",
		"ΟΔΟΣ":                      "οδος",
		"naïve café":                "naïve café",
		"“The”":                     "“ ”",
		"the_end":                   "theend",
		"line\x1cbreak\u00a0inside": "line break inside",
	} {
		if got := Normal(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		answer          string
		gold            []string
		exact, contains bool
		f1              float64
	}{
		{"The Rhine", []string{"Rhein", "rhine"}, true, true, 1},
		{"Rhine river", []string{"Rhine"}, false, true, 2. / 3},
		{"", []string{"Rhine"}, false, false, 0},
		{"the", []string{"a"}, true, true, 1},
		{"Rhine", nil, false, false, 0},
		{"Rhine Rhine", []string{"Rhine"}, false, true, 2. / 3},
	} {
		if got := Exact(c.answer, c.gold); got != c.exact {
			t.Errorf("%q against %q: exact %v", c.answer, c.gold, got)
		}
		if got := Contains(c.answer, c.gold); got != c.contains {
			t.Errorf("%q against %q: contains %v", c.answer, c.gold, got)
		}
		if got := F1(c.answer, c.gold); got != c.f1 {
			t.Errorf("%q against %q: F1 %g, want %g", c.answer, c.gold, got, c.f1)
		}
	}
}

func TestFormat(t *testing.T) {
	const search = "<think>t</think>\n<search>q</search>\n\n<information>i</information>\n"
	for _, c := range []struct{ rollout, answer, err string }{
		{"<think>t</think><answer> x </answer>", "x", ""},
		{search + search + "<think>t</think> <answer>x</answer>\n", "x", ""},
		{"<think></think><search></search><information></information><think></think><answer></answer>", "", ""},
		{"<think>a < b <b>bold</b></think><answer>x</answer>", "x", ""},
		{"", "", "line 1: the text ends where <think> should be"},
		{"<answer>x</answer>", "", "line 1: <answer> where <think> should be"},
		{"Well,\n<think>t</think><answer>x</answer>", "", "line 1: text outside the tags, where <think> should be"},
		{"<think>t</think>\nso\n<answer>x</answer>", "", "line 2: text outside the tags, where <search> or <answer> should be"},
		{search + "<answer>x</answer>", "", "line 5: <answer> where <think> should be"},
		{"<think>t</think>\n<search>q</search>\nA message.\n<think>t</think><answer>x</answer>", "", "line 3: text outside the tags, where <information> should be"},
		{"<think>t<search>q</search></think>", "", "line 1: <search> where </think> should be"},
		{"<think>t</think><answer>x", "", "line 1: the text ends where </answer> should be"},
		{"<think>t</think><answer>x</answer>\n\nThat is all.", "", "line 3: text outside the tags, where the end should be"},
		{"<think>t</think><answer>x</answer><answer>y</answer>", "", "line 1: <answer> where the end should be"},
	} {
		answer, err := Format(c.rollout)
		if answer != c.answer || (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
			t.Errorf("%q: %q, %v; want %q, %s", c.rollout, answer, err, c.answer, c.err)
		}
	}
}

func TestReward(t *testing.T) {
	right := "<think>t</think><answer>The Rhine</answer>"
	if got := Reward(right, []string{"Rhine"}); got != 1 {
		t.Errorf("the gold answer gets %g", got)
	}
	if got := Reward(right, []string{"Rhone"}); got != 0 {
		t.Errorf("a wrong answer gets %g", got)
	}
	if got := Reward("So: "+right, []string{"Rhine"}); got != 0 {
		t.Errorf("a wrong format gets %g", got)
	}
}

// FuzzFormat: what is valid is balanced and stays so with blanks around it; what is not says where, and a prefix of a valid text up to there can be continued.
func FuzzFormat(f *testing.F) {
	f.Add("<think>t</think><search>q</search><information>i</information><think></think><answer>x</answer>")
	f.Add("<think><answer></think>x</answer>")
	f.Fuzz(func(t *testing.T, s string) {
		answer, err := Format(s)
		var wrong *FormatError
		switch {
		case errors.As(err, &wrong):
			if wrong.Offset < 0 || wrong.Offset > len(s) || wrong.Line != tags.Line(s, wrong.Offset) || answer != "" {
				t.Errorf("%q: %+v, answer %q", s, wrong, answer)
			}
		case err != nil:
			t.Errorf("%q: %v", s, err)
		default:
			if again, err := Format("\n" + s + " \n"); err != nil || again != answer {
				t.Errorf("%q with blanks around it: %q, %v", s, again, err)
			}
			if strings.Count(s, "<answer>") != 1 || strings.Count(s, "<search>") != strings.Count(s, "</information>") {
				t.Errorf("%q is said to be valid", s)
			}
			if Reward(s, []string{answer}) != 1 {
				t.Errorf("%q: its own answer gets no reward", s)
			}
		}
	})
}

// FuzzMatch: a score lies in 0..1, an answer agrees with itself, and exact match implies the others.
func FuzzMatch(f *testing.F) {
	f.Add("The Rhine", "rhine")
	f.Add("no", "yes and no")
	f.Fuzz(func(t *testing.T, a, g string) {
		gold := []string{g}
		if f1 := F1(a, gold); !(f1 >= 0 && f1 <= 1) || f1 != F1(g, []string{a}) {
			t.Errorf("F1 of %q and %q is %g one way, %g the other", a, g, f1, F1(g, []string{a}))
		}
		if !Exact(a, []string{a}) || !Contains(a, []string{a}) || F1(a, []string{a}) != 1 {
			t.Errorf("%q does not agree with itself", a)
		}
		if Exact(a, gold) && !(Contains(a, gold) && F1(a, gold) == 1) {
			t.Errorf("%q equals %q but F1 is %g", a, g, F1(a, gold))
		}
	})
}
