package wikitext

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// anchored is a link with the text of its anchor; "-" where it has no place.
type anchored struct{ Target, Anchor string }

func anchors(r Result) []anchored {
	var all []anchored
	for _, l := range r.Links {
		a := "-"
		if l.Anchor.Start >= 0 {
			a = r.Text[l.Anchor.Start:l.Anchor.End]
		}
		all = append(all, anchored{l.Target, a})
	}
	return all
}

func TestLinks(t *testing.T) {
	tests := []struct {
		name, in string
		want     []anchored
	}{
		{"plain", "a [[Foo]] b", []anchored{{"Foo", "Foo"}}},
		{"piped", "a [[Foo|bar baz]] b", []anchored{{"Foo", "bar baz"}}},
		{"first letter", "[[foo bar]]", []anchored{{"Foo bar", "foo bar"}}},
		{"trail", "[[bus]]es, [[Élan|élan]]é [[a]]B", []anchored{{"Bus", "buses"}, {"Élan", "élané"}, {"A", "a"}}},
		{"section", "[[Foo#Bar|x]] [[#Bar|y]]", []anchored{{"Foo", "x"}}},
		{"underscores and blanks", "[[_Foo__bar |x]]", []anchored{{"Foo bar", "x"}}},
		{"entities and escapes", "[[A &amp; B|x]] [[Caf%C3%A9|y]] [[100%|z]]", []anchored{{"A & B", "x"}, {"Café", "y"}, {"100%", "z"}}},
		{"italic label", "[[Foo|''bar'']] ''[[Baz]]''", []anchored{{"Foo", "bar"}, {"Baz", "Baz"}}},
		{"template in label", "[[Foo|a {{nowrap|b c}}]]", []anchored{{"Foo", "a b c"}}},
		{"blanks in label", "x [[Foo| bar ]] y", []anchored{{"Foo", "bar"}}},
		{"label over lines", "[[Foo|a\nb]]", []anchored{{"Foo", "a b"}}},
		{"no label left", "x [[Foo|{{flagicon|x}}]] y", []anchored{{"Foo", "-"}}},
		{"pipe trick", "[[Foo (bar)|]] [[Help:Baz|]] [[A, B|]]", []anchored{{"Foo (bar)", "Foo"}, {"A, B", "A"}}},
		{"other namespaces are text", "[[:Category:Foo]] [[Wikipedia:Bar|b]] [[wikt:foo|c]] [[:de:Foo|d]]", nil},
		{"file caption", "[[File:X.png|thumb|[[Foo]]]] [[Bar]]", []anchored{{"Bar", "Bar"}}},
		{"nested", "[[A|x [[B]] y]]", []anchored{{"A", "x B y"}}},
		{"bad title", "[[a<b|x]]", nil},
		{"in list and heading", "* [[A]]\n== [[B]] ==\nx\n", []anchored{{"A", "A"}, {"B", "B"}}},
		{"in references", "x<ref>[[A]]</ref>\n== References ==\n[[B]]", nil},
		{"after a hole", "Foo ({{IPA|x}}; [[B]], {{x}}) is [[C]]", []anchored{{"B", "B"}, {"C", "C"}}},
		{"main article", "== H ==\n{{main|Foo|bar}}\nText", []anchored{{"Foo", "-"}, {"Bar", "-"}}},
		{"ship", "{{HMS|Ajax|22}} {{flag|France}}", []anchored{{"HMS Ajax (22)", "HMS Ajax"}, {"France", "France"}}},
		{"of an empty section", "== [[A]] ==\n== B ==\n[[C]]", []anchored{{"C", "C"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, anchors(Parse("T", tt.in, Site{}))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestLocalNamespaces(t *testing.T) {
	var site Site
	site.AddNamespace(6, "Datei")
	site.AddNamespace(14, "Kategorie")
	r := Parse("T", "[[Datei:X.jpg|mini|x]]Text [[Kategorie:Fluss]] [[Category:See]]", site)
	if diff := cmp.Diff([]string{"Fluss", "See"}, r.Categories); diff != "" {
		t.Errorf("categories: -want +got:\n%s", diff)
	}
	if r.Text != "Text" {
		t.Errorf("text %q", r.Text)
	}
}

func TestCaseSensitive(t *testing.T) {
	r := Parse("T", "[[foo]]", Site{CaseSensitive: true})
	if r.Links[0].Target != "foo" {
		t.Errorf("target %q", r.Links[0].Target)
	}
}

func TestRedirect(t *testing.T) {
	tests := []struct{ in, want string }{
		{"#REDIRECT [[Foo bar]]", "Foo bar"},
		{"\n#redirect: [[foo#Section|x]] {{R}}", "Foo"},
		{"#Weiterleitung[[Foo]]", "Foo"},
		{"# See [[Foo]]", ""},
		{"#REDIRECT [[Foo", ""},
		{"text #REDIRECT [[Foo]]", ""},
	}
	for _, tt := range tests {
		if got := Parse("T", tt.in, Site{}).Redirect; got != tt.want {
			t.Errorf("%q redirects to %q, want %q", tt.in, got, tt.want)
		}
	}
}
