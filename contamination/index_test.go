package contamination

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTells(t *testing.T) {
	const question = "Which Norse captain moved to the harbour town where a glass works opened in 1702?"
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"word for word":        {"Quiz of the week. " + question + " Write to us.", true},
		"other case and marks": {strings.ToUpper(strings.NewReplacer("?", "", " ", ",  ").Replace(question)), true},
		"a word changed":       {strings.Replace(question, "harbour", "coastal", 1), true},
		"two words changed":    {strings.NewReplacer("harbour", "coastal", "captain", "skipper").Replace(question), true},
		"its matter":           {"Olaf was a Norse captain. He moved to Kelby, a harbour town, in 1701. A glass works opened there a year later.", false},
		"scattered":            {strings.Join(strings.Fields(question), strings.Repeat(" and so on", 40)+" "), false},
		"half of it":           {"Which Norse captain moved to the moon?", false},
		"nothing":              {"", false},
	} {
		if got := Tells(c.text, question); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for _, c := range []struct {
		text, question string
		want           bool
	}{
		{"who is he asked the man", "Who is he?", true},
		{"who was he", "who is he", false},
		{"he", "he", true},
		{"she and he", "he is", false},
		{"words", "?", false},
		{"", "", false},
	} {
		if got := Tells(c.text, c.question); got != c.want {
			t.Errorf("%q in %q: %v", c.question, c.text, got)
		}
	}
}

// TestWhatIsPutInIsFound: a question within any text is found, and an index finds what each question alone does.
func TestWhatIsPutInIsFound(t *testing.T) {
	words := rapid.SampledFrom(strings.Fields("the of in a king river who which was born city died north war ship tree old"))
	rapid.Check(t, func(t *rapid.T) {
		say := func(least int, label string) string {
			return strings.Join(rapid.SliceOfN(words, least, 12).Draw(t, label), " ")
		}
		var x Index
		questions := make([]string, rapid.IntRange(1, 5).Draw(t, "questions"))
		for i := range questions {
			questions[i] = say(1, "question")
			x.Add(fmt.Sprint(i), questions[i])
		}
		put := rapid.IntRange(0, len(questions)-1).Draw(t, "put in")
		s := say(0, "before") + " " + questions[put] + " " + say(0, "after")
		found := map[string]bool{}
		for _, f := range x.Find(s) {
			found[f.ID] = true
			if f.Share <= 0 || f.Share > 1 {
				t.Errorf("share %g", f.Share)
			}
		}
		for i, q := range questions {
			if alone := Tells(s, q); alone != found[fmt.Sprint(i)] || i == put && !alone {
				t.Errorf("%q in %q: alone %v, in the index %v", q, s, alone, found[fmt.Sprint(i)])
			}
		}
	})
}

func FuzzTells(f *testing.F) {
	f.Add("a text", "a question")
	f.Add("\xff\x00 ß", "İ")
	f.Fuzz(func(t *testing.T, s, question string) {
		if Tells(s, "") {
			t.Error("an empty question is told")
		}
		Tells(s, question)
	})
}
