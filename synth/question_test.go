package synth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"infoseek"
	"infoseek/hcsp"
	"infoseek/text"
)

// made holds the questions of one larger run, which the tests of this file look at.
var made struct {
	once sync.Once
	o    Options
	qs   []infoseek.Question
}

func madeQuestions(t *testing.T) (world, Options, []infoseek.Question) {
	t.Helper()
	w := openWorld(t)
	made.once.Do(func() {
		made.o, _ = Options{Tries: 12, PerRoot: 2, PerEntity: 6, Seed: 2}.Normalize()
		dir := t.TempDir()
		mustRun(t, w.job(dir, made.o, 70))
		made.qs = questions(t, dir)
	})
	if len(made.qs) < 50 {
		t.Fatalf("only %d questions to look at", len(made.qs))
	}
	return w, made.o, made.qs
}

// eachQuestion runs check for every question, and says which one failed.
func eachQuestion(t *testing.T, check func(w world, o Options, q infoseek.Question) error) {
	t.Helper()
	w, o, qs := madeQuestions(t)
	for _, q := range qs {
		if err := check(w, o, q); err != nil {
			t.Errorf("%s %q (%s): %v", q.ID, q.Question, q.Answer, err)
		}
	}
}

func TestQuestionsCheck(t *testing.T) {
	solver := hcsp.NewSolver(openWorld(t).pages)
	eachQuestion(t, func(w world, o Options, q infoseek.Question) error {
		if err := hcsp.Validate(q.Tree); err != nil {
			return err
		}
		r, err := hcsp.Check(context.Background(), solver, w.searcher, q)
		if err != nil {
			return err
		}
		if !r.Same || !r.Sound() {
			return fmt.Errorf("same corpus %v, missing %v, differences %v", r.Same, r.Missing, r.Differences)
		}
		return nil
	})
}

func TestQuestionsKeepLimits(t *testing.T) {
	eachQuestion(t, func(w world, o Options, q infoseek.Question) error {
		c := q.Certificate
		named, hidden := 0, 0
		level, width := make([]int, len(q.Tree.Vertices)), make([]int, len(q.Tree.Vertices))
		for _, v := range q.Tree.Vertices {
			if v.Hidden {
				hidden++
			} else if v.Kind == infoseek.EntityVertex {
				named++
			}
		}
		for _, e := range q.Tree.Edges {
			level[e.Child] = level[e.Parent] + 1
			width[e.Parent]++
		}
		size := len(q.Tree.Vertices)
		switch {
		case !c.Unique || !c.Minimal || c.Determined == infoseek.DeterminedNone || c.Grade != infoseek.Relational:
			return fmt.Errorf("certificate: unique %v, minimal %v, determined %s, grade %s", c.Unique, c.Minimal, c.Determined, c.Grade)
		case size < o.MinSize || size > o.MaxSize || hidden < o.Hidden || named > o.Named:
			return fmt.Errorf("%d vertices, %d hidden, %d named", size, hidden, named)
		case slices.Max(level) > o.Depth || slices.Max(width) > o.Width:
			return fmt.Errorf("depth %d, width %d", slices.Max(level), slices.Max(width))
		case c.Selectivity < o.Floor:
			return fmt.Errorf("selectivity %d", c.Selectivity)
		case q.Hops != q.Tree.Hops() || q.Planner != "embedded" || q.Version != "test" || q.Seed != o.Seed:
			return fmt.Errorf("hops %d, planner %q, version %q, seed %d", q.Hops, q.Planner, q.Version, q.Seed)
		}
		for _, e := range c.Exposed {
			if !e.Allowed || q.Question[e.Start:e.End] != e.Text {
				return fmt.Errorf("exposed %+v", e)
			}
		}
		return nil
	})
}

// TestRankFloor asks the searcher again, clause by clause.
func TestRankFloor(t *testing.T) {
	eachQuestion(t, func(w world, o Options, q infoseek.Question) error {
		answer, err := w.pages.ByID(context.Background(), *q.Tree.Vertices[0].Page)
		if err != nil {
			return err
		}
		for _, c := range q.Clauses {
			clause := q.Question[c.Start:c.End]
			hits, err := w.searcher.Search(context.Background(), []infoseek.Query{{Text: clause, K: o.RankFloor, Unit: infoseek.UnitPage}})
			if err != nil {
				return err
			}
			if slices.ContainsFunc(hits[0], func(h infoseek.Hit) bool { return h.Page == answer }) {
				return fmt.Errorf("the clause %q alone finds the answer", clause)
			}
		}
		return nil
	})
}

func TestEvidence(t *testing.T) {
	eachQuestion(t, func(w world, o Options, q infoseek.Question) error {
		for _, e := range q.Tree.Edges {
			if err := w.checkEvidence(q.Tree, e); err != nil {
				return fmt.Errorf("edge to %d: %w", e.Child, err)
			}
		}
		return nil
	})
}

