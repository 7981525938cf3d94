package agent

import (
	"fmt"
	"strings"
	"testing"
)

// laidOut writes the things of a question with their clauses, each reference as the number of its thing.
func laidOut(question string) string {
	var b strings.Builder
	for i, t := range splitQuestion(question) {
		fmt.Fprintf(&b, "%d %s\n", i, strings.Join(t.nouns, " "))
		for _, c := range t.clauses {
			fmt.Fprintf(&b, "  %s", c.text)
			for _, r := range c.refs {
				fmt.Fprintf(&b, " ->%d", r)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func TestSplitQuestion(t *testing.T) {
	for _, c := range []struct{ question, want string }{
		{"Which surveyor mapped a lake that the Tarn leaves and was born in Hollby?",
			"0 surveyor\n  surveyor mapped ->1\n1 lake\n  the Tarn leaves\n  was born in Hollby\n"},
		{"Which surveyor mapped a lake that the Tarn leaves, and was born between 1800 and 1810?",
			"0 surveyor\n  surveyor mapped ->1\n  was born between 1800 and 1810\n1 lake\n  the Tarn leaves\n"},
		{"Think of a town in which bells were cast. Which founder is the one who worked in that town, who died in the 1880s, and whom Ida Brandt met?",
			"0 founder\n  worked in that town ->1\n  died in the 1880s\n  Ida Brandt met\n1 town\n  in which bells were cast\n"},
		{"What is the capital of the country that borders Vesland?", "0 \n  is the capital of ->1\n1 country\n  borders Vesland\n"},
		{"In which town was the woman who mapped Lake Orum born?", "0 town\n  town was ->1\n1 woman\n  mapped Lake Orum born\n"},
		{"Who founded the Royal Observatory, Greenwich?", "0 person\n  founded the Royal Observatory, Greenwich\n"},
		{"Are Hollby and Vesland towns?", "0 \n  Are Hollby and Vesland towns\n"},
		{"Bells were cast in which town?", "0 town\n  Bells were cast in\n"},
		{"", "0 \n"},
	} {
		if got := laidOut(c.question); got != c.want {
			t.Errorf("%s\n%swant\n%s", c.question, got, c.want)
		}
	}
}

// FuzzSplitQuestion: clauses are pieces of the question, and point to things that there are.
func FuzzSplitQuestion(f *testing.F) {
	f.Add("Which surveyor mapped a lake that the Tarn leaves, and was born in Hollby?")
	f.Add("Think of a town in which it was. Which is that town, that that that?")
	f.Add("a b c which and, and who. that")
	f.Fuzz(func(t *testing.T, question string) {
		things := splitQuestion(question)
		if len(things) == 0 {
			t.Fatal("nothing is asked for")
		}
		for v, th := range things {
			for _, c := range th.clauses {
				if !strings.Contains(question, c.text) {
					t.Errorf("clause %q does not stand in %q", c.text, question)
				}
				for _, r := range c.refs {
					if r < 0 || r >= len(things) || r == v {
						t.Errorf("%q: thing %d refers to %d of %d", question, v, r, len(things))
					}
				}
			}
		}
	})
}
