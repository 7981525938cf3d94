package wikitext

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCarriers(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"at {{coord|52|31|N|13|24|E|display=inline,title}}.", "at 52°31′N 13°24′E."},
		{"at {{coord|52|31|12|N|13|24|5|W|type:city}}.", "at 52°31′12″N 13°24′5″W."},
		{"at {{coord|-33.5|+13.25}}.", "at 33.5°S 13.25°E."},
		{"at {{coord|12.5|N|13|W}}.", "at 12.5°N 13°W."},
		{"Aa {{coord|52|31|N|13|24|E|display=title}} is", "Aa is"},
		{"Aa {{coord|N|52|E}} is", "Aa is"},
		{"by {{flag|FRA}} and {{USA}}, {{flag|Wales}}", "by France and United States, Wales"},
		{"by {{sortname|Ann|Lee}} and {{sortname|Bo|Ek|nolink=1}}", "by Ann Lee and Bo Ek"},
		{"the {{ordinal|3}}, {{ordinal|11}}, {{ordinal|22}}", "the 3rd, 11th, 22nd"},
		{"got {{rating|4|5}} and {{won}}", "got 4/5 and Won"},
		{"a {{sort|7|seven}} b", "a seven b"},
		{"a{{br}}b", "a\nb"},
	} {
		if got := Parse("T", tt.in, Site{}).Text; got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestCarrierLinks(t *testing.T) {
	got := anchors(Parse("T", "{{GEO}} {{col}} {{sortname|Ann|Lee|Ann Lee (poet)}} {{sortname|Bo|Ek|dab=singer}} {{sortname|C|D|nolink=1}}", Site{}))
	want := []anchored{{"Georgia (country)", "Georgia"}, {"Ann Lee (poet)", "Ann Lee"}, {"Bo Ek (singer)", "Bo Ek"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