// standIn opens a sentence about the page's subject that does not name it, or a line of the page's infobox and categories.
var standIn = regexp.MustCompile(`^(He|She|It|His|Her|Its|The [a-z]+) |^[a-z ]+: `)

// checkEvidence reports whether the evidence is a sentence of the page which has a name of either end, or a stand-in for the page's own subject.
func (w world) checkEvidence(tree infoseek.Tree, e infoseek.Edge) error {
	ctx := context.Background()
	on, err := w.pages.ByID(ctx, e.Evidence.Page)
	if err != nil {
		return err
	}
	span := infoseek.Span{Start: e.Evidence.Start, End: e.Evidence.End}
	sentence, err := w.pages.Text(ctx, on, span)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256([]byte(sentence)); hex.EncodeToString(sum[:]) != e.Evidence.SHA256 {
		return fmt.Errorf("the hash is not that of %q", sentence)
	}
	spans, err := w.pages.Sentences(ctx, on)
	if err != nil {
		return err
	}
	if !slices.Contains(spans, span) {
		return fmt.Errorf("%q is no sentence of its page", sentence)
	}
	subjects := 0
	for _, id := range []int{e.Parent, e.Child} {
		v := tree.Vertices[id]
		if v.Page == nil {
			if v.Attribute.Kind == infoseek.AttrYear && !statesYear(sentence, v.Attribute) {
				return fmt.Errorf("no year of %v in %q", v.Attribute, sentence)
			}
			continue
		}
		n, err := w.pages.ByID(ctx, *v.Page)
		if err != nil {
			return err
		}
		named, err := w.names(n, sentence)
		if err != nil {
			return err
		}
		if n == on {
			subjects++
			named = named || standIn.MatchString(sentence)
		}
		if !named {
			return fmt.Errorf("%q has neither a name of %q nor stands for it", sentence, *v.Entity)
		}
	}
	if subjects != 1 {
		return fmt.Errorf("the evidence is on the page of %d of the two ends", subjects)
	}
	return nil
}

func (w world) names(n infoseek.PageNum, sentence string) (bool, error) {
	names, err := w.pages.Names(context.Background(), n)
	return slices.ContainsFunc(names, func(m infoseek.Name) bool { return strings.Contains(sentence, m.Text) }), err
}

func statesYear(sentence string, a *infoseek.Attribute) bool {
	for _, y := range regexp.MustCompile(`\d{4}`).FindAllString(sentence, -1) {
		var n float64
		fmt.Sscan(y, &n)
		if *a.Low <= n && n <= *a.High {
			return true
		}
	}
	return false
}

func TestClausesTellEachEdgeOnce(t *testing.T) {
	eachQuestion(t, func(w world, o Options, q infoseek.Question) error {
		return checkClauses(q.Question, q.Clauses, q.Tree)
	})
}

// checkClauses reports whether the clauses are apart, in order, and tell each edge exactly once.
func checkClauses(question string, clauses []infoseek.Clause, tree infoseek.Tree) error {
	told := make([]int, len(tree.Vertices))
	end := 0
	for _, c := range clauses {
		if c.Start < end || c.End <= c.Start || c.End > len(question) || len(c.Edges) == 0 {
			return fmt.Errorf("clause %+v after byte %d of %d", c, end, len(question))
		}
		end = c.End
		if s := question[c.Start:c.End]; s != strings.TrimSpace(s) {
			return fmt.Errorf("clause %q has blanks about it", s)
		}
		for _, e := range c.Edges {
			told[e]++
		}
	}
	for _, e := range tree.Edges {
		if told[e.Child] != 1 {
			return fmt.Errorf("the edge to %d is told %d times", e.Child, told[e.Child])
		}
	}
	return nil
}

func TestQuestionText(t *testing.T) {
	eachQuestion(t, func(w world, o Options, q infoseek.Question) error {
		if err := checkText(q.Question); err != nil {
			return err
		}
		for _, v := range q.Tree.Vertices {
			if v.Hidden {
				if name, err := w.shownName(q.Question, *v.Page); name != "" || err != nil {
					return fmt.Errorf("hidden vertex %d: shows %q, %v", v.ID, name, err)
				}
			}
		}
		return nil
	})
}

var markup = regexp.MustCompile(`\[\[|\]\]|\{\{|\}\}|''|<[a-z/]|&[a-z]+;|\||==|\*|%!|\(\)|\n|\t|  | [,.?;]|[,;][,.?;]|\?.`)

// checkText reports what is wrong with a question's form.
func checkText(s string) error {
	if m := markup.FindString(s); m != "" {
		return fmt.Errorf("has %q", m)
	}
	if !strings.HasSuffix(s, "?") || !unicode.IsUpper([]rune(s)[0]) || s != strings.TrimSpace(s) {
		return fmt.Errorf("does not begin with a capital, or end in a question mark")
	}
	return nil
}

