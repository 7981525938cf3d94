package agents

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/golden"
	"infoseek/synth"
	"infoseek/synth/claims"
	"infoseek/text"
)

// draft is a tree about Clara Denholm: she was born in 1791-1811 (1) and mapped the Avren (2), a river that flows through Ashwick (3), and is listed as a painter (4).
func (w world) draft() synth.Draft {
	w.t.Helper()
	low, high := 1791.0, 1811.0
	d := synth.Draft{}
	vertex := func(title string, hidden bool, a *infoseek.Attribute) {
		v := infoseek.Vertex{ID: len(d.Tree.Vertices), Kind: infoseek.AttributeVertex, Attribute: a}
		n, noun, person := infoseek.PageNum(0), "", false
		if a == nil {
			n = w.page(title)
			p, err := w.Page(w.t.Context(), n)
			if err != nil {
				w.t.Fatal(err)
			}
			v.Kind, v.Entity, v.Page, v.Hidden = infoseek.EntityVertex, &p.Title, &p.ID, hidden
			noun, person = p.Noun, p.Classes == infoseek.Person
		}
		d.Tree.Vertices = append(d.Tree.Vertices, v)
		d.Pages, d.Nouns, d.Persons = append(d.Pages, n), append(d.Nouns, noun), append(d.Persons, person)
		shown := title
		if hidden {
			shown = ""
		}
		d.Shown = append(d.Shown, shown)
	}
	edge := func(parent int, c claims.Claim) {
		kind := infoseek.EdgeAttribute
		if c.Kind == claims.ToEntity {
			kind = infoseek.EdgeRelated
		}
		d.Tree.Edges = append(d.Tree.Edges, infoseek.Edge{Parent: parent, Child: len(d.Tree.Edges) + 1, Kind: kind})
		d.Tellings = append(d.Tellings, synth.Telling{Claim: c, Forward: true})
	}
	vertex("Clara Denholm", true, nil)
	vertex("", false, &infoseek.Attribute{Kind: infoseek.AttrYear, Low: &low, High: &high})
	vertex("Avren", true, nil)
	vertex("Ashwick", false, nil)
	vertex("", false, &infoseek.Attribute{Kind: infoseek.AttrCategory, Value: "Painters"})
	edge(0, claims.Claim{Kind: claims.ToYear, Phrase: "was born"})
	edge(0, claims.Claim{Kind: claims.ToEntity, Phrase: "travelled along"})
	edge(2, claims.Claim{Kind: claims.ToEntity, Phrase: "flows through", Shown: "Ashwick"})
	edge(0, claims.Claim{Kind: claims.ToCategory, Phrase: "belongs to the category", Shown: "Painters"})
	return d
}

// leak is a plain one: a title of a hidden vertex stands in the question.
func (w world) leak(ctx context.Context, d *synth.Draft, question string) (string, error) {
	for id, v := range d.Tree.Vertices {
		if !v.Hidden {
			continue
		}
		names, err := w.Names(ctx, d.Pages[id])
		if err != nil {
			return "", err
		}
		for _, n := range names {
			if strings.Contains(" "+text.Fold(question)+" ", " "+text.Fold(n.Text)+" ") {
				return n.Text, nil
			}
		}
	}
	return "", nil
}

func (w world) writer(o Options, model, verifier *voice) *Writer {
	w.t.Helper()
	o, err := o.Normalize()
	if err != nil {
		w.t.Fatal(err)
	}
	wr := NewWriter(synth.Item{Pages: w, Leak: w.leak}, o)
	wr.model = model
	if verifier != nil {
		wr.verifier = verifier
	}
	return wr
}

// written makes an answer: the question with each clause marked [facts:text].
func written(marked string) string {
	var q strings.Builder
	var clauses []string
	for {
		before, rest, ok := strings.Cut(marked, "[")
		q.WriteString(before)
		if !ok {
			break
		}
		inner, after, _ := strings.Cut(rest, "]")
		facts, text, _ := strings.Cut(inner, ":")
		clauses = append(clauses, fmt.Sprintf(`{"facts": [%s], "text": %q}`, facts, text))
		q.WriteString(text)
		marked = after
	}
	return fmt.Sprintf(`{"question": %q, "clauses": [%s]}`, q.String(), strings.Join(clauses, ", "))
}

const good = "Consider a river that [3:flows through Ashwick]. Which painter, [1:born between 1791 and 1811], [2:travelled along that river] and [4:is listed under “Painters”]?"

