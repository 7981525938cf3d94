package corpus

import (
	"strings"
	"testing"

	"infoseek/corpus/source"
	"infoseek/text"
)

// TestUnnamed: a title that its text writes in small letters is no name, and one side of something is not the thing.
func TestUnnamed(t *testing.T) {
	common := "A velm shines. Of a velm little is known; velms are rare, a velm costs much, and no velm is like another velm."
	tests := []struct {
		title, text, category, classes string
	}{
		{"Velm", common, "", "organism substance artefact concept"},
		{"Velm (physics)", common, "", "organism substance artefact concept"},
		{"Velm", strings.ReplaceAll(common, "velm", "Velm"), "", ""},
		{"Velm", common + strings.Repeat(" Velm is the name.", 9), "", ""},
		{"Velm", "A velm shines. Of a velm little is known.", "", ""},
		{"Velm", common, "People of Astor", ""},
		{"Velm", "Velm is a lake. " + common, "", "place organism substance artefact concept"},
		{"Velm", "The velm shines. " + common, "", ""}, // there may be one
		{"History of Astor", "Nobody knows.", "Geography of Astor", "concept"},
		{"Economic history of Astor", "Nobody knows.", "Geography of Astor", "concept"},
		{"History of Astor", "Nobody knows.", "", ""}, // it may be a book
		{"History of Astor", "The History of Astor is a book.", "", ""},
		{"Siege of Astor", "Nobody knows.", "", ""},
	}
	for _, test := range tests {
		rec := &source.Record{Title: test.title, Text: test.text}
		if test.category != "" {
			rec.Categories = []string{test.category}
		}
		if got := strings.Join(kindOf(rec, test.text, text.Sentences(nil, test.text)).classes.Names(), " "); got != test.classes {
			t.Errorf("%s, %.30q, %q: %s, want %s", test.title, test.text, test.category, got, test.classes)
		}
	}
}
