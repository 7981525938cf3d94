package hcsp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// stored is a question over smallCorpus as a run would store it.
func stored(t *testing.T, c *memcorpus.Corpus, s *scripted) infoseek.Question {
	t.Helper()
	ctx := context.Background()
	q := infoseek.Question{
		ID: "q1", Question: "which old thing stands by what knew P2 in the 1850s?", Tree: smallTree(),
		Corpus:    infoseek.CorpusRef{Hash: c.Info().Hash, Entities: c.Info().Entities},
		Clauses:   []infoseek.Clause{{Edges: []int{1, 4}, Start: 0, End: 21}, {Edges: []int{2, 3}, Start: 22, End: 52}},
		Retriever: infoseek.Retriever{Analysis: "english", K1: 0.9, B: 0.4, Unit: infoseek.UnitPage, Depth: 10},
		Hops:      2,
	}
	for i, ev := range []struct {
		page, revision string
		text           string
		start          int
	}{{"p0", "r0", "P0 stands by P1.", 0}, {"p1", "", "P1 knew P2 well.", 0}, {"p1", "", "That was in 1855.", 17}, {"p0", "r0", "It is old.", 17}} {
		sum := sha256.Sum256([]byte(ev.text))
		q.Tree.Edges[i].Evidence = infoseek.Evidence{Page: ev.page, Revision: ev.revision, Start: ev.start, End: ev.start + len(ev.text), SHA256: hex.EncodeToString(sum[:])}
	}
	var err error
	if q.Certificate, err = NewSolver(c).Certify(ctx, q.Tree); err != nil {
		t.Fatal(err)
	}
	q.Certificate.Exposed = Exposures(q.Question, q.Tree, func(id string) []infoseek.Name {
		n, _ := c.ByID(ctx, id)
		names, _ := c.Names(ctx, n)
		return names
	})
	if q.Certificate.OneShot, err = ProbeOneShot(ctx, s, c, q, 10, false); err != nil {
		t.Fatal(err)
	}
	return q
}

func TestSmallQuestionIsWhatItSeems(t *testing.T) {
	c := smallCorpus()
	q := stored(t, c, &scripted{hash: c.Info().Hash})
	want := infoseek.Certificate{
		Unique: true, Minimal: true, Grade: infoseek.Relational, Determined: infoseek.DeterminedOwn,
		Vertices: []infoseek.VertexCert{{ID: 0, Up: 1, Both: 1}, {ID: 1, Up: 1, Both: 1}, {ID: 2, Up: 1, Both: 1}},
		Edges: []infoseek.EdgeCert{
			{Child: 1, Alone: 3, Without: 2}, // P0 and P4 are in c0
			{Child: 2, Alone: 2, Without: 2}, // P6 is of the 1850s and beside P4
			{Child: 3, Alone: 2, Without: 2}, // P5 knew P2 and met P4
			{Child: 4, Alone: 2, Without: 2}, // P3 is near P1
		},
		Selectivity: 2, Cover: infoseek.Cover{Pages: 2, Most: 3}, OneShot: q.Certificate.OneShot, Exposed: q.Certificate.Exposed,
		Alternatives: []infoseek.Alternative{{Child: 1, Pages: []string{"P4"}}, {Child: 2, Pages: []string{"P4"}}, {Child: 3, Pages: []string{"P4"}}, {Child: 4, Pages: []string{"P3"}}},
	}
	if diff := cmp.Diff(want, q.Certificate); diff != "" {
		t.Error(diff)
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(q *infoseek.Question)
		want  []string // fields
	}{
		"as stored":        {func(*infoseek.Question) {}, nil},
		"hash of evidence": {func(q *infoseek.Question) { q.Tree.Edges[1].Evidence.SHA256 = "00" }, []string{"tree.edges[1].evidence.sha256"}},
		"evidence moved":   {func(q *infoseek.Question) { q.Tree.Edges[1].Evidence.Start++ }, []string{"tree.edges[1].evidence.sha256"}},
		"evidence beyond":  {func(q *infoseek.Question) { q.Tree.Edges[1].Evidence.End = 900 }, []string{"tree.edges[1].evidence.sha256"}},
		"no evidence":      {func(q *infoseek.Question) { q.Tree.Edges[1].Evidence.End = 0 }, []string{"tree.edges[1].evidence.sha256"}},
		"page of evidence": {func(q *infoseek.Question) { q.Tree.Edges[1].Evidence.Page = "p77" }, []string{"tree.edges[1].evidence.page"}},
		"revision":         {func(q *infoseek.Question) { q.Tree.Edges[0].Evidence.Revision = "r9" }, []string{"tree.edges[0].evidence.revision"}},
		"a count":          {func(q *infoseek.Question) { q.Certificate.Edges[2].Without = 7 }, []string{"certificate.edges[2].without"}},
		"unique":           {func(q *infoseek.Question) { q.Certificate.Unique = false }, []string{"certificate.unique"}},
		"alternatives": {func(q *infoseek.Question) { q.Certificate.Alternatives = q.Certificate.Alternatives[:3] },
			[]string{"certificate.alternatives[3]"}},
		"a rank": {func(q *infoseek.Question) { q.Certificate.OneShot.Clause.Answer = ptr(4) },
			[]string{"certificate.one_shot.clause.answer"}},
		"an exposure":        {func(q *infoseek.Question) { q.Certificate.Exposed[0].Allowed = false }, []string{"certificate.exposed[0].allowed"}},
		"retriever":          {func(q *infoseek.Question) { q.Retriever.K1 = 2 }, []string{"retriever.k1"}},
		"entities":           {func(q *infoseek.Question) { q.Corpus.Entities = 1 }, []string{"corpus.entities"}},
		"hops":               {func(q *infoseek.Question) { q.Hops = 3 }, []string{"hops"}},
		"title":              {func(q *infoseek.Question) { q.Tree.Vertices[2].Entity = ptr("Px") }, []string{"tree.vertices[2].entity"}},
		"clause beyond":      {func(q *infoseek.Question) { q.Clauses[1].End = 90 }, []string{"clauses[1]"}},
		"edge not told":      {func(q *infoseek.Question) { q.Clauses[0].Edges = []int{1} }, []string{"clauses"}},
		"edge that is none":  {func(q *infoseek.Question) { q.Clauses[0].Edges = []int{1, 4, 5} }, []string{"clauses[0].edges"}},
		"tree that is none":  {func(q *infoseek.Question) { q.Tree.Edges = nil }, []string{"tree"}},
		"question rewritten": {func(q *infoseek.Question) { q.Question = strings.Replace(q.Question, "old", "Red", 1) }, []string{"certificate.exposed[0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			corpus := smallCorpus()
			s := &scripted{hash: corpus.Info().Hash}
			q := stored(t, corpus, s)
			c.spoil(&q)
			got, err := Check(context.Background(), NewSolver(corpus), s, q)
			if err != nil {
				t.Fatal(err)
			}
			if !got.Same || got.Sound() != (c.want == nil) {
				t.Errorf("same %t, sound %t", got.Same, got.Sound())
			}
			for _, field := range c.want {
				if !slices.ContainsFunc(got.Differences, func(d Difference) bool { return strings.HasPrefix(d.Field, field) }) {
					t.Errorf("no difference in %s among %v", field, got.Differences)
				}
			}
			if len(c.want) == 0 && len(got.Differences) > 0 {
				t.Errorf("differences %v", got.Differences)
			}
		})
	}
}

