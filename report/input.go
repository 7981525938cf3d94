package report

import (
	"infoseek"
	"infoseek/runs"
	"infoseek/verify"
)

// Input is what a page is drawn from.
type Input struct {
	Title     string // zero: the run's id
	Manifest  runs.Manifest
	Questions []infoseek.Question
	Drops     []infoseek.Drop
	// Verdicts are those about the questions, by question and check; nil if nobody asked.
	Verdicts verify.Verdicts
	Spending Spending
	// Pages is the corpus that the evidence is read from; nil leaves its text out, and the page says so.
	Pages infoseek.Pages
	// Shown is the number of questions drawn, the first ones; 0 means 2,000. The figures count all of them.
	Shown int
}

const defaultShown = 2000

func (in Input) title() string {
	if in.Title != "" {
		return in.Title
	}
	return "Run " + in.Manifest.Run
}

func (in Input) shown() []infoseek.Question {
	n := in.Shown
	if n <= 0 {
		n = defaultShown
	}
	return in.Questions[:min(n, len(in.Questions))]
}