func TestWrite(t *testing.T) {
	w := open(t)
	m := saying(written(good))
	wr := w.writer(Options{}, m, nil)
	got, err := wr.Write(t.Context(), w.draft())
	if err != nil {
		t.Fatal(err)
	}
	want := "Consider a river that flows through Ashwick. Which painter, born between 1791 and 1811, travelled along that river and is listed under “Painters”?"
	if got.Question != want {
		t.Errorf("question %q", got.Question)
	}
	clauses := []string{"[3] flows through Ashwick", "[1] born between 1791 and 1811", "[2] travelled along that river", "[4] is listed under “Painters”"}
	if len(got.Clauses) != len(clauses) {
		t.Fatalf("clauses %v", got.Clauses)
	}
	for i, c := range got.Clauses {
		if s := fmt.Sprint(c.Edges, " ", got.Question[c.Start:c.End]); s != clauses[i] {
			t.Errorf("clause %q, want %q", s, clauses[i])
		}
	}
	if counts := map[string]int{"writer: calls": 1, "writer: written": 1}; !equal(wr.Counts(), counts) {
		t.Errorf("counts %v", wr.Counts())
	}
	for _, name := range []string{"Clara", "Denholm", "Avren", "Grey"} {
		if strings.Contains(m.user(0), name) {
			t.Errorf("the prompt shows %q", name)
		}
	}
	golden.Equal(t, filepath.Join("testdata", "write.txt"), m.transcript(t))
}

// TestProof: each flaw is in a question that has no other; the model is told of it.
func TestProof(t *testing.T) {
	swap := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not there", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for name, c := range map[string]struct{ marked, reason, told string }{
		"two questions":        {swap("Ashwick].", "Ashwick]. Which?"), "form", "question mark"},
		"no question":          {swap("”]?", "”]."), "form", "question mark"},
		"markup":               {swap("a river", "a <b>river</b>"), "form", "'<'"},
		"another script":       {swap("a river", "a riveг"), "form", "'г'"},
		"invisible":            {swap("a river", "a riv\u200der"), "form", `\u200d`},
		"two lines":            {swap(". Which", ".\nWhich"), "form", `'\n'`},
		"an address":           {swap("that river]", "that river www.example.org]"), "form", "address"},
		"an article":           {swap("a river", "an river"), "form", "“a river”"},
		"too short":            {"[1:Which]?", "form", "letters"},
		"too long":             {swap("a river", strings.Repeat("a river and ", 200)+"a river"), "form", "letters"},
		"a label":              {swap("a river", "a river X2"), "label", "X2"},
		"a name":               {swap("a river", "a river, the Avren,"), "leak", "Avren"},
		"an alias":             {swap("a river", "a river, the grey water ,"), "leak", "Grey Water"},
		"part of a name":       {swap("which painter"[1:], "hich painter, a denholm,"), "leak", "Denholm"},
		"another name":         {swap("a river", "a river in Bergland"), "exposed", "Bergland"},
		"a name first":         {swap("Consider", "Bavaria has"), "exposed", "Bavaria"},
		"a year":               {swap("1811]", "1811], in 1801,"), "exposed", "1801"},
		"another year":         {swap("1791 and 1811", "1791 and 1812"), "exposed", "1812"},
		"a number":             {swap("a river", "a river, 200 km long,"), "exposed", "200"},
		"a constant is gone":   {swap("Ashwick", "a town"), "untold", "must show Ashwick"},
		"a fact without words": {swap("travelled along that river", "knew that river"), "untold", "fact 2 in its words"},
		"turned round":         {swap("travelled along", "never travelled along"), "untold", "never"},
		"a fact is gone":       {swap(" and [4:is listed under “Painters”]", ""), "untold", "no clause tells fact 4"},
		"words of its own":     {swap("a river", "a muddy river"), "added", "muddy"},
		"in a clause":          {swap("that river]", "that long and muddy river]"), "added", "muddy"},
		"spoken to":            {swap("1811]", "1811], you say,"), "added", `"you"`},
		"no kind":              {swap("that river]", "it]"), "", ""},
		"kind untold":          {strings.Replace(swap("that river]", "it]"), "a river that", "what", 1), "kind", "river"},
		"asks for another":     {"Which painter, [1:born between 1791 and 1811], [2:travelled along a river] and [4:is listed under “Painters”]; which river [3:flows through Ashwick]?", "", ""},
		"asks for nothing":     {"A painter, [1:born between 1791 and 1811], [2:travelled along a river] that [3:flows through Ashwick] and [4:is listed under “Painters”]?", "kind", "Which painter"},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t)
			m := saying(written(c.marked), written(good))
			wr := w.writer(Options{Retries: 1, Fallback: FallbackDrop}, m, nil)
			got, err := wr.Write(t.Context(), w.draft())
			if err != nil || !strings.Contains(written(good), got.Question) && c.reason != "" {
				t.Fatalf("%q, %v", got.Question, err)
			}
			if c.reason == "" {
				if len(m.asked) != 1 {
					t.Errorf("refused: %s", m.user(1))
				}
				return
			}
			if len(m.asked) != 2 || !strings.Contains(m.user(1), c.told) {
				t.Fatalf("%d calls; the last:\n%s", len(m.asked), m.user(len(m.asked)-1))
			}
			m = saying(written(c.marked))
			wr = w.writer(Options{Retries: -1}, m, nil)
			if _, err := wr.Write(t.Context(), w.draft()); err != nil || wr.Counts()["writer: refused: "+c.reason] != 1 {
				t.Errorf("counts %v, %v; want %q", wr.Counts(), err, c.reason)
			}
		})
	}
}

