package agent

import (
	"path/filepath"
	"testing"

	"infoseek"
	"infoseek/internal/golden"
)

func TestOneShot(t *testing.T) {
	tr := askBy(t, OneShot{}, &scripted{}, Tools{Refiner: Plain{}}, Options{})
	if len(tr.Searches) != 1 || tr.Searches[0].Query != tr.Question || tr.Answer != bare(tr.Searches[0].Hits[0].Title) || tr.Ended != infoseek.EndAnswer || len(tr.Problems) > 0 {
		t.Errorf("%+v", tr)
	}
}

func TestClosedBook(t *testing.T) {
	m := &scripted{lines: []string{"\n Ida Brandt \nShe mapped it."}}
	tr := askBy(t, ClosedBook{m}, m, Tools{}, Options{})
	if tr.Answer != "Ida Brandt" || len(tr.Searches) != 0 || tr.Turns != 1 || tr.Usage.Prompt == 0 || len(tr.Problems) > 0 {
		t.Errorf("%+v", tr)
	}
	golden.Equal(t, filepath.Join("testdata", "closedbook.txt"), []byte(conversationText(m.asked[0].Messages)))
}
