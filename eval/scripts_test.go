package eval

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek/reward"
)

// sets are the seven sets beside the repository; the test is skipped where they are not.
func sets(t testing.TB) []Set {
	t.Helper()
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	var all []Set
	for _, name := range Names {
		if name == BrowseCompPlus {
			continue // its questions are not public in clear
		}
		path := filepath.Join(root, "qa", name+".jsonl.zst")
		if _, err := os.Stat(path); err != nil {
			t.Skip("no sample data: ", err)
		}
		s, err := ReadSet(name, path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// TestGoldAnswers: of every question of every set the gold answer scores 1, each of the first five aliases 1, no answer 0, and yes where no is right 0. What has no letter or digit left in the normal form is no answer to anything.
func TestGoldAnswers(t *testing.T) {
	sizes := map[string]int{"nq": 3610, "triviaqa": 11298, "popqa": 14267, "hotpotqa": 7405, "2wikimultihopqa": 12576, "musique": 2417, "bamboogle": 125}
	for _, s := range sets(t) {
		if s.Of != sizes[s.Name] {
			t.Errorf("%s: %d questions, want %d", s.Name, s.Of, sizes[s.Name])
		}
		bare, verdicts := 0, 0
		for _, q := range s.Questions {
			if Mark(s.Name, "", q.Gold) != (Marks{}) || Mark(s.Name, " \n", q.Gold) != (Marks{}) {
				t.Errorf("%s %s: no answer scores", s.Name, q.ID)
			}
			for _, g := range q.Gold[:min(len(q.Gold), 6)] {
				m := Mark(s.Name, g, q.Gold)
				if reward.Normal(g) == "" || reward.Normal(strings.NewReplacer("‘", "", "’", "", "´", "").Replace(g)) == "" {
					bare++ // "A", "The The"
					continue
				}
				if m != (Marks{true, true, 1, true, 1}) {
					t.Errorf("%s %s: %q of %q scores %+v", s.Name, q.ID, g, q.Gold, m)
				}
			}
			if other := map[string]string{"yes": "no", "no": "yes"}[q.Gold[0]]; other != "" && len(q.Gold) == 1 {
				verdicts++
				if m := Mark(s.Name, other, q.Gold); m != (Marks{}) {
					t.Errorf("%s %s: %s where %s is right scores %+v", s.Name, q.ID, other, q.Gold[0], m)
				}
				if m := Mark(s.Name, q.Gold[0]+" indeed", q.Gold); m.Exact || m.OwnF1 > 0 && s.Name == "hotpotqa" {
					t.Errorf("%s %s: more than %s scores %+v", s.Name, q.ID, q.Gold[0], m)
				}
			}
		}
		t.Logf("%s: %d questions, %d to be answered by yes or no, %d gold answers of articles alone", s.Name, s.Of, verdicts, bare)
		if s.Name == "hotpotqa" && verdicts == 0 {
			t.Error("HotpotQA asks for yes and no, too")
		}
	}
}

func TestMark(t *testing.T) {
	for _, c := range []struct {
		set, answer string
		gold        []string
		want        Marks
	}{
		{"nq", "the Skerry Light", []string{"Skerry light"}, Marks{true, true, 1, true, 1}},
		{"hotpotqa", "yes it is", []string{"yes"}, Marks{false, true, 0.5, false, 0}},
		{"musique", "yes it is", []string{"yes"}, Marks{false, true, 0.5, false, 0.5}},
		{"triviaqa", "Skerry-Light", []string{"Skerry Light"}, Marks{false, false, 0, true, 1}},
		{"nq", "", []string{"the"}, Marks{}},
		{"nq", "Skerry", nil, Marks{}},
	} {
		if got := Mark(c.set, c.answer, c.gold); got != c.want {
			t.Errorf("%s %q against %q: %+v, want %+v", c.set, c.answer, c.gold, got, c.want)
		}
	}
}

func TestDraw(t *testing.T) {
	s := Set{Name: "x"}
	for i := range 50 {
		s.Questions = append(s.Questions, Question{ID: strings.Repeat("q", i+1)})
	}
	one, again, other := s, s, s
	for i, d := range []*Set{&one, &again, &other} {
		d.Questions = slices.Clone(s.Questions)
		if i == 1 {
			slices.Reverse(d.Questions) // the order of the file plays no part
		}
		d.Draw(uint64(7 + i/2))
	}
	same := func(a, b Set) bool {
		return slices.EqualFunc(a.Questions, b.Questions, func(x, y Question) bool { return x.ID == y.ID })
	}
	if !same(one, again) || same(one, other) || same(one, s) || one.Order != "drawn by seed 7" {
		t.Errorf("order %q", one.Order)
	}
}
