package wikitext

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "One line.", "One line."},
		{"lines of a paragraph join", "One\ntwo.", "One two."},
		{"paragraphs", "One.\n\n\n\nTwo.", "One.\n\nTwo."},
		{"carriage returns", "One.\r\n\r\nTwo.", "One.\n\nTwo."},
		{"double spaces", "a  b   c", "a b c"},
		{"no-break space", "10\u00a0km and&nbsp;more", "10 km and more"},
		{"zero width", "a\u200bb\u00adc", "abc"},
		{"control characters", "a\x00b\x01c", "abc"},
		{"invalid UTF-8", "a\xffb", "a\uFFFDb"},

		{"bold", "'''Bold''' and ''it'' and '''''both'''''", "Bold and it and both"},
		{"apostrophe in bold", "'''L'Équipe''' is", "L'Équipe is"},
		{"apostrophe before bold italic", "L''''amour''' est", "L'amour est"},
		{"apostrophe that makes bold", "l'''amour'' et '''b'''", "l'amour et b"},
		{"possessive", "''The Times'''s owner", "The Times's owner"},
		{"unbalanced", "'''a\nb''", "a b"},

		{"entities", "A &amp; B &lt;x&gt; &eacute; &#233; &#xe9; &unknown; &", "A & B <x> é é é &unknown; &"},
		{"comment", "a<!-- [[x]] {{ -->b", "ab"},
		{"comment line", "a\n<!-- x -->\nb", "a b"},
		{"comment without end", "a <!-- b", "a"},
		{"nowiki", "<nowiki>[[a]] ''b'' {{c}}</nowiki>!", "[[a]] ''b'' {{c}}!"},
		{"empty nowiki", "'<nowiki/>'a", "''a"},
		{"pre", "x\n<pre>[[a]]\n  b</pre>\ny", "x\n\n[[a]]\nb\n\ny"},
		{"reference", "a.<ref name=x>[[b]] {{c}}</ref> D.<ref name=x /> E", "a. D. E"},
		{"reference between sentences", "End.<ref>x</ref>Next", "End. Next"},
		{"reference before punctuation", "a <ref>x</ref>, b", "a, b"},
		{"reference without end", "a <ref>b", "a b"},
		{"formula", "area <math>\\pi r^2</math> of", "area πr² of"},
		{"formula that is no text", "area <math>\\begin{matrix}a\\end{matrix}</math> of", "area of"},
		{"plain formula", "where <math>n + 1</math> is", "where n + 1 is"},
		{"gallery", "a\n<gallery>\nFile:X.jpg|x\n</gallery>\nb", "a\n\nb"},
		{"inline tags", "<small>a</small> <span class=\"x\">b</span> <b>c</b><br/>d", "a b c\nd"},
		{"block tags", "<div>a</div><p>b</p>", "a\n\nb"},
		{"less-than", "1 < 2 and <3 and <foo> and a<b", "1 < 2 and <3 and <foo> and a<b"},
		{"superscript", "10<sup>6</sup> m<sup>2</sup> 19<sup>th</sup> CO<sub>2</sub>", "10⁶ m² 19th CO2"},
		{"poem", "<poem>\na\n\nb\n</poem>", "a\n\nb"},
		{"blockquote", "a\n<blockquote>b</blockquote>\nc", "a\n\nb\n\nc"},
		{"magic words", "__NOTOC__a__TOC__ b __init__", "a b __init__"},
		{"rule", "a\n----\nb", "a\n\nb"},

		{"bullets", "x:\n* a\n** b\n# c\ny", "x:\n\na\nb\nc\n\ny"},
		{"definition", "; term : meaning\n: more", "term : meaning\nmore"},
		{"heading", "a\n== H ==\nb\n=== I === <!-- c -->\nd", "a\n\nH\n\nb\n\nI\n\nd"},
		{"no heading", "= a\nx == y", "= a x == y"},
		{"empty section", "a\n== H ==\n== I ==\nb\n== J ==\n=== K ===\n", "a\n\nI\n\nb"},
		{"section of references", "a\n== References ==\n{{reflist}}\n* b\n=== More ===\nc\n== After ==\nd", "a\n\nAfter\n\nd"},
		{"see also", "a\n== See also ==\n* [[B]]\n* [[C]]", "a\n\nSee also\n\nB\nC"},
		{"hatnote", ":''For other uses, see [[X]].''\nText.", "Text."},

		{"coordinates", "Coordinates: 8°N 38°E\n\nText.", "Text."},

		{"table", "a\n{| class=x\n! h\n|-\n| [[c]] || {{d}}\n|}\nb", "a\n\nb"},
		{"nested table", "a\n{|\n|\n{|\n| x\n|}\n| y\n|}\nb", "a\n\nb"},
		{"indented table", "a\n:{|\n| x\n|}\nb", "a\n\nb"},
		{"table without end", "a\n{|\n! h\n|-\n| x\n", "a"},
		{"HTML table", "a <table><tr><td>x<table></table></td></tr></table> b", "a b"},
		{"template that ends as a table does", "{{x|\n|}}a", "a"},

		{"external link", "see [http://a.b/c?d=e the ''label''] now", "see the label now"},
		{"external link without label", "see [http://a.b/c] now", "see now"},
		{"brackets", "a [b] c [[[d]]] e", "a [b] c [d] e"},
		{"bare URL", "http://a.b/c_d", "http://a.b/c_d"},
		{"file", "[[File:X.jpg|thumb|A [[b]] {{c}} [http://d e]]]Text", "Text"},
		{"unknown file namespace", "[[Attēls:X.JPG|thumb|x]]Text", "Text"},
		{"category", "a\n[[Category:X]]\n[[Category:Y]]\nb", "a b"},
		{"language link", "a [[de:B]] c", "a c"},

		{"template", "a {{b|c={{d|[[e]]}}}} f", "a f"},
		{"template on its line", "a\n{{b}}\nc", "a\n\nc"},
		{"parameter", "a {{{1|x}}} b", "a b"},
		{"brackets around a template", "Foo ({{IPA|x}}) is", "Foo is"},
		{"separator after a template", "Foo ({{IPA|x}}; born 1950) is", "Foo (born 1950) is"},
		{"separator before a template", "Foo (born 1950, {{IPA|x}}) is", "Foo (born 1950) is"},
		{"separators around a template", "a, {{b}}, c", "a, c"},
		{"brackets as written", "call f() and g( )", "call f() and g( )"},
		{"line that a template begins", "* {{cite|x}}. First.", "First."},
		{"unclosed brackets", "a {{ b [[ c", "a b c"},
		{"unopened brackets", "a }} b ]] c", "a b c"},
		{"crossed brackets", "a {{b [[c}} d]] e", "a d e"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Parse("Title", tt.in, Site{}).Text); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestReductions(t *testing.T) {
	tests := []struct{ in, want string }{
		{"{{nowrap|a b}}", "a b"},
		{"{{small|1=a=b}}", "a=b"},
		{"{{abbr|km|kilometre}}", "km"},
		{"{{lang|fr|''mot''}}", "mot"},
		{"{{Lang-fr|mot}}", "French: mot"},
		{"{{lang-xyz|mot}}", "mot"},
		{"{{transl|grc|ISO|logos}}", "logos"},
		{"{{longitem|padding:0|a}}{{longitem|b}}", "ab"},
		{"{{convert|100|km}}", "100 km"},
		{"{{convert|100|km|mi|abbr=on}}", "100 km"},
		{"{{convert|10|to|20|km2|sqmi}}", "10 to 20 km²"},
		{"{{convert|10|-|20|C|F}}", "10–20 °C"},
		{"{{convert|5|ft|6|in|m}}", "5 ft 6 in"},
		{"{{convert|7898|km2}}", "7,898 km²"},
		{"{{convert|3|x|4|m}}", "3 x 4 m"},
		{"{{cvt|1,300|mi|km|0}}", "1,300 mi"},
		{"{{birth date|1970|1|2}}", "January 2, 1970"},
		{"{{Birth date and age|df=yes|1970|01|02}}", "2 January 1970"},
		{"{{death date and age|1999|12|31|1920|5|6}}", "December 31, 1999"},
		{"{{start date|1970|Feb}}", "February 1970"},
		{"{{birth year and age|1970|3}}", "1970"},
		{"{{birth-date|2 May 1804}}", "2 May 1804"},
		{"{{OldStyleDate|December 22|1889|December 10}}", "December 22, 1889"},
		{"{{circa|1500}}", "c. 1500"},
		{"{{circa|1500|1520}}", "c. 1500 – 1520"},
		{"{{as of|2010|5}}, it", "As of May 2010, it"},
		{"{{as of|2010|lc=y}}", "as of 2010"},
		{"{{formatnum:1234}}", "1234"},
		{"{{lc:ABC}}", "ABC"},
		{"{{nihongo|Tea|茶|cha}}", "Tea (茶, cha)"},
		{"{{quote|A word.|Somebody}}", "A word. — Somebody"},
		{"a {{blockquote|b}} c", "a\n\nb\n\nc"},
		{"{{hlist|a|b|c}}", "a, b, c"},
		{"{{plainlist|\n* a\n* b\n}}", "a\nb"},
		{"{{ubl|a|b|style=x}}", "a\nb"},
		{"{{frac|1|2}} {{frac|3}} {{frac|2|1|2}}", "1/2 1/3 2 1/2"},
		{"{{val|1.5|e=6|u=m}}", "1.5×10⁶ m"},
		{"{{chem|H|2|O}} {{chem|C|O|3|2-}}", "H2O CO3²⁻"},
		{"{{convert|-4400000|km}}", "−4,400,000 km"},
		{"{{gaps|6|022|140}}", "6 022 140"},
		{"{{ill|Foo|de}} {{ill|de|Fuh|Foo|foo}} {{ill|Foo|de|lt=bar}}", "Foo foo bar"},
		{"{{flag|Georgia (country)|name=Georgia}}", "Georgia"},
		{"{{HMS|Ajax|22}}", "HMS Ajax"},
		{"{{ship|French ship|Orion|1787}}", "French ship Orion"},
		{"{{sclass|Nimitz|aircraft carrier}}", "Nimitz-class aircraft carrier"},
		{"{{flag|France}}", "France"},
		{"a{{snd}}b {{'}}c", "a – b 'c"},
		{"{{US$|5 million}}", "US$5 million"},
		{"{{height|ft=6|in=1}}", "6 ft 1 in"},
		{"{{marriage|[[Ann]]|1950|1960}}", "Ann (m. 1950–1960)"},
		{"{{PAGENAME}}", "Title"},
		{"{{nowrap|a {{lang|de|b {{small|c}}}}}}", "a b c"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Parse("Title", tt.in, Site{}).Text); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
