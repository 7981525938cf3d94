package synth

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"infoseek"
)

func TestNormalizeRefuses(t *testing.T) {
	for want, o := range map[string]Options{
		"size 2..10":                 {MinSize: 2},
		"size 6..5":                  {MinSize: 6, MaxSize: 5},
		"at most 20":                 {MaxSize: 21},
		"6 hidden vertices do not":   {Hidden: 6},
		"-1 hidden":                  {Hidden: -1},
		"depth and width":            {Depth: -1},
		"depth and width must":       {Width: -1},
		`grade "strict"`:             {Grade: "strict"},
		`determined "fully"`:         {Determined: "fully"},
		"rank floor of 30":           {RankFloor: 30},
		"rank depth -3":              {RankDepth: -3, RankFloor: -1},
		"named -2":                   {Named: -2},
		"floor -2":                   {Floor: -2},
		"rank floor -2":              {RankFloor: -2},
		"per root -1":                {PerRoot: -1},
		"per entity -1":              {PerEntity: -1},
		"tries -1":                   {Tries: -1},
		"margin -1":                  {Margin: -1},
		"margin NaN":                 {Margin: math.NaN()},
		"per-type 1.5":               {PerType: 1.5},
		"per-type -0.1":              {PerType: -0.1},
		"per-type NaN":               {PerType: math.NaN()},
		`root type "mountain": want`: {RootClass: "mountain"},
	} {
		_, err := o.Normalize()
		if err == nil || !strings.HasPrefix(err.Error(), "synth: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", want, err)
		}
		if _, err := Run(context.Background(), Job{Options: o}); err == nil {
			t.Errorf("%s: Run takes it", want)
		}
	}
}

// TestDefaults: 0 is the default of every number, -1 is none where there can be none.
func TestDefaults(t *testing.T) {
	o, err := Options{}.Normalize()
	if err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(o)
	for i := range v.NumField() {
		switch name := v.Type().Field(i).Name; name {
		case "Hard", "Margin", "RootClass", "RootCategory", "Roots", "Exclude", "Seed", "Refusals", "Engine", "Crew", "Guide":
			if !v.Field(i).IsZero() {
				t.Errorf("%s is %v by default", name, v.Field(i))
			}
		default:
			if v.Field(i).IsZero() {
				t.Errorf("%s has no default", name)
			}
		}
	}
	if o.Named != 3 || o.Floor != 5 || o.RankFloor != 5 {
		t.Errorf("defaults %+v", o)
	}
	again, err := o.Normalize()
	if err != nil || !reflect.DeepEqual(again, o) {
		t.Errorf("normalized twice: %+v, %v", again, err)
	}
	none, err := Options{Named: -1, Floor: -1, RankFloor: -1, MinText: -1}.Normalize()
	if err != nil || none.Named != -1 || none.Floor != -1 || none.RankFloor != -1 || none.MinText != -1 {
		t.Errorf("none: %+v, %v", none, err)
	}
}

// of runs o until n questions are made and returns them.
func (w world) of(t *testing.T, o Options, n int) ([]infoseek.Question, Result) {
	t.Helper()
	dir := t.TempDir()
	res := mustRun(t, w.job(dir, o, n))
	return questions(t, dir), res
}

