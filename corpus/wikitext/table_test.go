package wikitext

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTables(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"headers", "{| class=wikitable\n! Year !! Film\n|-\n| 1990 || [[Aa]]\n|-\n| 1991\n| ''Bb''<ref>x</ref>\n|}", []string{"Year: 1990; Film: Aa", "Year: 1991; Film: Bb"}},
		{"no headers", "{|\n| a || b\n|-\n| c || d\n|}", []string{"a; b", "c; d"}},
		{"caption", "{|\n|+ Rivers\n|-\n| a || b\n|-\n| c || d\n|}", []string{"Rivers", "a; b", "c; d"}},
		{"names of rows", "{|\n! !! Length\n|-\n! Aa\n| 5 km\n|-\n! Bb\n| 6 km\n|}", []string{"Aa; Length: 5 km", "Bb; Length: 6 km"}},
		{"attributes", "{|\n|- style=x\n| align=right | a || width=\"5\" | [[b|c]]\n|-\n|style=y|d||e\n|}", []string{"a; c", "d; e"}},
		{"rowspan", "{|\n! A !! B !! C\n|-\n| rowspan=2 | x || y || z\n|-\n| v || w\n|-\n| r || s || t\n|}", []string{"A: x; B: y; C: z", "A: x; B: v; C: w", "A: r; B: s; C: t"}},
		{"colspan", "{|\n! colspan=2 | A !! B\n|-\n| x || y || z\n|-\n| v || w || u\n|}", []string{"A: x; A: y; B: z", "A: v; A: w; B: u"}},
		{"empty cells", "{|\n! A !! B\n|-\n| || y\n|-\n| x || y\n|-\n| z || v\n|}", []string{"B: y", "A: x; B: y", "A: z; B: v"}},
		{"several lines", "{|\n| a\nb\n* c\n|| d\n|-\n| e || f\n|}", []string{"a b, c; d", "e; f"}},
		{"breaks", "{|\n! A<br>b !! C\n|-\n| x<br>y || z\n|-\n| v\n\nw || u\n|}", []string{"A b: x, y; C: z", "A b: v, w; C: u"}},
		{"HTML", "<table><tr><th>A</th><th>B</th></tr><tr><td>x</td><td>[[y]]</td></tr>\n<tr><td>z<td>v</tr></table>", []string{"A: x; B: y", "A: z; B: v"}},
		{"HTML spans", "<table><tr><th colspan=2>A</th><th>B</th></tr><tr><td rowspan=\"2\">x</td><td>y</td><td>z</td></tr><tr><td>v</td><td>w</td></tr></table>", []string{"A: x; A: y; B: z", "A: x; A: v; B: w"}},
		{"layout", "{|\n|-\n| one\n|-\n| two\n|}", nil},
		{"one row", "{|\n| a || b\n|}", nil},
		{"navigation", "{| class=\"navbox\"\n| a || b\n|-\n| c || d\n|}", nil},
		{"nested", "{|\n| a || \n{|\n| x || y\n|-\n| x || y\n|}\n|-\n| c || d\n|-\n| e || f\n|}", []string{"a", "c; d", "e; f"}},
		{"in references", "== References ==\n{|\n| a || b\n|-\n| c || d\n|}", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Parse("T", "Text.\n\n"+tt.in+"\n\nMore.", Site{})
			check(t, r)
			if diff := cmp.Diff(tt.want, rowsOf(r)); diff != "" {
				t.Errorf("-want +got:\n%s\n%q", diff, r.Text)
			}
			want := strings.TrimSpace(strings.Join([]string{"Text.", strings.Join(tt.want, "\n"), "More."}, "\n\n"))
			if tt.want == nil && tt.name == "in references" {
				want = "Text."
			} else if tt.want == nil {
				want = "Text.\n\nMore."
			}
			if r.Text != want {
				t.Errorf("text %q, want %q", r.Text, want)
			}
		})
	}
}

// TestSpanBomb: cells that come again in the rows below make no more text than a few times the source.
func TestSpanBomb(t *testing.T) {
	part := strings.Repeat("| rowspan=100 | "+strings.Repeat("x", 95)+"\n", 7) + "| a\n" + strings.Repeat("|-\n| a\n", 100) + "|-\n"
	source := "Text.\n{|\n" + strings.Repeat(part, 10) + "|}"
	if r := Parse("T", source, Site{}); len(r.Text) < len(source) || len(r.Text) > (mostRepeated+1)*len(source) {
		t.Errorf("%d bytes of text from %d", len(r.Text), len(source))
	}
}

func rowsOf(r Result) (rows []string) {
	for _, s := range r.Rows {
		rows = append(rows, r.Text[s.Start:s.End])
	}
	return rows
}

// TestEarlyTable has the lead come first, wherever a table stands.
func TestEarlyTable(t *testing.T) {
	const table = "{|\n| '''a''' || [[b]]\n|-\n| c || d\n|}\n"
	for _, in := range []string{table + "'''Aa''' is a river.\n== H ==\nx", table + "'''Aa''' is a river."} {
		r := Parse("T", in, Site{})
		check(t, r)
		if !strings.HasPrefix(r.Text, "Aa is a river.\n\na; b\nc; d") || len(r.Links) != 1 || r.Text[r.Links[0].Anchor.Start:r.Links[0].Anchor.End] != "b" || len(r.Lead) != 1 || r.Lead[0] != "Aa" {
			t.Errorf("%q, links %v, lead %q", r.Text, r.Links, r.Lead)
		}
	}
	if r := Parse("T", table, Site{}); r.Text != "a; b\nc; d" {
		t.Errorf("%q", r.Text)
	}
}

func TestInfoboxTable(t *testing.T) {
	r := Parse("T", "{| class=\"infobox vcard\"\n! colspan=2 | Aa\n|-\n! Source:\n| [[Alps]]\n|-\n| Length || 5 km\n|-\n| colspan=2 | x\n|}\n'''Aa''' is", Site{})
	want := []Fact{{Field: "Source", Value: "Alps", Links: []string{"Alps"}}, {Field: "Length", Value: "5 km"}}
	if diff := cmp.Diff(want, r.Facts); diff != "" || r.Text != "Aa is" {
		t.Errorf("-want +got:\n%s%q", diff, r.Text)
	}
}

// TestTableBounds has what is repeated in a table stay small beside its source.
func TestTableBounds(t *testing.T) {
	long := strings.Repeat("h", 10_000)
	for name, in := range map[string]string{
		"header":  "{|\n! " + long + " !! b\n" + strings.Repeat("|-\n|a||b\n", 10_000) + "|}",
		"rowspan": "{|\n" + strings.Repeat("|rowspan=9999|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", 2000) + strings.Repeat("|-\n|a||b\n", 2000) + "|}",
	} {
		if r := Parse("T", "x\n"+in, Site{}); len(r.Text) > 20*len(in) {
			t.Errorf("%s: %d bytes of %d", name, len(r.Text), len(in))
		}
	}
}
