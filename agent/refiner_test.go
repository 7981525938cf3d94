package agent

import (
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/golden"

	"pgregory.net/rapid"
)

func documentsOf(t *testing.T, ids ...string) []Document {
	t.Helper()
	pages := library()
	var all []Document
	for _, id := range ids {
		n, err := pages.ByID(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		page, _ := pages.Page(t.Context(), n)
		whole, _ := pages.Text(t.Context(), n, infoseek.Span{})
		all = append(all, Document{Page: n, ID: id, Title: page.Title, Text: whole, Span: infoseek.Span{End: len(whole)}})
	}
	return all
}

func TestExtract(t *testing.T) {
	r := Refinement{Question: "Which surveyor was born in Hollby?", Query: "surveyor of Lake Orum", Documents: documentsOf(t, "p0", "p1", "p4"), Tokenizer: words{}}
	for _, c := range []struct {
		tokens int
		want   string
	}{
		{500, "(Lake Orum) Lake Orum is a lake in Vesland. The river Tarn leaves it at Hollby. It was first mapped by Ida Brandt.\n" +
			"(Ida Brandt) Ida Brandt (1804–1871) was a surveyor. She was born in Hollby. She mapped Lake Orum and the Stone Sea.\n(Jon Falk) Jon Falk (1810–1880) was a bell founder. He worked in the brass foundry of Hollby. He never saw a lake."},
		{18, "(Lake Orum) Lake Orum is a lake in Vesland."},
		{3, "Doc 1("},
		{0, ""},
	} {
		r.Tokens = c.tokens
		got, err := Extract{}.Refine(t.Context(), r)
		if err != nil || got.Text != c.want {
			t.Errorf("%d tokens: %q, %v\nwant %q", c.tokens, got.Text, err, c.want)
		}
		if n := r.Tokenizer.Count(got.Text); n > c.tokens {
			t.Errorf("%d tokens where %d were allowed", n, c.tokens)
		}
	}
	r.Documents = nil
	if got, err := (Extract{}).Refine(t.Context(), r); err != nil || got.Text != "" {
		t.Errorf("without documents: %q, %v", got.Text, err)
	}
}

// TestExtractFollowsNames: the second hop shares no word with the question, but the first sentence names it; what shares a common word with the question comes after it.
func TestExtractFollowsNames(t *testing.T) {
	r := Refinement{Question: "In what does the mapper of Lake Orum lie buried?", Query: "who mapped Lake Orum", Tokens: 40, Tokenizer: words{}, Documents: []Document{
		{Title: "Lake Dun", Text: "Lake Dun is deep. It lies in a valley. Nobody lives there."},
		{Title: "Lake Orum", Text: "Lake Orum is shallow. Ida Brandt mapped it."},
		{Title: "Stone Sea", Text: "The Stone Sea is a plain. Boulders cover all of it."},
		{Title: "Ida Brandt", Text: "She was a surveyor. Her grave is under a cairn."},
	}}
	got, err := Extract{}.Refine(t.Context(), r)
	if want := "(Lake Orum) Lake Orum is shallow. Ida Brandt mapped it.\n(Ida Brandt) She was a surveyor. Her grave is under a cairn."; err != nil || !strings.HasSuffix(got.Text, want) || strings.Contains(got.Text, "Stone") {
		t.Errorf("%q, %v", got.Text, err)
	}
}

// TestExtractKeepsItsLimit: whatever the documents and the tokenizer, no more tokens come out than are allowed, and the same each time.
func TestExtractKeepsItsLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.StringMatching(`([A-Za-z]{1,6} ?(</?think>)?){0,9}[.!]?`)
		r := Refinement{Question: said.Draw(t, "question"), Query: said.Draw(t, "query"), Tokens: rapid.IntRange(0, 60).Draw(t, "tokens")}
		for range rapid.IntRange(0, 4).Draw(t, "documents") {
			r.Documents = append(r.Documents, Document{Title: said.Draw(t, "title"), Text: strings.Join(rapid.SliceOfN(said, 0, 5).Draw(t, "text"), " ")})
		}
		r.Tokenizer = rapid.SampledFrom([]infoseek.Tokenizer{words{}, heavy{}, fixed{}}).Draw(t, "tokenizer")
		got, err := Extract{}.Refine(t.Context(), r)
		again, _ := Extract{}.Refine(t.Context(), r)
		if err != nil || got.Text != again.Text || got.Text != "" && r.Tokenizer.Count(got.Text) > r.Tokens {
			t.Errorf("%q, then %q, %v", got.Text, again.Text, err)
		}
	})
}

func TestModelRefiner(t *testing.T) {
	m := &scripted{lines: []string{"Ida Brandt mapped Lake Orum (Ida Brandt).", strings.Repeat("much ", 900)}, tok: words{}}
	r := Refinement{"Which surveyor was born in Hollby?", "surveyor", documentsOf(t, "p1", "p3"), 64, words{}}
	got, err := ModelRefiner{Model: m}.Refine(t.Context(), r)
	if err != nil || got.Text != "Ida Brandt mapped Lake Orum (Ida Brandt)." || got.Usage.Prompt != 100 || got.Dollars <= 0 {
		t.Errorf("%+v, %v", got, err)
	}
	golden.Equal(t, filepath.Join("testdata", "refiner.txt"), []byte(conversationText(m.asked[0].Messages)))
	if got, err = (ModelRefiner{Model: m}).Refine(t.Context(), r); err != nil || (words{}).Count(got.Text) != 64 {
		t.Errorf("%d tokens, %v", (words{}).Count(got.Text), err)
	}
	if _, err = (ModelRefiner{Model: m}).Refine(t.Context(), r); err == nil {
		t.Error("a model that fails gives no error")
	}
}

// TestModelRefinerFits: the Refiner's own context holds, however long the documents.
func TestModelRefinerFits(t *testing.T) {
	for _, tok := range []infoseek.Tokenizer{words{}, heavy{}, fixed{}, erratic{}} {
		const window = 3000
		m := &scripted{lines: []string{"x"}, tok: tok, window: window, check: func(r infoseek.Request) {
			used := r.Sampling.MaxTokens
			for _, m := range r.Messages {
				used += tok.Count(m.Content)
			}
			if used > window || r.Sampling.MaxTokens < 1 {
				t.Errorf("%T: %d tokens in a context of %d", tok, used, window)
			}
		}}
		documents := documentsOf(t, "p0", "p1")
		documents[0].Text = strings.Repeat("Lake Orum is deep. ", 5000)
		_, err := ModelRefiner{Model: m}.Refine(t.Context(), Refinement{"Which?", "lake", documents, 512, tok})
		if _, hopeless := tok.(heavy); (err != nil) != hopeless || len(m.asked) == 0 != hopeless {
			t.Errorf("%T: %v after %d calls", tok, err, len(m.asked))
		}
	}
}
