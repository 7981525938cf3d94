package agents

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"infoseek"
	"infoseek/internal/golden"
	"infoseek/internal/memcorpus"
	"infoseek/synth"
	"infoseek/synth/claims"
)

// told puts offers in words, sorted.
func told(w world, offers []synth.Offer) []string {
	out := []string{}
	for _, o := range offers {
		s := o.Claim.Phrase
		switch {
		case o.Attribute != nil && o.Claim.Kind != claims.ToYear:
			s = o.Attribute.String()
		case o.Attribute != nil:
			s += " in " + fmt.Sprint(o.Claim.Low)
		default:
			p, err := w.Page(w.t.Context(), o.Child)
			if err != nil {
				w.t.Fatal(err)
			}
			s += " " + p.Title
			if !o.Forward {
				s = p.Title + " " + o.Claim.Phrase
			}
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func claim(sentence, thing int, phrase string) string {
	return fmt.Sprintf(`{"sentence": %d, "thing": %d, "phrase": %q}`, sentence, thing, phrase)
}

func answer(claims ...string) string { return `{"claims": [` + strings.Join(claims, ", ") + `]}` }

const none = `{"claims": []}`

// The things of Avren's page, as numbered in its prompt: 1 Bergland in sentence 1, 2 Ashwick in sentence 2, 3 Clara Denholm and 4 1843 in sentence 3, 5 river in sentence 1.
const bergland, ashwick, denholm, year, kind = 1, 2, 3, 4, 5

func TestBrowse(t *testing.T) {
	w := open(t)
	m := saying(answer(claim(2, ashwick, "flows through"), claim(3, denholm, "was mapped by"), claim(3, year, "was mapped"), claim(1, kind, "is a")))
	b := w.browser(Options{Browser: ModeModel, Around: -1}, map[string]*voice{"browser": m})
	offers, err := b.Browse(t.Context(), w.page("Avren"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"flows through Ashwick", `type "place"`, "was mapped by Clara Denholm", "was mapped in 1843"}
	if got := told(w, offers); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	for _, o := range offers {
		if o.Attribute != nil {
			continue
		}
		related, err := w.Related(t.Context(), o.Child)
		if err != nil || !slices.Equal(o.Set, related) {
			t.Errorf("set %v, the corpus has %v, %v", o.Set, related, err)
		}
		if text, err := w.Text(t.Context(), o.Claim.Subject, o.Claim.Evidence); err != nil || !strings.HasSuffix(text, ".") || !strings.Contains(text, o.Claim.Shown) {
			t.Errorf("evidence %q, %v", text, err)
		}
	}
	golden.Equal(t, filepath.Join("testdata", "browse.txt"), m.transcript(t))
}

// TestAround reads the other direction: what the page around says of the vertex.
func TestAround(t *testing.T) {
	w := open(t)
	m := &voice{say: func(user string) string {
		switch {
		case strings.Contains(user, "Topic: Gorm"):
			return answer(claim(1, 1, "is the source of"))
		}
		return none
	}}
	b := w.browser(Options{Browser: ModeModel, Around: 1, Retries: -1}, map[string]*voice{"browser": m})
	offers, err := b.Browse(t.Context(), w.page("Avren"))
	if err != nil {
		t.Fatal(err)
	}
	if got := told(w, offers); !slices.Equal(got, []string{"Gorm is the source of"}) {
		t.Errorf("got %q", got)
	}
	golden.Equal(t, filepath.Join("testdata", "around.txt"), m.transcript(t))
}

// TestGivenBack: a wrong claim is shown with what is wrong, and may be corrected.
func TestGivenBack(t *testing.T) {
	w := open(t)
	m := saying(answer(claim(2, ashwick, "flows through"), claim(3, denholm, "was mapped")), answer(claim(3, denholm, "was mapped by")))
	b := w.browser(Options{Browser: ModeModel, Around: -1}, map[string]*voice{"browser": m})
	offers, err := b.Browse(t.Context(), w.page("Avren"))
	if err != nil {
		t.Fatal(err)
	}
	if got := told(w, offers); !slices.Equal(got, []string{"flows through Ashwick", "was mapped by Clara Denholm"}) {
		t.Errorf("got %q", got)
	}
	if len(m.asked) != 2 || !strings.Contains(m.user(1), "no whole statement") {
		t.Errorf("%d calls, the second:\n%s", len(m.asked), m.user(len(m.asked)-1))
	}
	want := map[string]int{"browser: calls": 2, "browser: claims": 2}
	if got := b.Counts(); !equal(got, want) {
		t.Errorf("counts %v, want %v", got, want)
	}
	golden.Equal(t, filepath.Join("testdata", "givenback.txt"), []byte(m.user(1)+"\n"))
}

func equal(a, b map[string]int) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// TestRefused: what stays wrong is dropped and counted by reason, and the rest is kept.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		answer, reason string
	}{
		"no such sentence":    {claim(9, 1, "flows through"), "no such end"},
		"no such thing":       {claim(2, 9, "flows through"), "no such end"},
		"not a number":        {claim(-1, 0, "flows through"), "no such end"},
		"not in there":        {claim(2, bergland, "flows through"), "no such end"},
		"markup":              {claim(2, ashwick, "Flows Through <b>"), "form"},
		"no kind":             {claim(1, kind, "flows through a"), "no type"},
		"words of its own":    {claim(2, ashwick, "waters"), "no verb"},
		"not in the sentence": {claim(2, ashwick, "was bridged in"), "unsupported"},
		"a name":              {claim(2, ashwick, "flows by ashwick through"), "name"},
		"another name":        {claim(3, denholm, "was mapped in gorm by"), "name"},
		"its own alias":       {claim(3, denholm, "was grey water mapped by"), "name"},
		"a number":            {claim(3, denholm, "was mapped for ten years by"), "number"},
		"another subject":     {claim(2, ashwick, "is the source of"), "unsupported"},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t)
			m := &voice{say: func(string) string { return answer(claim(3, year, "was mapped"), c.answer) }}
			b := w.browser(Options{Browser: ModeModel, Around: -1, Retries: 1}, map[string]*voice{"browser": m})
			offers, err := b.Browse(t.Context(), w.page("Avren"))
			if err != nil {
				t.Fatal(err)
			}
			if got := told(w, offers); !slices.Equal(got, []string{"was mapped in 1843"}) {
				t.Errorf("got %q", got)
			}
			want := map[string]int{"browser: calls": 2, "browser: claims": 1, "browser: refused: " + c.reason: 1}
			if got := b.Counts(); !equal(got, want) {
				t.Errorf("counts %v, want %v", got, want)
			}
		})
	}
}