// TestOptionsKeep makes questions with one option set, and looks whether each keeps it.
func TestOptionsKeep(t *testing.T) {
	w := openWorld(t)
	vertices := func(q infoseek.Question, fit func(infoseek.Vertex) bool) int {
		n := 0
		for _, v := range q.Tree.Vertices {
			if fit(v) {
				n++
			}
		}
		return n
	}
	named := func(v infoseek.Vertex) bool { return v.Page != nil && !v.Hidden }
	hidden := func(v infoseek.Vertex) bool { return v.Hidden }
	root := func(q infoseek.Question) infoseek.Page { return w.page(t, *q.Tree.Vertices[0].Page) }
	answers := []string{"Ashwick", "Gorm", "109"}
	for name, c := range map[string]struct {
		set   func(*Options)
		keeps func(q infoseek.Question) bool
	}{
		"size 3..4": {func(o *Options) { o.MinSize, o.MaxSize = 3, 4 }, func(q infoseek.Question) bool { return len(q.Tree.Vertices) <= 4 }},
		"size 8":    {func(o *Options) { o.MinSize = 8 }, func(q infoseek.Question) bool { return len(q.Tree.Vertices) >= 8 }},
		"no names":  {func(o *Options) { o.Named, o.Tries, o.Determined = -1, 40, infoseek.DeterminedNone }, func(q infoseek.Question) bool { return vertices(q, named) == 0 }},
		"one name":  {func(o *Options) { o.Named = 1 }, func(q infoseek.Question) bool { return vertices(q, named) <= 1 }},
		"3 hidden":  {func(o *Options) { o.Hidden = 3 }, func(q infoseek.Question) bool { return vertices(q, hidden) >= 3 }},
		"depth 2": {func(o *Options) { o.Depth = 2 }, func(q infoseek.Question) bool {
			return !slices.ContainsFunc(q.Tree.Edges, func(e infoseek.Edge) bool {
				return e.Parent != 0 && slices.ContainsFunc(q.Tree.Edges, func(f infoseek.Edge) bool { return f.Child == e.Parent && f.Parent != 0 })
			})
		}},
		"own":      {func(o *Options) { o.Determined = infoseek.DeterminedOwn }, func(q infoseek.Question) bool { return q.Certificate.Determined == infoseek.DeterminedOwn }},
		"floor 12": {func(o *Options) { o.Floor = 12 }, func(q infoseek.Question) bool { return q.Certificate.Selectivity >= 12 }},
		"hard": {func(o *Options) { o.Hard = true }, func(q infoseek.Question) bool {
			one := q.Certificate.OneShot
			return !within(one.Question.Answer, 5) && (one.Pair == nil || !within(one.Pair.Answer, 5))
		}},
		"margin":    {func(o *Options) { o.Margin = 0.5 }, func(q infoseek.Question) bool { return expected(q.Certificate, q.Corpus.Entities) <= 2 }},
		"root type": {func(o *Options) { o.RootClass = "person" }, func(q infoseek.Question) bool { return root(q).Classes == infoseek.Person }},
		"category":  {func(o *Options) { o.RootCategory = "Operas" }, func(q infoseek.Question) bool { return slices.Contains(root(q).Categories, "Operas") }},
		"roots": {func(o *Options) { o.Roots = answers; o.Tries = 40 }, func(q infoseek.Question) bool {
			return slices.Contains(answers, root(q).Title) || slices.Contains(answers, root(q).ID)
		}},
		"long texts":   {func(o *Options) { o.MinText = 650 }, func(q infoseek.Question) bool { return root(q).Length >= 650 }},
		"no floor":     {func(o *Options) { o.Floor, o.RankFloor = -1, -1 }, func(q infoseek.Question) bool { return true }},
		"undetermined": {func(o *Options) { o.Determined = infoseek.DeterminedNone }, func(q infoseek.Question) bool { return q.Certificate.Unique && q.Certificate.Minimal }},
		"lexical":      {func(o *Options) { o.Grade = infoseek.Lexical }, func(q infoseek.Question) bool { return q.Certificate.Unique && q.Certificate.Minimal }},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Tries: 8, Seed: 3}
			c.set(&o)
			qs, res := w.of(t, o, few(8))
			if len(qs) == 0 {
				t.Fatalf("no questions: %v", res.Reasons)
			}
			for _, q := range qs {
				if !c.keeps(q) {
					t.Errorf("%q (%s): determined %s, selectivity %d", q.Question, q.Answer, q.Certificate.Determined, q.Certificate.Selectivity)
				}
				if err := checkText(q.Question); err != nil {
					t.Errorf("%q: %v", q.Question, err)
				}
			}
		})
	}
}

func (w world) page(t *testing.T, id string) infoseek.Page {
	t.Helper()
	n, err := w.pages.ByID(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.pages.Page(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestExclude leaves out, of what a run made, an answer, every other entity of a tree, and a question; then none of them is made again.
func TestExclude(t *testing.T) {
	w := openWorld(t)
	o := quick()
	o.Tries = 12
	before, _ := w.of(t, o, 10)
	o.Exclude = []string{"the  " + strings.ToUpper(before[0].Answer), before[2].Question}
	for _, v := range before[1].Tree.Vertices[1:] {
		if v.Entity != nil {
			o.Exclude = append(o.Exclude, *v.Entity)
		}
	}
	after, res := w.of(t, o, few(60))
	for _, q := range after {
		if q.Question == before[2].Question {
			t.Errorf("made again: %q", q.Question)
		}
		for _, v := range q.Tree.Vertices {
			if v.Entity != nil && slices.ContainsFunc(o.Exclude, func(e string) bool { return normName(e) == normName(*v.Entity) }) {
				t.Errorf("%q has %s for a vertex", q.Question, *v.Entity)
			}
		}
	}
	if len(after) < 10 {
		t.Errorf("only %d questions: %v", len(after), res.Reasons)
	}
}

// TestLexicalUsesPhrases: with the grade lexical types are told as phrases, and certificates that need them say so.
func TestLexicalUsesPhrases(t *testing.T) {
	w := openWorld(t)
	qs, _ := w.of(t, Options{Tries: 8, Grade: infoseek.Lexical, Seed: 4}, few(60))
	lexical := 0
	for _, q := range qs {
		phrases := slices.ContainsFunc(q.Tree.Vertices, func(v infoseek.Vertex) bool { return v.Attribute != nil && v.Attribute.Kind == infoseek.AttrPhrase })
		if phrases {
			lexical++
		}
		if (q.Certificate.Grade == infoseek.Lexical) != phrases {
			t.Errorf("grade %s, phrases %v: %q", q.Certificate.Grade, phrases, q.Question)
		}
	}
	if lexical == 0 {
		t.Error("no question has a phrase")
	}
}

// TestMarginDrops: what cannot be that safe is dropped and says so.
func TestMarginDrops(t *testing.T) {
	_, res := openWorld(t).of(t, Options{Tries: 3, Margin: 1e6, RootCategory: "Towns"}, 1)
	if res.Questions != 0 || res.Reasons["margin"] == 0 {
		t.Errorf("%+v", res)
	}
}

func TestHardDrops(t *testing.T) {
	_, res := openWorld(t).of(t, Options{Tries: 2, Hard: true, RankFloor: 10}, 200)
	if res.Reasons["question finds the answer"]+res.Reasons["pair finds the answer"] == 0 {
		t.Errorf("%+v", res)
	}
}

func TestRootsAreShuffledBySeed(t *testing.T) {
	w := openWorld(t)
	order := func(o Options) []infoseek.PageNum {
		o, err := o.Normalize()
		if err != nil {
			t.Fatal(err)
		}
		out, err := roots(context.Background(), w.pages, o)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	a, b, c := order(Options{Seed: 1}), order(Options{Seed: 1}), order(Options{Seed: 2})
	if !slices.Equal(a, b) || slices.Equal(a, c) {
		t.Error("the order of roots is not that of the seed")
	}
	slices.Sort(a)
	if slices.Sort(c); !slices.Equal(a, c) || len(slices.Compact(a)) != len(c) {
		t.Error("the seed changes which roots there are")
	}
	if all := order(Options{MinText: -1}); len(all) < w.pages.Info().Entities-2 { // a page without a noun is none
		t.Errorf("%d roots of %d entities, whatever their length", len(all), w.pages.Info().Entities)
	}
	if none := order(Options{MinText: 1 << 20}); len(none) != 0 {
		t.Errorf("%d roots with a MiB of text", len(none))
	}
	twice := order(Options{Roots: []string{"Ashwick", "ashwick", "Gorm"}})
	if len(twice) != 2 {
		t.Errorf("a root named twice is tried twice: %v", fmt.Sprint(twice))
	}
}

func TestCaps(t *testing.T) {
	// ask asks for the first page by a chain of relations, and a year of the last.
	ask := func(pages ...string) *infoseek.Question {
		var q infoseek.Question
		for i := range pages {
			q.Tree.Vertices = append(q.Tree.Vertices, infoseek.Vertex{ID: i, Page: &pages[i]})
			if i > 0 {
				q.Tree.Edges = append(q.Tree.Edges, infoseek.Edge{Parent: i - 1, Child: i})
			}
		}
		last := len(pages)
		q.Tree.Vertices = append(q.Tree.Vertices, infoseek.Vertex{ID: last, Attribute: &infoseek.Attribute{Kind: infoseek.AttrYear}})
		q.Tree.Edges = append(q.Tree.Edges, infoseek.Edge{Parent: last - 1, Child: last, Evidence: infoseek.Evidence{SHA256: pages[last-1]}})
		return &q
	}
	c := newCaps(Options{PerEntity: 2, PerType: 0.2})
	c.take(ask("a", "b", "c", "d"), "river")
	for _, k := range []struct {
		q    *infoseek.Question
		want string
	}{
		{ask("a", "b", "c", "d"), "near-duplicate"},
		{ask("b", "c", "d"), "near-duplicate"}, // 3 of 4
		{ask("a", "b", "e", "f"), ""},
		{ask("d", "c", "b"), ""},      // 2 of 5, since the year is another's
		{ask("x", "b", "c", "d"), ""}, // 3 of 5
	} {
		if got := c.refuse(k.q, "river"); got != k.want {
			t.Errorf("%v: %q, want %q", pagesOf(k.q.Tree), got, k.want)
		}
	}
	c.take(ask("a", "e"), "river")
	if got := c.refuse(ask("a", "z"), "river"); got != "cap on entities" {
		t.Errorf("third question with an entity: %q", got)
	}
	for i := range 48 {
		noun := "river"
		if i >= 8 {
			noun = fmt.Sprint("noun ", i)
		}
		c.take(ask(fmt.Sprint("p", i)), noun)
	}
	if got := c.refuse(ask("new"), "river"); got != "cap on types" { // 11 of 51
		t.Errorf("too many of one noun: %q", got)
	}
	if got := c.refuse(ask("new"), "lake"); got != "" {
		t.Errorf("another noun: %q", got)
	}
}
