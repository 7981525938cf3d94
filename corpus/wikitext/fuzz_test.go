package wikitext

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"infoseek"
)

// check asserts what holds of every result, whatever was read.
func check(t *testing.T, r Result) {
	t.Helper()
	if !utf8.ValidString(r.Text) {
		t.Errorf("text is no UTF-8: %q", r.Text)
	}
	if strings.Contains(r.Text, "\n\n\n") || strings.Contains(r.Text, " \n") || strings.Contains(r.Text, "\n ") || strings.Contains(r.Text, "  ") || strings.TrimSpace(r.Text) != r.Text {
		t.Errorf("blanks in %q", r.Text)
	}
	if i := strings.IndexFunc(r.Text, func(c rune) bool { return c < ' ' && c != '\n' }); i >= 0 {
		t.Errorf("control character at %d of %q", i, r.Text)
	}
	end := 0
	for _, l := range r.Links {
		if l.Target == "" || strings.ContainsAny(l.Target, "[]{}|\n") {
			t.Errorf("target %q", l.Target)
		}
		if l.Anchor == nowhere {
			continue
		}
		checkSpan(t, r.Text, l.Anchor)
		if l.Anchor.Start < end {
			t.Errorf("anchor %v of %q begins before %d", l.Anchor, l.Target, end)
		}
		end = l.Anchor.End
	}
	for _, h := range r.Headings {
		checkSpan(t, r.Text, h)
		if (h.Start > 0 && r.Text[h.Start-1] != '\n') || (h.End < len(r.Text) && r.Text[h.End] != '\n') {
			t.Errorf("heading %v of %q is no line", h, r.Text)
		}
	}
	for _, f := range r.Facts {
		if f.Value == "" || strings.Contains(f.Value, "\n") {
			t.Errorf("fact %q", f)
		}
	}
}

func checkSpan(t *testing.T, text string, s infoseek.Span) {
	t.Helper()
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		t.Fatalf("span %v of %d bytes", s, len(text))
	}
	if a := text[s.Start:s.End]; strings.TrimSpace(a) != a || !utf8.ValidString(a) {
		t.Errorf("span %v is %q", s, a)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"'''A''' ({{IPA|x}}; born [[B|c]]s) is\n== H ==\n* [[D]]\n{|\n|-\n|}\n[[Category:X]]", "{{Infobox a\n|b = [[C]]<br>d\n|e={{ubl|f|g}}\n}}", "<ref>x</ref><nowiki>[[</nowiki>&amp;",
		"[[File:X.jpg|thumb|[[A]]]] [http://x y] __TOC__ ''''x'''''", "{{quote|a|b}} {{convert|1|km}} {{nihongo|a|b|c}} {{main|X}}", "{{{{{a}}}}} [[[[b]]]] {{{!}}|}", "=a=\n==b==\n===\n====\n",
		"a\n{| class=x\n|+ c\n! h !! i\n|-\n| rowspan=2 | x || [[y|z]]\n|-\n| {{lang|a|b}}\n|}\n== H ==\n<table><tr><td>a<td>b<tr><td>c<td>d</table>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		check(t, Parse("Title", src, Site{}))
	})
}

// TestLinear reads hostile input of two sizes. A parser that takes quadratic time needs minutes for the larger.
func TestLinear(t *testing.T) {
	const size = 1 << 19
	units := []string{
		"{{", "}}", "{{{", "[[", "]]", "[[a|", "{{a|", "{{lang|en|", "{{quote|", "{{ubl|", "{{flag|", "{{nihongo|a|", "{{infobox a|b=", "[http://a ", "[//", "'''", "''[[a|", "''", "<ref", "<ref>", "<ref>a</ref", "<!--", "<!-- -->", "<nowiki>",
		"<nowiki></nowik>", "{|\n", "\n|}", "\n|}{|\n", "<table>", "</table>", "\n=", "==a==\n", "\n== [[a]] ==", "\n=<!-- -->", "*", "\n*", "&", "&#", "<math>a^{b_</math>", "<math>{{{</math>", "__", "__A", "|", "\n|", "(", "( {{a}}", ") {{a}}", ", {{a}}", "{{a}}", " ", "\n", "\n\n", "<sup>", "a<sup>2",
		"<br>", "<poem>", "{{{{", "[[[", "]]]", "{{a\n|b=c\n|d=e\n|f=g\n", "\n{{", "\n{|\n|a||b\n|-\n|c||d\n|}", "{|\n|a||b\n|-\n", "{|\n|rowspan=99|a\n|-\n", "\n|rowspan=99 colspan=99|a", "\n! a !! b", "<table><tr><td>a<td>b", "<tr><td>", "{|\n!a\n|b|c|d||", "[[a]]", "[[:", "#REDIRECT [[", "<a <b ", "</", "=", "{{a=", "[[a|{{b|", "{{b|[[a|", "\n[[category:a", "{{main|a}}\n==a==\n",
	}
	for _, u := range units {
		src := strings.Repeat(u, size/len(u))
		start := time.Now()
		r := Parse("T", src, Site{})
		if d := time.Since(start); d > 4*time.Second {
			t.Errorf("%d times %q took %v", size/len(u), u, d)
		}
		if len(r.Text) < size { // checking the longest would take the time the test is for
			check(t, r)
		}
	}
}
