package corpus

import (
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/corpus/source"
	"infoseek/text"
)

// TestKindList: each line names a kind, and its nouns are known to be of a class that goes with it.
func TestKindList(t *testing.T) {
	for line := range strings.Lines(kindList) {
		kind, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		k := infoseek.KindByName(kind)
		if k == 0 {
			t.Errorf("there is no kind %q", kind)
		}
		for _, w := range strings.Fields(words) {
			if c, ok := nouns[w]; ok && c != 0 && c&k.Classes() == 0 {
				t.Errorf("%s: %q is a noun of %v", kind, w, c.Names())
			}
		}
	}
	for _, name := range infoseek.AllKinds.Names() {
		if !strings.Contains(kindList, "\n"+name+": ") {
			t.Errorf("no noun tells the kind %q", name)
		}
	}
}

func TestKindOfAPage(t *testing.T) {
	tests := []struct {
		text, category, want string
	}{
		{"Velm is a town in Astor.", "Towns in Astor", "settlement"},
		{"Velm is a town located in Astor.", "", "settlement"},
		{"Velm is a town.", "", ""}, // of one signal
		{"Velm is a river in Astor.", "Rivers of Astor", "river"},
		{"Velm is a country. Velm is a city-state.", "Countries in Astor", "settlement territory"},
		{"Velm is a region in Astor.", "Regions of Astor", ""},
		{"Velm is a comedy directed by Mara Dell.", "1920s films", "film series book play"},
	}
	for _, test := range tests {
		rec := &source.Record{Title: "Velm", Text: test.text}
		if test.category != "" {
			rec.Categories = []string{test.category}
		}
		got := kindOf(rec, test.text, text.Sentences(nil, test.text)).kinds.Names()
		if !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("%q, %q: %v, want %s", test.text, test.category, got, test.want)
		}
	}
}
