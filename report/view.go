package report

import (
	"context"
	"html/template"
	"time"

	"infoseek"
)

// view is what the page's template sees.
type view struct {
	Title    string
	Policy   string
	Style    template.CSS
	Script   template.JS
	Notes    []string
	Advice   []string
	Tiles    []tile
	Facts    []fact
	Options  []fact
	Yield    *barChart
	Charts   []*histogram
	Sizes    []sizeRow
	Cards    []card
	Total    int // questions in all; Cards may hold fewer
	Finished string
}

// tile is a figure of the run at a glance.
type tile struct{ Value, Label string }

// fact is a name and a value of the run's head.
type fact struct{ Name, Value, Full string }

func newView(ctx context.Context, in Input) (*view, error) {
	v := &view{
		Title: in.title(), Policy: policy(), Style: template.CSS(pageCSS), Script: template.JS(pageJS),
		Notes: notes(in), Advice: in.Manifest.Advice, Tiles: tiles(in), Facts: facts(in), Options: options(in.Manifest),
		Yield: yield(in.Questions, in.Drops), Charts: distributions(in.Questions), Sizes: sizes(in), Total: len(in.Questions), Cards: []card{},
	}
	if !in.Manifest.Updated.IsZero() {
		v.Finished = in.Manifest.Updated.UTC().Format(time.DateTime) + " UTC"
	}
	quotes := &quoter{pages: in.Pages}
	for _, q := range in.shown() {
		c, err := newCard(ctx, q, quotes)
		if err != nil {
			return nil, err
		}
		v.Cards = append(v.Cards, c)
	}
	return v, nil
}

// notes are what a reader must know before reading on.
func notes(in Input) []string {
	var out []string
	if in.Manifest.Error != "" {
		out = append(out, "The run failed: "+in.Manifest.Error)
	}
	if in.Manifest.Short {
		out = append(out, "The run found fewer questions than were asked for.")
	}
	switch {
	case in.Pages == nil:
		out = append(out, "Drawn without the corpus: the text of the evidence is left out.")
	case in.Manifest.Corpus.Hash != "" && in.Pages.Info().Hash != in.Manifest.Corpus.Hash:
		out = append(out, "The evidence is read from another corpus than the run's: its certificates do not hold there, and passages may differ.")
	}
	if len(in.shown()) < len(in.Questions) {
		out = append(out, "The figures count all "+count(len(in.Questions))+" questions; the first "+count(len(in.shown()))+" are shown.")
	}
	return out
}

func hidden(t infoseek.Tree) int {
	n := 0
	for _, v := range t.Vertices {
		if v.Hidden {
			n++
		}
	}
	return n
}
