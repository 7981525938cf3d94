package eval

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"infoseek/dataset"
)

// Names are the sets that have a name of their own, in the order in which the papers have them.
var Names = []string{"nq", "triviaqa", "popqa", "hotpotqa", "2wikimultihopqa", "musique", "bamboogle", BrowseCompPlus}

// BrowseCompPlus is the name of the set that has measures of its own (arXiv 2508.06600).
const BrowseCompPlus = "browsecomp-plus"

// Set is the questions of one benchmark, or those of them that are asked.
type Set struct {
	Name      string
	File      string // name without its folder
	SHA256    string // of the file
	Of        int    // questions in the file
	Order     string // which come first: OrderFile, or OrderDrawn
	Questions []Question
	// Underdetermined are questions whose file itself says that they have no one answer, with the reason, by id; Inconsistent those whose trees contradict themselves. Trees says whether there are any to look at.
	Underdetermined, Inconsistent map[string]string
	Trees                         bool
}

// The orders of a set's questions. A subset is the first of them.
const (
	OrderFile  = "as in the file"
	OrderDrawn = "drawn by seed"
)

// Question is one of a set.
type Question struct {
	ID       string   `json:"id"`
	Question string   `json:"question"`
	Gold     []string `json:"gold"` // the answer, then its aliases
	Evidence []string `json:"evidence,omitempty"`
}

// ReadSet reads the questions of a benchmark's file. Where its records name several sets, those of this one alone are taken.
func ReadSet(name, path string) (Set, error) {
	s := Set{Name: name, Order: OrderFile, Inconsistent: map[string]string{}, Underdetermined: map[string]string{}}
	var all []dataset.Benchmark
	of := map[string]int{}
	for b, err := range dataset.ReadBenchmark(path) {
		if err != nil {
			return s, err
		}
		all = append(all, b)
		of[b.Source]++
	}
	for _, b := range all {
		if len(of) > 1 && of[name] > 0 && b.Source != name {
			continue
		}
		s.Questions = append(s.Questions, Question{b.ID, b.Question, answers(b.Answers), b.Evidence})
		s.noteTree(b)
	}
	s.Of = len(s.Questions)
	return s, s.check(path)
}

func (s *Set) noteTree(b dataset.Benchmark) {
	s.Trees = s.Trees || b.Tree
	if b.TreeProblem != "" {
		s.Inconsistent[b.ID] = b.TreeProblem
	}
	if b.Unique != nil && !*b.Unique {
		s.Underdetermined[b.ID] = "its certificate does not say unique"
	}
}

// answers leaves out what says nothing.
func answers(given []string) []string {
	return slices.DeleteFunc(slices.Clone(given), func(a string) bool { return strings.TrimSpace(a) == "" })
}

func (s Set) check(path string) error {
	if len(s.Questions) == 0 {
		return fmt.Errorf("%s holds no questions", path)
	}
	seen := map[string]bool{}
	for _, q := range s.Questions {
		if seen[q.ID] {
			return fmt.Errorf("%s: question %q twice", path, q.ID)
		}
		seen[q.ID] = true
		if len(q.Gold) == 0 {
			return fmt.Errorf("%s: question %q has no gold answer: whatever is answered would count as wrong; leave it out", path, q.ID)
		}
	}
	return nil
}

// Draw puts the questions in an order that the seed alone decides, so that a subset is a sample and a larger one holds the smaller.
func (s *Set) Draw(seed uint64) {
	rank := map[string]uint64{}
	for _, q := range s.Questions {
		rank[q.ID] = seedOf(seed, s.Name+"\x00"+q.ID, 0)
	}
	slices.SortFunc(s.Questions, func(a, b Question) int {
		return cmp.Or(cmp.Compare(rank[a.ID], rank[b.ID]), cmp.Compare(a.ID, b.ID))
	})
	s.Order = fmt.Sprintf("%s %d", OrderDrawn, seed)
}

// seedOf is a function of a run's seed, a question and the number of a sample; below 2^30, for servers take no more.
func seedOf(seed uint64, question string, n int) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d\x00%s\x00%d", seed, question, n)
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	return x >> 34
}
