package verify

import (
	"testing"

	"infoseek"
	"infoseek/hcsp"

	"github.com/google/go-cmp/cmp"
)

// madeElsewhere is the question of the tests as a layout gives it: titles, no page ids.
func madeElsewhere(t *testing.T) infoseek.Question {
	q := question(t)
	for i := range q.Tree.Vertices {
		q.Tree.Vertices[i].Page = nil
	}
	for i := range q.Tree.Edges {
		q.Tree.Edges[i].Evidence = infoseek.Evidence{}
	}
	q.Certificate, q.Clauses, q.Corpus, q.Hops = infoseek.Certificate{}, nil, infoseek.CorpusRef{}, 0
	return q
}

func TestMap(t *testing.T) {
	attribute := func(q *infoseek.Question, claim string) {
		q.Tree.Vertices[3] = infoseek.Vertex{ID: 3, Kind: infoseek.AttributeVertex, Attribute: &infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: claim}}
		q.Tree.Edges[2] = infoseek.Edge{Parent: 0, Child: 3, Kind: infoseek.EdgeAttribute, Claim: claim}
	}
	rename := func(n int, title string) func(*infoseek.Question) {
		return func(q *infoseek.Question) { q.Tree.Vertices[n].Entity = &title }
	}
	for name, c := range map[string]struct {
		change   func(*infoseek.Question)
		missing  []string
		unstated []string
		problem  string
	}{
		"whole":            {func(*infoseek.Question) {}, nil, nil, ""},
		"an article":       {rename(3, "the Sund"), nil, nil, ""},
		"an alias":         {func(q *infoseek.Question) { rename(0, "A. Vik")(q); q.Aliases = []string{"Ada Vik"} }, nil, nil, ""},
		"missing":          {rename(3, "Atlantis"), []string{"Atlantis"}, nil, "an entity is not in the corpus"},
		"no entity":        {rename(2, "List of lights"), []string{"List of lights"}, nil, "an entity is not in the corpus"},
		"not related":      {rename(3, "Vaag"), nil, []string{"Ada Vik was born in Sund"}, "the corpus does not bear a claim out"},
		"one twice":        {rename(2, "Sund"), nil, []string{"Holm Light stands on Holm"}, "the corpus does not bear a claim out"},
		"no tree":          {func(q *infoseek.Question) { q.Tree = infoseek.Tree{} }, nil, nil, "no tree"},
		"a year":           {func(q *infoseek.Question) { attribute(q, "Ada Vik kept a light from 1861") }, nil, nil, ""},
		"another year":     {func(q *infoseek.Question) { attribute(q, "1799") }, nil, []string{"1799"}, "the corpus does not bear a claim out"},
		"words of a claim": {func(q *infoseek.Question) { attribute(q, "Ada Vik was a keeper") }, nil, nil, ""},
		"a category":       {func(q *infoseek.Question) { attribute(q, "Ada Vik belongs to the keepers of lights") }, nil, nil, ""},
		"a type":           {func(q *infoseek.Question) { attribute(q, "Ada Vik is a person that nobody drew") }, nil, nil, ""},
		"words not there":  {func(q *infoseek.Question) { attribute(q, "Ada Vik was a diver") }, nil, []string{"Ada Vik was a diver"}, "the corpus does not bear a claim out"},
	} {
		t.Run(name, func(t *testing.T) {
			q := madeElsewhere(t)
			c.change(&q)
			pages := corpus()
			mapper := &Mapper{Pages: pages, Searcher: everything{pages}, Solver: hcsp.NewSolver(pages), Depth: 5}
			before := q.Tree.Vertices
			got, m, err := mapper.Map(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(append([]string{}, c.missing...), m.Missing) + cmp.Diff(append([]string{}, c.unstated...), m.Unstated); d != "" || m.Problem != c.problem {
				t.Errorf("problem %q %s", m.Problem, d)
			}
			if hasTree(got) != (c.problem == "") {
				t.Errorf("tree %+v", got.Tree)
			}
			if len(before) > 0 && before[0].Page != nil {
				t.Error("the question given was changed")
			}
			if c.problem == "" && (got.Certificate.OneShot.Question.Answer == nil || got.Corpus.Hash != pages.Info().Hash) {
				t.Errorf("certificate %+v", got.Certificate)
			}
		})
	}
}

// TestMapFindsTheCertificateAgain: our own question, sent through a layout that keeps titles and claims alone, is certified as it was.
func TestMapFindsTheCertificateAgain(t *testing.T) {
	want := question(t).Certificate
	pages := corpus()
	mapper := &Mapper{Pages: pages, Solver: hcsp.NewSolver(pages)}
	got, _, err := mapper.Map(t.Context(), madeElsewhere(t))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got.Certificate); d != "" {
		t.Error(d)
	}
}

func TestProfile(t *testing.T) {
	ours := question(t)
	verdicts := Verdicts{"q1": {"clarity": {Outcome: Pass}, "difficulty": {Outcome: Fault}}}
	lines := map[string]string{}
	figures := Profile([]infoseek.Question{ours}, nil, verdicts, []string{"clarity", "difficulty"})
	for _, f := range figures {
		lines[f.Name] = f.String()
	}
	for name, want := range map[string]string{
		"questions": "1", "with a tree": "1 of 1 (100.0%)", "unique and minimal": "1 of 1 (100.0%)", "passes clarity": "1 of 1 (100.0%)", "passes difficulty": "–", "clues, median": "3",
	} {
		if lines[name] != want {
			t.Errorf("%s: %s, want %s", name, lines[name], want)
		}
	}
	theirs := Profile([]infoseek.Question{{ID: "x"}}, []Mapping{{Vertices: 4, Missing: []string{"a"}, Problem: "p"}}, nil, []string{"clarity", "difficulty"})
	if len(theirs) != len(figures) {
		t.Fatalf("%d lines beside %d", len(theirs), len(figures))
	}
	if theirs[2].String() != "3 of 4 (75.0%)" {
		t.Errorf("entities that the corpus has: %s", theirs[2])
	}
}