// TestInvalidAnswers never stop the work.
func TestInvalidAnswers(t *testing.T) {
	w := open(t)
	for _, text := range []string{"", "I cannot do that.", `{"claims": "none"}`, `{"claims": [{"sentence": 2, "thing": 2}]}`, `{"claims": [{"sentence": 2, "thing": 2, "phrase": "flows through", "sure": true}]}`} {
		m := &voice{say: func(string) string { return text }}
		b := w.browser(Options{Browser: ModeModel, Around: -1, Retries: 1}, map[string]*voice{"browser": m})
		offers, err := b.Browse(t.Context(), w.page("Avren"))
		if err != nil || len(offers) > 0 {
			t.Errorf("%q: %d offers, %v", text, len(offers), err)
		}
		if want := map[string]int{"browser: calls": 2, "browser: claims": 0, "browser: invalid answers": 1}; !equal(b.Counts(), want) {
			t.Errorf("%q: counts %v", text, b.Counts())
		}
	}
}

// TestVerifier has the last word where the words of a sentence leave a doubt, and none where they leave none.
func TestVerifier(t *testing.T) {
	w := open(t)
	for verdict, want := range map[string][]string{
		`{"supported": true}`:  {"was charted by Clara Denholm", "was mapped in 1843"},
		`{"supported": false}`: {"was mapped in 1843"},
		"perhaps":              {"was mapped in 1843"},
	} {
		m := saying(answer(claim(3, denholm, "was charted by"), claim(3, 5, "was mapped"), claim(3, denholm, "was mapped")), none) // Gorm is 4: with a verifier its sentence is shown too
		v := &voice{say: func(string) string { return verdict }}
		b := w.browser(Options{Browser: ModeModel, Around: -1, Retries: 1}, map[string]*voice{"browser": m, "verifier": v})
		offers, err := b.Browse(t.Context(), w.page("Avren"))
		if err != nil {
			t.Fatal(err)
		}
		if got := told(w, offers); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", verdict, got, want)
		}
		if b.Counts()["verifier: asked"] != 1 || b.Counts()["verifier: agreed"] != len(want)-1 {
			t.Errorf("%s: counts %v", verdict, b.Counts())
		}
		if invalid := b.Counts()["verifier: invalid answers"]; (invalid == 1) != (verdict == "perhaps") {
			t.Errorf("%s: counts %v", verdict, b.Counts())
		}
		if verdict == `{"supported": true}` {
			golden.Equal(t, filepath.Join("testdata", "support.txt"), v.transcript(t))
		}
	}
}

