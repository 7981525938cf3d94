package search

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"infoseek"
	"infoseek/text"
)

func TestCut(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		limit int
		want  []string
	}{
		"nothing":            {"", 5, []string{""}},
		"no words":           {"… !", 5, []string{"… !"}},
		"one":                {"One two. Three four.", 5, []string{"One two. Three four."}},
		"just fits":          {"One two. Three four.", 4, []string{"One two. Three four."}},
		"one word too many":  {"One two. Three four.", 3, []string{"One two.", "Three four."}},
		"paragraphs":         {"Heading\n\nOne two.\n\nThree.", 3, []string{"Heading\n\nOne two.", "Three."}},
		"long sentence":      {"A b c d e f g.", 3, []string{"A b c", "d e f", "g."}},
		"long, others about": {"One. A b c d e (f). Two three.", 3, []string{"One.", "A b c", "d e (f).", "Two three."}},
		"remainder goes on":  {"A b c d. Two.", 3, []string{"A b c", "d. Two."}},
		"one word each":      {"One two. Three.", 1, []string{"One", "two.", "Three."}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range cut(nil, text.Sentences(nil, c.text), text.Words(nil, c.text), c.limit) {
				got = append(got, c.text[p.span.Start:p.span.End])
			}
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestCutKeepsAll says of any text: every word is in just one passage, in order; no passage has too many; a sentence that fits is not cut.
func TestCutKeepsAll(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("ab é.!? \n東"))).Draw(r, "text")
		limit := rapid.IntRange(1, 6).Draw(r, "limit")
		words, sentences := text.Words(nil, s), text.Sentences(nil, s)
		passages := cut(nil, sentences, words, limit)
		next, end := 0, 0
		for _, p := range passages {
			if p.first != next || p.last-p.first > limit || p.span.Start < end || p.span.End < p.span.Start {
				r.Fatalf("%q: passages %v", s, passages)
			}
			for _, w := range words[p.first:p.last] {
				if w.Start < p.span.Start || w.End > p.span.End {
					r.Fatalf("%q: word %v is outside its passage %v", s, w, p)
				}
			}
			next, end = p.last, p.span.End
		}
		if next != len(words) {
			r.Fatalf("%q: %d of %d words are in passages %v", s, next, len(words), passages)
		}
		for _, sentence := range sentences {
			if inside(words, sentence) <= limit && !whole(passages, sentence) {
				r.Fatalf("%q: sentence %v is cut by %v", s, sentence, passages)
			}
		}
	})
}

func inside(words []infoseek.Span, s infoseek.Span) (n int) {
	for _, w := range words {
		if w.Start >= s.Start && w.End <= s.End {
			n++
		}
	}
	return n
}

func whole(passages []passage, s infoseek.Span) bool {
	for _, p := range passages {
		if p.span.Start <= s.Start && s.End <= p.span.End {
			return true
		}
	}
	return false
}