// TestClauses that do not stand in the question are shown back.
func TestClauses(t *testing.T) {
	w := open(t)
	wrong := strings.Replace(written(good), `"text": "travelled along that river"`, `"text": "travelled along the river"`, 1)
	m := saying(wrong, written(good))
	if _, err := w.writer(Options{}, m, nil).Write(t.Context(), w.draft()); err != nil || len(m.asked) != 2 {
		t.Fatalf("%d calls, %v", len(m.asked), err)
	}
	golden.Equal(t, filepath.Join("testdata", "rewrite.txt"), []byte(m.user(1)+"\n"))
}

// TestPlace: a clause's text that stands in the question twice is the second the second time.
func TestPlace(t *testing.T) {
	p := &proof{brief: &brief{facts: make([]synth.Fact, 3)}, question: "Which town lies on a river and lies on a river?"}
	p.place([]writeClause{{[]int{1}, "lies on a river"}, {[]int{2}, " lies on a river "}, {[]int{3, 3, 9}, "lies on a river"}, {[]int{1}, ""}})
	got := fmt.Sprint(p.clauses(), len(p.flaws))
	if want := "[{[1] 11 26} {[3] 11 26} {[2] 31 46}] 1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestOtherWords pass where the verifier agrees, but not any number of them.
func TestOtherWords(t *testing.T) {
	w := open(t)
	for _, c := range []struct {
		clause, verdict string
		written         int
	}{
		{"journeyed beside that river", `{"supported": true}`, 1},
		{"journeyed beside that river", `{"supported": false}`, 0},
		{"journeyed happily beside that dark and muddy river", `{"supported": true}`, 0},
	} {
		v := &voice{say: func(string) string { return c.verdict }}
		wr := w.writer(Options{Retries: -1}, saying(written(strings.Replace(good, "travelled along that river", c.clause, 1))), v)
		if _, err := wr.Write(t.Context(), w.draft()); err != nil || wr.Counts()["writer: written"] != c.written {
			t.Errorf("%q, %s: %v, %v", c.clause, c.verdict, wr.Counts(), err)
		}
		if !strings.Contains(v.user(0), "the painter travelled along the river") {
			t.Errorf("the verifier was asked\n%s", v.user(0))
		}
	}
}

// TestWriterGivesUp: in the embedded words, or not at all.
func TestWriterGivesUp(t *testing.T) {
	w := open(t)
	embedded, err := synth.EmbeddedWriter{}.Write(t.Context(), w.draft())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		say    string
		counts map[string]int
	}{
		"invalid": {"I would rather not.", map[string]int{"writer: calls": 2, "writer: invalid answers": 1, "writer: fallback": 1}},
		"flawed":  {written("Which painter [1:is it]?"), map[string]int{"writer: calls": 2, "writer: refused: untold": 1, "writer: fallback": 1}},
	} {
		say := func(string) string { return c.say }
		wr := w.writer(Options{Retries: 1}, &voice{say: say}, nil)
		got, err := wr.Write(t.Context(), w.draft())
		if err != nil || got.Question != embedded.Question || !equal(wr.Counts(), c.counts) {
			t.Errorf("%s: %q, %v, %v", name, got.Question, err, wr.Counts())
		}
		wr = w.writer(Options{Retries: 1, Fallback: FallbackDrop}, &voice{say: say}, nil)
		var invalid *synth.InvalidError
		if _, err := wr.Write(t.Context(), w.draft()); !errors.As(err, &invalid) || invalid.Agent != "writer" {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := w.writer(Options{}, saying(), nil).Write(t.Context(), w.draft()); !errors.Is(err, errSilent) {
		t.Errorf("a fault: %v", err)
	}
}

// TestEmbeddedWordsPass: the embedded Writer's questions would pass the proof, so that a model which writes as well does.
func TestEmbeddedWordsPass(t *testing.T) {
	w := open(t)
	for variant := range uint64(6) {
		d := w.draft()
		d.Variant = variant << 8
		txt, err := synth.EmbeddedWriter{}.Write(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		a := writeAnswer{Question: txt.Question}
		for _, c := range txt.Clauses {
			a.Clauses = append(a.Clauses, writeClause{c.Edges, txt.Question[c.Start:c.End]})
		}
		_, flaws, err := w.writer(Options{}, nil, nil).proof(t.Context(), briefOf(&d), a)
		if err != nil || len(flaws) > 0 {
			t.Errorf("%s: %v, %v", txt.Question, flaws, err)
		}
	}
}