func TestCheckNamesWhatIsMissingInTheSameCorpus(t *testing.T) {
	corpus := smallCorpus()
	q := stored(t, corpus, &scripted{})
	q.Tree.Vertices[2].Page = ptr("p99")
	got, err := Check(context.Background(), NewSolver(corpus), nil, q)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"P2"}, got.Missing); diff != "" || got.Sound() || got.Certificate != nil {
		t.Errorf("%+v %s", got, diff)
	}
}

// otherCorpus holds the same entities under other ids, and whatever extra adds.
func otherCorpus(extra func(b *memcorpus.Builder)) *memcorpus.Corpus {
	var b memcorpus.Builder
	b.Add(memcorpus.Page{ID: "p0", Title: "Something else"})
	b.Add(memcorpus.Page{ID: "x0", Title: "P0", Text: "P0 stands by P1.", Categories: []string{"c0"}})
	b.Add(memcorpus.Page{ID: "x1", Title: "P1", Text: "P1 and P2.", Years: []memcorpus.Range{{Low: 1855, High: 1855}}})
	b.Add(memcorpus.Page{ID: "x4", Title: "P4", Text: "P5 met P4.", Categories: []string{"c0"}})
	b.Add(memcorpus.Page{ID: "x5", Title: "P5", Text: "P5 met P2 in the 1850s"})
	extra(&b)
	return b.Build()
}

func TestCheckOverAnotherCorpus(t *testing.T) {
	q := stored(t, smallCorpus(), &scripted{})
	for name, c := range map[string]struct {
		extra   func(b *memcorpus.Builder)
		missing []string
		fields  []string
	}{
		"still unique, and minimal no longer": {
			func(b *memcorpus.Builder) { b.Add(memcorpus.Page{ID: "x2", Title: "P2"}) },
			[]string{}, []string{"certificate.minimal"}},
		"a page is missing": {func(*memcorpus.Builder) {}, []string{"P2"}, nil},
		"a page has no title but its id is a URL": {
			func(b *memcorpus.Builder) { b.Add(memcorpus.Page{ID: "x2", Title: "Second", URL: "p2"}) },
			[]string{}, []string{"certificate.determined", "certificate.minimal", "certificate.unique"}}, // nothing there names P2
		"unique no longer": {
			func(b *memcorpus.Builder) {
				b.Add(memcorpus.Page{ID: "x2", Title: "P2"})
				b.Add(memcorpus.Page{ID: "x6", Title: "P6", Text: "P6 is by P1", Categories: []string{"c0"}})
			}, []string{}, []string{"certificate.determined", "certificate.unique"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Check(context.Background(), NewSolver(otherCorpus(c.extra)), nil, q)
			if err != nil {
				t.Fatal(err)
			}
			if got.Same {
				t.Error("another corpus taken for the same")
			}
			var fields []string
			for _, d := range got.Differences {
				fields = append(fields, d.Field)
			}
			if diff := cmp.Diff(c.missing, got.Missing) + cmp.Diff(c.fields, fields); diff != "" {
				t.Error(diff)
			}
			if (got.Certificate == nil) != (len(c.missing) > 0) {
				t.Error("a certificate exactly where no page is missing")
			}
		})
	}
}

func TestDifferenceSaysFieldStoredAndComputed(t *testing.T) {
	found, err := differences("x", map[string]any{"a": []int{1, 2}, "b": nil}, map[string]any{"a": []int{1, 3, 4}, "c": "new"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"x.a[1]: stored 2, computed 3", "x.a[2]: stored nothing, computed 4", "x.b: stored null, computed nothing", `x.c: stored nothing, computed "new"`}
	var got []string
	for _, d := range found {
		got = append(got, d.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
