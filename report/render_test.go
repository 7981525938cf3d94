package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/golden"
	"infoseek/internal/memcorpus"
)

func TestRenderGolden(t *testing.T) {
	got := strings.Replace(rendered(t, input()), pageCSS, "/* page.css */", 1)
	got = strings.Replace(got, pageJS, "/* page.js */", 1)
	got = regexp.MustCompile(`'sha256-[^']*'`).ReplaceAllString(got, "'sha256-…'")
	golden.Equal(t, "testdata/page.html", []byte(got))
}

var cardsBlock = regexp.MustCompile(`(?s)<script type="application/json" id="cards">(.*?)</script>`)

// cardsOf reads the page's embedded questions as a browser would.
func cardsOf(t *testing.T, page string) []card {
	t.Helper()
	m := cardsBlock.FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the page has no embedded questions")
	}
	var cards []card
	if err := json.Unmarshal([]byte(m[1]), &cards); err != nil {
		t.Fatal(err)
	}
	return cards
}

func TestRenderEmbedsQuestions(t *testing.T) {
	cards := cardsOf(t, rendered(t, input()))
	if len(cards) != 1 {
		t.Fatalf("%d cards, want 1", len(cards))
	}
	c := cards[0]
	if c.Answer != "William Lassell" || len(c.Claims) != 4 || len(c.Tree.Nodes) != 5 || len(c.Tree.Arcs) != 4 {
		t.Errorf("card = %+v", c)
	}
	q := c.Claims[0].Quote
	if q.Text != "William Lassell discovered it in 1846." || q.After != " It goes round the planet backwards." || q.Before != "" || q.Trouble != "" {
		t.Errorf("quote = %+v", q)
	}
}

// hostile is put wherever text of others can stand. None of it may come out as markup, in the page or in the embedded JSON.
const hostile = `</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>]]></style>"'&amp;` + "\u2028"

func TestRenderEscapesUntrustedText(t *testing.T) {
	in := input()
	var b memcorpus.Builder
	b.Add(memcorpus.Page{ID: hostile, Title: hostile, Text: hostile, Revision: hostile, URL: "https://example.org/" + hostile})
	in.Pages = b.Build()
	in.Title, in.Manifest.Run, in.Manifest.Error, in.Manifest.Advice = hostile, hostile, hostile, []string{hostile}
	options, err := json.Marshal(map[string]string{hostile: hostile})
	if err != nil {
		t.Fatal(err)
	}
	in.Manifest.Options = options
	in.Drops = append(in.Drops, infoseek.Drop{Reason: hostile})
	q := question()
	q.ID, q.Question, q.Answer, q.Aliases, q.Planner = hostile, hostile, hostile, []string{hostile}, hostile
	q.Tree.Vertices[1].Entity = ref(hostile)
	q.Tree.Vertices[4].Attribute.Value = hostile
	for i := range q.Tree.Edges {
		q.Tree.Edges[i].Claim, q.Tree.Edges[i].Evidence = hostile, evidence(hostile, hostile, hostile)
	}
	q.Certificate.Alternatives[0].Pages = []string{hostile}
	in.Questions = []infoseek.Question{q}
	page := rendered(t, in)

	lower := strings.ToLower(page)
	for _, count := range []struct {
		part string
		want int
	}{{"<script", 2}, {"</script", 2}, {"<style", 1}, {"</style", 1}, {"<img", 0}, {"<!--", 0}, {"alert(1)</", 0}} {
		if got := strings.Count(lower, count.part); got != count.want {
			t.Errorf("%d times %q on the page, want %d", got, count.part, count.want)
		}
	}
	cards := cardsOf(t, page)
	if got := cards[0]; got.Answer != hostile || got.Claims[0].Quote.Page != hostile || got.Claims[0].Quote.Text != hostile || got.Parts[0].Text+rest(got.Parts) != hostile {
		t.Errorf("embedded text is not what it was: %+v", got)
	}
}

func rest(parts []segment) string {
	out := ""
	for _, p := range parts[1:] {
		out += p.Text
	}
	return out
}

func TestScriptMakesNoMarkup(t *testing.T) {
	for _, sink := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser", "setTimeout("} {
		if strings.Contains(pageJS, sink) {
			t.Errorf("page.js uses %s", sink)
		}
	}
	for _, v := range []string{pageJS, pageCSS, pageHTML} {
		if strings.Contains(v, "</script><") {
			t.Error("a part of the page ends its own script")
		}
	}
}

func TestPageLoadsNothing(t *testing.T) {
	page := rendered(t, input())
	bare := cardsBlock.ReplaceAllString(page, "")
	for _, m := range regexp.MustCompile(`(?i)\s(?:src|href|action|poster)=|url\(|@import|https?://[^"'\s]*`).FindAllString(bare, -1) {
		if m != "http://www.w3.org/2000/svg" {
			t.Errorf("the page refers to %q", m)
		}
	}
	if !strings.Contains(page, "default-src &#39;none&#39;") {
		t.Error("no content security policy")
	}
}

func TestOnlyWebAddressesBecomeLinks(t *testing.T) {
	for raw, want := range map[string]string{
		"https://example.org/a?b#c": "https://example.org/a?b#c", "http://example.org": "http://example.org",
		"javascript:alert(1)": "", "data:text/html,x": "", "//example.org": "", "/a": "", "": "", "ftp://example.org": "", "https:/example.org": "", "http://%zz": "",
	} {
		if got := webAddress(raw); got != want {
			t.Errorf("webAddress(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestRenderWithoutQuestions(t *testing.T) {
	in := input()
	in.Questions, in.Drops = nil, nil
	page := rendered(t, in)
	if cards := cardsOf(t, page); len(cards) != 0 {
		t.Errorf("%d cards, want none", len(cards))
	}
	if strings.Contains(page, "Yield by reason") || strings.Contains(page, "Distributions") {
		t.Error("charts of nothing")
	}
}

func TestRenderSaysWhatIsMissing(t *testing.T) {
	without := input()
	without.Pages = nil
	other := input()
	other.Manifest.Corpus.Hash = "other"
	few := input()
	few.Questions, few.Shown = append(few.Questions, question(), question()), 2
	for name, c := range map[string]struct {
		in    Input
		note  string
		cards int
	}{
		"no corpus":      {without, "Drawn without the corpus", 1},
		"another corpus": {other, "read from another corpus", 1},
		"not all shown":  {few, "count all 3 questions; the first 2 are shown", 2},
		"short":          {input(), "fewer questions than were asked for", 1},
	} {
		page := rendered(t, c.in)
		if !strings.Contains(page, c.note) {
			t.Errorf("%s: the page does not say %q", name, c.note)
		}
		if got := len(cardsOf(t, page)); got != c.cards {
			t.Errorf("%s: %d cards, want %d", name, got, c.cards)
		}
	}
}

// broken is a corpus whose texts can't be read.
type broken struct{ infoseek.Pages }

var errBroken = errors.New("disk gone")

func (broken) Text(context.Context, infoseek.PageNum, infoseek.Span) (string, error) {
	return "", errBroken
}

func TestRenderReportsFaults(t *testing.T) {
	in := input()
	in.Pages = broken{in.Pages}
	err := Render(context.Background(), io.Discard, in)
	if !errors.Is(err, errBroken) || !strings.Contains(fmt.Sprint(err), `question "q-1"`) {
		t.Errorf("error = %v", err)
	}
	if err := Render(context.Background(), full{}, input()); !errors.Is(err, errFull) {
		t.Errorf("error of the writer = %v", err)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }
