package wikitext

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFacts(t *testing.T) {
	tests := []struct {
		name, in string
		infobox  string
		want     []Fact
	}{
		{
			"infobox", "{{Infobox river <!-- c -->\n| name = Aa\n| source = [[Alps]],<br/>[[France|Gaul]]\n| length_km = {{convert|80|km}}\n| image = X.jpg\n| map_caption = x\n| mouth =\n}}\nThe '''Aa'''",
			"Infobox river", []Fact{{Field: "name", Value: "Aa"}, {Field: "source", Value: "Alps, Gaul", Links: []string{"Alps", "France"}}, {Field: "length km", Value: "80 km"}},
		},
		{
			"lists", "{{Infobox x|a={{plainlist|\n* [[B]]\n* C\n}}|d=\n* e\n* f\n|g={{ubl|h|i}}}}",
			"Infobox x", []Fact{{Field: "a", Value: "B, C", Links: []string{"B"}}, {Field: "d", Value: "e, f"}, {Field: "g", Value: "h, i"}},
		},
		{
			"notes and headings", "{{Infobox a|b=c<sup>d</sup> 5 km{{smallsup|2}}|e=F:<br>g}}",
			"Infobox a", []Fact{{Field: "b", Value: "c 5 km²"}, {Field: "e", Value: "F: g"}},
		},
		{
			"nested", "{{Infobox a|b=c|module={{Infobox d|e=f}}}}",
			"Infobox a", []Fact{{Field: "b", Value: "c"}, {Field: "e", Value: "f"}},
		},
		{
			"comment before key", "{{Infobox a\n|<!-- c --> b = d <ref>x</ref>\n}}",
			"Infobox a", []Fact{{Field: "b", Value: "d"}},
		},
		{
			"in another language", "{{Infoskreine\n| pasauka = A\n| pluots = 5\n| gods = 7\n}}\n'''A'''",
			"Infoskreine", []Fact{{Field: "pasauka", Value: "A"}, {Field: "pluots", Value: "5"}, {Field: "gods", Value: "7"}},
		},
		{"too few fields", "{{Some\n| a = A\n| b = 5\n}}\n'''A'''", "", nil},
		{"after the text", "Text {{Some\n| a = A\n| b = 5\n| c = d\n}}", "", nil},
		{"about a section", "Text\n== H ==\n{{Infobox a|b=c}}", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Parse("T", tt.in, Site{})
			if diff := cmp.Diff(tt.want, r.Facts); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if r.Infobox != tt.infobox {
				t.Errorf("infobox %q, want %q", r.Infobox, tt.infobox)
			}
		})
	}
}

func TestLead(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"names", "'''Aa''' or '''the Bb''' is\n\n'''Cc'''", []string{"Aa", "the Bb"}},
		{"after a box", "{{Infobox a|b='''c'''}}\n[[File:X.jpg|thumb|'''x''']]\n'''Aa''' is", []string{"Aa"}},
		{"bold italic", "'''''Aa''''' is", []string{"Aa"}},
		{"comma", "'''Aa,''' b '''Aa'''", []string{"Aa"}},
		{"link", "An '''[[aa]]s''' is", []string{"aas"}},
		{"no bold", "Aa is\n== '''H''' ==\n'''b'''", nil},
		{"never closed", "'''Aa is\nb", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Parse("T", tt.in, Site{}).Lead); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestKind(t *testing.T) {
	tests := []struct{ title, in, want string }{
		{"Aa", "'''Aa''' is", ""},
		{"Aa", "Aa may be\n{{disambiguation|geo}}", KindDisambiguation},
		{"Aa", "Aa {{Hndis}}", KindDisambiguation},
		{"Aa", "Aa\n==References==\n{{Place name disambiguation}}", KindDisambiguation},
		{"Aa", "Aa [[x]]{{disambiguation needed}}", ""},
		{"Aa", "__DISAMBIG__", KindDisambiguation},
		{"List of Aas", "x", KindList},
		{"Aas", "x {{SIA}}", KindList},
	}
	for _, tt := range tests {
		if got := Parse(tt.title, tt.in, Site{}).Kind; got != tt.want {
			t.Errorf("%q of %q: kind %q, want %q", tt.in, tt.title, got, tt.want)
		}
	}
}
