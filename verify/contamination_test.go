package verify

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/dataset"
)

// benchmark makes questions like those of benchmarks out of made-up parts: many share a template, as real ones do.
func benchmark(n int) []Leaked {
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	name := func() string {
		return pick("Ar", "Bel", "Cor", "Dun", "El", "Fen", "Gal", "Hol", "Is", "Jor", "Kel", "Lan") + pick("a", "e", "i", "o", "u") + pick("bury", "dale", "ford", "gate", "ham", "mere", "more", "ness", "ston", "wick", "worth", "by")
	}
	var all []Leaked
	for i := range n {
		q := ""
		switch r.IntN(5) {
		case 0:
			q = fmt.Sprintf("who %s the %s of %s %s", pick("wrote", "designed", "painted", "financed"), pick("opera", "bridge", "mural", "lighthouse", "anthem"), name(), name())
		case 1:
			q = fmt.Sprintf("In which year did the %s that %s founded win the %s cup for the %s time?", pick("club", "school", "orchestra", "crew"), name(), name(), pick("first", "second", "third"))
		case 2:
			q = fmt.Sprintf("What is the name of the river that flows through the town where the author of %s %s was born?", name(), name())
		case 3:
			q = fmt.Sprintf("Which %s actor played the %s in the %s film directed by %s %s?", pick("Norse", "Welsh", "Cornish"), pick("smith", "captain", "miller", "judge"), pick("silent", "second", "lost"), name(), name())
		default:
			q = fmt.Sprintf("when was %s %s college opened to women", name(), name())
		}
		all = append(all, Leaked{Set: "quiz", ID: fmt.Sprint(i), Question: q, Answers: []string{name()}})
	}
	return all
}

// edited replaces, drops or adds every sixth word or so, at least one.
func edited(r *rand.Rand, question string) string {
	words := strings.Fields(question)
	for range max(1, len(words)/6) {
		i := r.IntN(len(words))
		switch r.IntN(3) {
		case 0:
			words[i] = "perhaps"
		case 1:
			words = append(words[:i:i], words[i+1:]...)
		default:
			words = append(words[:i:i], append([]string{"actually"}, words[i:]...)...)
		}
	}
	return strings.Join(words, " ")
}

type planting struct{ exact, edited, swapped, within int }

// plant leaks the nth question in each way and counts what is found.
func (p *planting) plant(c *Contamination, r *rand.Rand, l Leaked) {
	found := func(question, answer string) int {
		_, bad := c.nearest(infoseek.Question{Question: question, Answer: answer})
		return int(number(bad))
	}
	p.exact += found(l.Question, l.Answers[0])
	p.edited += found(edited(r, l.Question), l.Answers[0])
	p.swapped += found(l.Question, "another answer")
	p.within += found("Now for something else. "+l.Question+" Give the name as it is usually written in English.", l.Answers[0])
}

func (p planting) check(t *testing.T, n int) {
	t.Helper()
	for way, found := range map[string]int{"exact": p.exact, "lightly edited": p.edited, "with another answer": p.swapped, "within a longer text": p.within} {
		t.Logf("%s: %d of %d found", way, found, n)
		if float64(found) < .99*float64(n) {
			t.Errorf("%s: only %d of %d planted leaks found", way, found, n)
		}
	}
}

func TestContaminationFindsPlantedLeaks(t *testing.T) {
	known := benchmark(600)
	c := NewContamination(known, nil)
	r := rand.New(rand.NewPCG(1, 1))
	var p planting
	n := 0
	for i := 0; i < len(known); i += 3 {
		p.plant(c, r, known[i])
		n++
	}
	p.check(t, n)
}

// TestContaminationFalseAlarms: questions of which no part was planted, some with a fact in common with a known one.
func TestContaminationFalseAlarms(t *testing.T) {
	known := benchmark(600)
	c := NewContamination(known[:300], nil)
	alarms := 0
	for _, other := range known[300:] {
		q := infoseek.Question{Question: "Consider a harbour town to which a cartographer retired in the 1690s and in which a glass works opened. Which brewer moved there, was fined for smuggling between 1701 and 1704, and left a diary? " +
			"Compare: " + other.Question, Answer: "nobody"}
		if _, bad := c.nearest(q); bad {
			alarms++
		}
	}
	t.Logf("%d false alarms of %d", alarms, 300)
	if alarms > 3 {
		t.Errorf("%d false alarms of %d", alarms, 300)
	}
}

func TestContaminationVerdict(t *testing.T) {
	known := append(benchmark(500), Leaked{"quiz", "x", "Who wrote the opera of Arabury Dunadale?", []string{"Kelowick"}})
	c := NewContamination(known, map[string]string{"quiz": "ab"})
	for name, q := range map[string]struct {
		question, answer string
		fails            bool
	}{
		"word for word":      {"who wrote the opera of arabury dunadale", "Kelowick", true},
		"one clue of many":   {"Which smith, born between 1600 and 1604 in a town that a canal reaches, married the sister of the man who wrote the opera of Arabury Dunadale, crossed a moor by night and left a clock to a parish church?", "Ison", false},
		"the same answer":    {"Which smith, born between 1600 and 1604 in a town that a canal reaches, is the man who wrote the opera of Arabury Dunadale, and left a clock?", "Kelowick", true},
		"nothing in common":  {"How deep is a lock?", "Kelowick", false},
		"no words":           {"?", "Kelowick", false},
		"the template alone": {"Who wrote the opera of Feniford Holomere?", "Ison", false},
	} {
		f, err := c.Check(t.Context(), &Item{Question: infoseek.Question{Question: q.question, Answer: q.answer}})
		if err != nil || (f.outcome() == Fail) != q.fails {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

// TestContaminationReal plants leaks of the question sets that lie beside the repository, and counts false alarms among the rest of them.
func TestContaminationReal(t *testing.T) {
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	known := realSets(t, root, "musique", "bamboogle")
	c := NewContamination(known, nil)
	r := rand.New(rand.NewPCG(1, 1))
	var p planting
	n := 0
	for i := 0; i < len(known); i += 12 {
		p.plant(c, r, known[i])
		n++
	}
	p.check(t, n)
	others := realSets(t, root, "hotpotqa")[:400]
	alarms := 0
	for _, l := range others {
		if best, bad := c.nearest(infoseek.Question{Question: l.Question, Answer: l.Answers[0]}); bad {
			alarms++
			t.Logf("%q repeats %q", l.Question, best.Question)
		}
	}
	t.Logf("%d of %d questions of another set are taken for leaks", alarms, len(others))
	if alarms > len(others)/100 {
		t.Errorf("%d of %d questions of another set are taken for leaks", alarms, len(others))
	}
}

func realSets(t *testing.T, root string, sets ...string) []Leaked {
	t.Helper()
	var known []Leaked
	for _, set := range sets {
		for q, err := range dataset.ReadQA(filepath.Join(root, "qa", set+".jsonl.zst")) {
			if os.IsNotExist(err) {
				t.Skipf("no data set: %v", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			known = append(known, Leaked{set, q.ID, q.Question, q.Answers})
		}
	}
	return known
}