// TestVerifierSeesOtherSubjects: sentences about something of the topic's are shown where somebody can judge them.
func TestVerifierSeesOtherSubjects(t *testing.T) {
	w := open(t)
	m := &voice{say: func(user string) string {
		if strings.Contains(user, "Its source is Gorm") {
			return answer(claim(4, 4, "rises on"))
		}
		return none
	}}
	yes := &voice{say: func(string) string { return `{"supported": true}` }}
	for _, c := range []struct {
		verifier *voice
		want     []string
	}{{yes, []string{"rises on Gorm"}}, {nil, []string{}}} {
		b := w.browser(Options{Browser: ModeModel, Around: -1}, map[string]*voice{"browser": m, "verifier": c.verifier})
		offers, err := b.Browse(t.Context(), w.page("Avren"))
		if got := told(w, offers); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("got %q, %v, want %q", got, err, c.want)
		}
	}
}

// TestBoth: the embedded reader's claims stay beside the model's, and what both read counts once.
func TestBoth(t *testing.T) {
	w := open(t)
	base, err := embedded{synth.NewOffers(w, synth.Options{})}.Browse(t.Context(), w.page("Avren"))
	if err != nil || len(base) < 5 {
		t.Fatalf("%d embedded offers, %v", len(base), err)
	}
	m := saying(answer(claim(3, denholm, "was mapped in a year by"), claim(2, ashwick, "flows through")), none)
	b := w.browser(Options{Around: -1, Retries: 1}, map[string]*voice{"browser": m, "verifier": {say: func(string) string { return `{"supported": true}` }}})
	offers, err := b.Browse(t.Context(), w.page("Avren"))
	if err != nil {
		t.Fatal(err)
	}
	if len(offers) != len(base)+1 || offers[0].Claim.Phrase != "was mapped in a year by" || offers[1].Claim.Phrase != "flows through" {
		t.Errorf("%d offers beside %d: %q", len(offers), len(base), told(w, offers))
	}
}

// TestPagesAreReadOnce: however many items browse a page at once, it is read once, and each counts what reading it took.
func TestPagesAreReadOnce(t *testing.T) {
	w := open(t)
	m := &voice{say: func(string) string { return none }}
	o, err := Options{Around: -1}.Normalize()
	if err != nil {
		t.Fatal(err)
	}
	l := NewLibrary(o)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			b := w.member(l, map[string]*voice{"browser": m})
			for range 2 {
				if _, err := b.Browse(t.Context(), w.page("Avren")); err != nil {
					t.Error(err)
				}
			}
			if !equal(b.Counts(), map[string]int{"browser: calls": 1, "browser: claims": 0}) {
				t.Errorf("counts %v", b.Counts())
			}
		})
	}
	group.Wait()
	if len(m.asked) != 1 {
		t.Errorf("%d calls", len(m.asked))
	}
}

// TestFaultIsNotKept: a fault is the item's; the next item asks again.
func TestFaultIsNotKept(t *testing.T) {
	w := open(t)
	o, err := Options{Around: -1, Browser: ModeModel}.Normalize()
	if err != nil {
		t.Fatal(err)
	}
	l := NewLibrary(o)
	b := w.member(l, map[string]*voice{"browser": saying()})
	if _, err := b.Browse(t.Context(), w.page("Avren")); !errors.Is(err, errSilent) {
		t.Errorf("error %v", err)
	}
	b = w.member(l, map[string]*voice{"browser": saying(answer(claim(2, ashwick, "flows through")))})
	if offers, err := b.Browse(t.Context(), w.page("Avren")); err != nil || len(offers) != 1 {
		t.Errorf("%d offers, %v", len(offers), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l.pages[w.page("Gorm")] = &loan{done: make(chan struct{})} // somebody else reads it, and is slow
	if _, err := b.Browse(ctx, w.page("Gorm")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestLongPage: however long a page is, the prompt stays short, and holds the lead and what names most.
func TestLongPage(t *testing.T) {
	long := memcorpus.Page{Title: "Longford", Classes: infoseek.Place, Noun: "town", Links: []string{"Avren", "Bergland", "Gorm", "Clara Denholm"}}
	long.Text = "Longford is a town in Bergland. " + strings.Repeat("It is long and dull, and nothing more can be said. ", 2000) + "It lies on the Avren. " + strings.Repeat("Longford saw Gorm. ", 500) + "Longford was painted by Clara Denholm. " + strings.Repeat("word ", 200_000)
	w := open(t, long)
	m := &voice{say: func(string) string { return none }}
	b := w.browser(Options{Browser: ModeModel, Around: -1, Sentences: 6}, map[string]*voice{"browser": m})
	if _, err := b.Browse(t.Context(), w.page("Longford")); err != nil {
		t.Fatal(err)
	}
	user := m.user(0)
	if len(user) > 1500 || !strings.Contains(user, "Longford is a town in Bergland.") || !strings.Contains(user, "lies on the Avren") || strings.Contains(user, "7. ") || !strings.Contains(user, "painted by Clara") {
		t.Errorf("%d bytes:\n%.2000s", len(user), user)
	}
}