// shownName returns a name of the page that the question shows, whatever the case.
func (w world) shownName(question, id string) (string, error) {
	n, err := w.pages.ByID(context.Background(), id)
	if err != nil {
		return "", err
	}
	names, err := w.pages.Names(context.Background(), n)
	for _, name := range names {
		if strings.Contains(" "+bare(question)+" ", " "+bare(name.Text)+" ") {
			return name.Text, err
		}
	}
	return "", err
}

// bare is s in lower case with blanks for all that is no letter or digit.
func bare(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func TestNoTreeTwice(t *testing.T) {
	_, o, qs := madeQuestions(t)
	trees, ids, texts := map[string]bool{}, map[string]bool{}, map[string]bool{}
	entities, roots := map[string]int{}, map[string][]infoseek.Question{}
	for _, q := range qs {
		if trees[treeKey(q.Tree)] || ids[q.ID] || texts[q.Question] {
			t.Errorf("%s %q: its tree, id or text is there twice", q.ID, q.Question)
		}
		trees[treeKey(q.Tree)], ids[q.ID], texts[q.Question] = true, true, true
		for _, p := range pagesOf(q.Tree) {
			entities[p]++
		}
		roots[q.Answer] = append(roots[q.Answer], q)
	}
	capped := 0
	for p, n := range entities {
		if n > o.PerEntity {
			t.Errorf("page %s is in %d questions", p, n)
		}
		if n == o.PerEntity {
			capped++
		}
	}
	twice := 0
	for answer, qs := range roots {
		if len(qs) > o.PerRoot {
			t.Errorf("%d questions about %s", len(qs), answer)
		}
		if len(qs) == 2 {
			twice++
			if clue := sharedClue(qs[0], qs[1]); clue != "" {
				t.Errorf("both questions about %s tell %q:\n%s\n%s", answer, clue, qs[0].Question, qs[1].Question)
			}
		}
	}
	if twice == 0 || capped == 0 {
		t.Errorf("%d answers have two questions, %d entities are at their cap: nothing to see", twice, capped)
	}
}

// sharedClue returns a claim about the root that both questions rest on. A year is the same clue in whatever range it is told.
func sharedClue(a, b infoseek.Question) string {
	clue := func(tree infoseek.Tree, e infoseek.Edge) string {
		v := tree.Vertices[e.Child]
		if v.Page != nil {
			return *v.Page
		}
		return string(v.Attribute.Kind) + regexp.MustCompile(`(in the|between) \d.*`).ReplaceAllString(e.Claim, "")
	}
	seen := map[string]bool{}
	for _, e := range a.Tree.Edges {
		if e.Parent == 0 {
			seen[clue(a.Tree, e)] = true
		}
	}
	for _, e := range b.Tree.Edges {
		if e.Parent == 0 && seen[clue(b.Tree, e)] {
			return e.Claim
		}
	}
	return ""
}

// squad normalises an answer as the exact match of SQuAD does: lower case, no punctuation, no articles, single blanks.
func squad(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 128 && unicode.IsPunct(r) || r < 128 && unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
	return strings.Join(slices.DeleteFunc(strings.Fields(s), func(w string) bool { return w == "a" || w == "an" || w == "the" }), " ")
}

// TestOthersScoreNothing holds every name of every other entity against the answers.
func TestOthersScoreNothing(t *testing.T) {
	w, _, qs := madeQuestions(t)
	owners := map[string][]string{} // page ids by normalised title or other name of their own
	for n := range w.pages.Info().Pages {
		p, err := w.pages.Page(context.Background(), infoseek.PageNum(n))
		if err != nil {
			t.Fatal(err)
		}
		names, err := w.pages.Names(context.Background(), p.Num)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if p.Entity && !slices.Contains(owners[squad(name.Text)], p.ID) {
				owners[squad(name.Text)] = append(owners[squad(name.Text)], p.ID)
			}
		}
	}
	aliases := 0
	for _, q := range qs {
		aliases += len(q.Aliases)
		for _, gold := range append(q.Aliases, q.Answer) {
			if got := owners[squad(gold)]; len(got) != 1 || got[0] != *q.Tree.Vertices[0].Page {
				t.Errorf("%q, gold for %s, is a name of pages %v", gold, q.Answer, got)
			}
		}
		for _, a := range q.Aliases {
			if squad(a) == squad(q.Answer) || text.StopWord(text.Norm(a)) || strings.ToLower(a) == a {
				t.Errorf("%s: alias %q", q.Answer, a)
			}
		}
	}
	if aliases == 0 {
		t.Error("no question has an alias: nothing to see")
	}
}
