package agent

import (
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
)

const leaked = "Which surveyor born in Hollby mapped the Stone Sea before 1850?"

// leaking is a corpus where one page has the question with its answer.
func leaking() infoseek.Pages {
	var b memcorpus.Builder
	b.Add(memcorpus.Page{ID: "p1", Title: "Ida Brandt", Text: "Ida Brandt (1804–1871) was a surveyor. She was born in Hollby. She mapped Lake Orum and the Stone Sea."})
	b.Add(memcorpus.Page{ID: "asked", Title: leaked, Text: "An answer of the Hollby forum: born there was the surveyor Ida Brandt."})
	b.Add(memcorpus.Page{ID: "quiz", Title: "Hollby quiz", Text: "A quiz. " + leaked + " It was Ida Brandt."})
	return b.Build()
}

// TestFirewall: what tells the question is shown to nobody, by search or by opening, and the trajectory says so; without the firewall it is shown.
func TestFirewall(t *testing.T) {
	pages := leaking()
	tools := Tools{Pages: pages, Searcher: matcher{pages: pages}, Refiner: Plain{}}
	for _, firewall := range []bool{false, true} {
		m := native([]infoseek.ToolCall{call("a", "search", `{"queries": ["surveyor born in Hollby"]}`)}, []infoseek.ToolCall{call("b", "visit", `{"page": "quiz"}`)}, []infoseek.ToolCall{call("d", "visit", `{"page": "asked"}`)}, []infoseek.ToolCall{call("c", "visit", `{"page": "p1"}`)})
		m.tok = words{}
		a, err := New(Native{Model: m}, tools, Options{Firewall: firewall})
		if err != nil {
			t.Fatal(err)
		}
		tr, err := a.Ask(t.Context(), leaked, nil)
		if err != nil {
			t.Fatal(err)
		}
		told, shown := "", false
		for _, s := range tr.Segments {
			if s.Origin == infoseek.OriginTool || s.Kind == infoseek.SegmentNotice {
				told += s.Text
			}
		}
		for _, s := range tr.Searches {
			for _, h := range s.Hits {
				shown = shown || h.Page == "quiz" || h.Page == "asked"
			}
		}
		if leaks := strings.Contains(told, "A quiz."); leaks == firewall || strings.Contains(told, "Hollby forum") == firewall || shown == firewall {
			t.Errorf("firewall %v: shown %v, in the hits %v", firewall, leaks, shown)
		}
		if !strings.Contains(told, "She mapped Lake Orum") {
			t.Errorf("firewall %v: the page about the answer is gone: %s", firewall, told)
		}
		dropped := 0
		for _, d := range tr.Dropped {
			if strings.Contains(d.What, "tells the question") {
				dropped++
			}
		}
		if dropped > 0 != firewall || strings.Contains(told, "withheld") != firewall {
			t.Errorf("firewall %v: %d dropped; %s", firewall, dropped, told)
		}
	}
}
