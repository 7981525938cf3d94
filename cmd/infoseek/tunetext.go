package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"infoseek"
	"infoseek/search"
	"infoseek/tune"
)

// tunedRecord is what 'tune --json' prints.
type tunedRecord struct {
	V      int    `json:"v"`
	Dir    string `json:"dir"`
	Source string `json:"source"`
	// Items are what was parted into halves: queries, or questions with their clauses.
	Items        int    `json:"items"`
	Queries      int    `json:"queries"`
	Unjudged     int    `json:"unjudged"`
	Relevant     int    `json:"relevant"`
	Missing      int    `json:"missing"`
	Measure      string `json:"measure"`
	Seed         uint64 `json:"seed"`
	Deepest      int    `json:"deepest"`
	TitleWeights []int  `json:"title_weights"` // that were tried
	// DepthShare is the share of the recall of the deepest that the depth keeps.
	DepthShare float64 `json:"depth_share"`
	tune.Result
	// Better says that the held items show a difference for the better from what the index has.
	Better  bool    `json:"better"`
	Command string  `json:"command"` // that makes the index with what was found
	Written bool    `json:"written"`
	Seconds float64 `json:"seconds"`

	now search.Options
}

func newTunedRecord(o tuneOptions, now search.Options, j judged, res tune.Result, took time.Duration) tunedRecord {
	r := tunedRecord{
		V: infoseek.FormatVersion, Dir: o.corpus, Source: j.source, Items: len(j.items), Queries: j.queries, Unjudged: j.unjudged, Relevant: j.relevant, Missing: j.missing,
		Measure: o.measure, Seed: o.seed, Deepest: o.deepest, TitleWeights: o.weights, DepthShare: o.share, Result: res, Seconds: took.Seconds(), now: now,
	}
	line := r.fittedLine()
	r.Better = line.Difference.Mean > 0 && line.P < 0.05
	r.Command = buildCommand(o.corpus, now, res.Found.Point)
	return r
}

// fittedLine compares what was fitted with what the index has.
func (r tunedRecord) fittedLine() tune.Line {
	for _, l := range r.Others[0].Lines {
		if l.Measure == r.Measure {
			return l
		}
	}
	panic("tune: the measure that is fitted is reported")
}

// buildCommand makes the index with other constants, and what else it was built with.
func buildCommand(dir string, now search.Options, p tune.Point) string {
	if strings.ContainsAny(dir, " '\"$\\") {
		dir = "'" + strings.ReplaceAll(dir, "'", `'\''`) + "'"
	}
	c := fmt.Sprintf("infoseek search build -c %s --k1 %s --b %s --title-weight %d", dir, short(p.K1), short(p.B), p.TitleWeight)
	if now.Analysis != search.English {
		c += " --analysis " + now.Analysis
	}
	if now.PassageWords != search.DefaultPassageWords {
		c += " --passage-words " + strconv.Itoa(now.PassageWords)
	}
	return c
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func (a *app) printTuned(r tunedRecord) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %d relevant pages%s\n", r.Source, r.counted(), r.Relevant, some(r.Missing, ", %d of them not in this corpus"))
	fmt.Fprintf(&b, "%d trials, %d rankings, in %.1f s\n\n", r.Trials, r.Rankings, r.Seconds)
	fmt.Fprintf(&b, "found for %s, on %d %s (seed %d): %s, where they have %.4f\n", r.Measure, r.Found.Items, r.items(), r.Seed, pointText(r.Found.Point), r.Found.Value)
	for i, h := range r.Halves {
		fmt.Fprintf(&b, "  on half %d, to measure the other: %s\n", i+1, pointText(h.Point))
	}
	if largest := slices.Max(r.TitleWeights); r.Found.TitleWeight == largest && len(r.TitleWeights) > 1 {
		fmt.Fprintf(&b, "  %d is the largest weight of titles that was tried: larger ones may do better (--title-weights)\n", largest)
	}
	fmt.Fprintf(&b, "depth %d keeps %s of the recall of %d results: on the %d %s not fitted to %s, of %s\n",
		r.Depth, short(r.DepthShare), r.Deepest, r.Held, r.items(), estimateText(r.DepthRecall), estimateText(r.DeepestRecall))
	for _, o := range r.Others {
		fmt.Fprintf(&b, "\nbeside %s (%s), on the %d %s not fitted to; 95%% intervals of %d resamples\n", o.Name, pointText(o.Point), r.Held, r.items(), r.Resampled.Resamples)
		printLines(&b, o.Lines)
	}
	b.WriteString("\n" + r.verdict())
	return a.printf("%s", b.String())
}

func (r tunedRecord) items() string {
	if r.Queries > r.Items {
		return "questions"
	}
	return "queries"
}

func (r tunedRecord) counted() string {
	if r.Queries > r.Items {
		return fmt.Sprintf("%d clauses of %d questions", r.Queries, r.Items)
	}
	return fmt.Sprintf("%d queries%s", r.Queries, some(r.Unjudged, " (%d others have nothing that is relevant)"))
}

// some is the text where there are any.
func some(n int, format string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, n)
}

func pointText(p tune.Point) string {
	return fmt.Sprintf("k1 %s, b %s, title weight %d", short(p.K1), short(p.B), p.TitleWeight)
}

func estimateText(e tune.Estimate) string {
	return fmt.Sprintf("%.3f [%.3f, %.3f]", e.Mean, e.Low, e.High)
}

func printLines(b *strings.Builder, lines []tune.Line) {
	w := tabwriter.NewWriter(b, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "\tit\tfound\tdifference\tp\tn shows")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%+.3f [%+.3f, %+.3f]\t%.2g\t%.3f\n", l.Measure, estimateText(l.Other), estimateText(l.Found),
			l.Difference.Mean, l.Difference.Low, l.Difference.High, l.P, l.Detectable)
	}
	w.Flush()
}

// verdict says what to make of it, and how to use it.
func (r tunedRecord) verdict() string {
	line, now := r.fittedLine(), r.Others[0].Point
	use := "To have every command search with it:"
	var b strings.Builder
	switch {
	case now == r.Found.Point:
		return "What the index has is the best that was found: there is nothing to change.\n"
	case r.Written:
		return fmt.Sprintf("Better: p %.2g for %s. The index was made again with it, and every command searches with it now.\n", line.P, r.Measure)
	case r.Better:
		fmt.Fprintf(&b, "Better: p %.2g for %s.\n", line.P, r.Measure)
	case line.Difference.Mean < 0 && line.P < 0.05:
		fmt.Fprintf(&b, "Worse: p %.2g for %s. What the index has is the better choice.\n", line.P, r.Measure)
		return b.String()
	default:
		fmt.Fprintf(&b, "No difference for the better is shown in %s (p %.2g); %d %s mostly show one of %.3f. What the index has is as good a choice.\n", r.Measure, line.P, r.Held, r.items(), line.Detectable)
		use = "To have every command search with what was found all the same:"
	}
	fmt.Fprintf(&b, "%s\n  %s\n", use, r.Command)
	if r.Found.TitleWeight == now.TitleWeight {
		b.WriteString("The weight of titles stays, so 'search' and 'serve' can have it without that, from the --config file:\n" + r.snippet())
	}
	return b.String()
}

// snippet is for the file of --config.
func (r tunedRecord) snippet() string {
	var b strings.Builder
	for _, section := range []string{"search", "serve"} {
		fmt.Fprintf(&b, "  %s:\n    k1: %s\n    b: %s\n    k: %d\n", section, short(r.Found.K1), short(r.Found.B), r.Depth)
	}
	return b.String()
}
