package main

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"infoseek"
	"infoseek/agent"
	"infoseek/internal/tags"
)

// tellSegment prints a piece of a trajectory as it comes.
func (a *app) tellSegment(s infoseek.Segment) {
	switch s.Kind {
	case infoseek.SegmentTurn:
		a.tellTurn(s.Text)
		for _, c := range s.Calls {
			a.tell(c.Name, c.Arguments)
		}
	case infoseek.SegmentObservation:
		found := strings.TrimSuffix(strings.TrimPrefix(s.Text, tags.Opening(tags.Information)), tags.Closing(tags.Information))
		a.tell("found", found)
	case infoseek.SegmentNotice:
		if s.CallID != "" {
			a.tell("notice", s.Text)
			return
		}
		a.tell("notice", "that turn did nothing: it was told how to act")
	}
}

func (a *app) tellTurn(text string) {
	turn := agent.ReadTurn(text)
	thought, _, _ := strings.Cut(text, tags.Opening(string(turn.Action)))
	if thought = strings.NewReplacer(tags.Opening(tags.Think), "", tags.Closing(tags.Think), "").Replace(thought); strings.TrimSpace(thought) != "" {
		a.tell("think", thought)
	}
	for _, q := range turn.Queries {
		a.tell("search", q)
	}
}

// tell prints text under a label, its lines indented and without control characters: it may come from pages or models.
func (a *app) tell(label, text string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		line = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, line)
		if line != "" {
			fmt.Fprintf(a.Stdout, "%-7s %s\n", label, line)
			label = ""
		}
	}
}

// tellEnd prints the answer with the passages that name it, what was left out or failed, and what it cost.
func (a *app) tellEnd(ctx context.Context, pages infoseek.Pages, tr *infoseek.Trajectory) error {
	if tr.Ended == infoseek.EndAnswer {
		a.tell("answer", tr.Answer)
	}
	for _, e := range tr.Evidence {
		n, err := pages.ByID(ctx, e.Page)
		if err != nil {
			return err
		}
		page, err := pages.Page(ctx, n)
		if err != nil {
			return err
		}
		a.tell("cites", fmt.Sprintf("%s (page %s, bytes %d-%d)", page.Title, e.Page, e.Start, e.End))
	}
	for _, v := range tr.Visits {
		if v.URL != "" {
			a.tell("web", fmt.Sprintf("%s (%s, bytes %d-%d of its text)", v.Title, v.URL, v.Start, v.End))
		}
	}
	for _, d := range tr.Dropped {
		a.tell("left", fmt.Sprintf("out in turn %d, %d tokens: %s", d.Turn, d.Tokens, d.What))
	}
	for _, f := range tr.Faults {
		a.tell("fault", fmt.Sprintf("in turn %d: %s", f.Turn, f.Detail))
	}
	return a.printf("%-7s %d turns, %d searches, %d tokens in, %d out, $%.6f, %.2f s, by %s\n", "cost", tr.Turns, len(tr.Searches), tr.Usage.Prompt, tr.Usage.Completion, tr.Dollars, tr.Seconds, tr.Agent)
}
