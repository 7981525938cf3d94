package main

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"infoseek/eval"
)

// tellEval prints what an evaluation came to.
func (a *app) tellEval(res eval.Result, asJSON bool) error {
	var err error
	if asJSON {
		err = a.printJSON(res)
	} else {
		err = a.printf("%s: %d %s, %d taken now\n", res.Dir, res.Answers, plural(res.Answers, "answer"), res.Taken)
		for _, s := range res.Scores {
			if err == nil {
				err = a.printf("\n%s", scoreText(s))
			}
		}
	}
	if err != nil || res.Faults == 0 {
		return err
	}
	return fmt.Errorf("%d %s ended in a fault and are missing: the same command tries them again", res.Faults, plural(res.Faults, "answer"))
}

// metricNames are what the figures are called in tables.
var metricNames = map[string]string{
	"em": "exact match", "f1": "F1", "contains": "contains gold", "own_em": "exact match, own script", "own_f1": "F1, own script",
	"retrieved": "answer retrieved", "format": "right format", "judge": "judge", "second_judge": "second judge",
}

func metricName(name string) string {
	if n := metricNames[name]; n != "" {
		return n
	}
	return name
}

// scoreText tells a score: conditions first, then figures, then failures.
func scoreText(s eval.Score) string {
	var b strings.Builder
	c := s.Conditions
	fmt.Fprintf(&b, "%s: %s; %d %s a question\n", c.Set, c.Subset(), c.Samples, plural(c.Samples, "answer"))
	fmt.Fprintf(&b, "  agent %s, model %s, refiner %s, prompt %s, judge %s\n  settings %s\n", c.Agent, c.Model, c.Refiner, c.Prompt, c.Judge, c.Settings)
	fmt.Fprintf(&b, "  corpus %.12s, retriever %s; answer in the corpus: %s\n", c.Corpus, c.Searcher, c.Covered())
	w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "  \tvalue\t95% interval\tby\tn\tn shows\t")
	for _, m := range s.Metrics {
		fmt.Fprintf(w, "  %s\t%.1f\t%.1f–%.1f\t%s\t%d\t%s\t\n", metricName(m.Name), 100*m.Value, 100*m.Low, 100*m.High, m.By, m.N, detectable(m.Detectable))
	}
	w.Flush()
	b.WriteString(agreementText(s.Agreement))
	b.WriteString(browseText(s.Browse))
	b.WriteString(searchingText(s.Searching))
	b.WriteString(costText(s))
	b.WriteString("  failures:\n")
	for _, f := range s.Failures {
		fmt.Fprintf(&b, "    %s\n", failureText(f))
	}
	return b.String()
}

func costText(s eval.Score) string {
	if s.Conditions.Agent == eval.Elsewhere {
		return "  what an answer took is not known\n"
	}
	return fmt.Sprintf("  an answer took %.0f tokens in, %.0f out, %.2f s; %.4f dollars in all\n", s.Cost.Prompt, s.Cost.Completion, s.Cost.Seconds, s.Cost.Dollars)
}

func searchingText(s eval.Searching) string {
	if s.N == 0 {
		return "  searches are not known\n"
	}
	return fmt.Sprintf("  searches %.2f, until right %.2f; answer first shows in search %.2f; without a search %.1f%%, rightly %.1f%%\n",
		s.Searches, s.UntilRight, s.SeenSearch, 100*s.Unsearched, 100*s.RightUnsearched)
}

func agreementText(g *eval.Agreement) string {
	if g == nil {
		return ""
	}
	s := fmt.Sprintf("  judge and exact match agree on %.1f%%, kappa %.2f", 100*g.Exact.Share(), g.Exact.Kappa())
	if g.Second != nil {
		s += fmt.Sprintf("; both judges on %.1f%%, kappa %.2f", 100*g.Second.Share(), g.Second.Kappa())
	}
	return s + "\n"
}

func browseText(b *eval.Browse) string {
	if b == nil {
		return ""
	}
	recall := "none judged"
	if b.Recall != nil {
		recall = fmt.Sprintf("%.2f%%", *b.Recall)
	}
	return fmt.Sprintf("  BrowseComp-Plus: accuracy %.2f%% by %s, evidence recall %s, searches %.2f, calibration error %.2f%%; %.2f%% cite, precision %.2f%%, recall %.2f%%\n",
		b.Accuracy, b.Basis, recall, b.Calls["search"], b.Calibration, b.Cited, b.CitationPrecision, b.CitationRecall)
}

func failureText(f eval.Failure) string {
	if !f.Measured {
		return fmt.Sprintf("%s: %s", f.Name, f.Why)
	}
	verdict := "within"
	if f.Beyond {
		verdict = "BEYOND"
	}
	s := fmt.Sprintf("%s: %d of %d (%.1f%%), %s the threshold of %.0f%%: %s", f.Name, f.Count, f.Of, 100*f.Share, verdict, 100*f.Threshold, f.Why)
	if len(f.Examples) > 0 {
		s += "; like " + strings.Join(f.Examples, ", ")
	}
	return s
}

// detectable is the smallest difference that n shows, in per cent; a dash where it can't be told.
func detectable(share float64) string {
	if share == 0 {
		return "–"
	}
	return strconv.FormatFloat(100*share, 'f', 1, 64)
}
