package main

import (
	"fmt"
	"strings"

	"infoseek"
	"infoseek/search"

	"github.com/spf13/cobra"
)

func newSearchEvalCmd(a *app) *cobra.Command {
	var runFile, qrelsFile string
	var asJSON, perQuery bool
	c := &cobra.Command{
		Use:   "eval",
		Short: "Measure a run against relevance judgements",
		Long: `Measure a run against relevance judgements by trec_eval's definitions: recall at several ranks, nDCG@10 and the mean
reciprocal rank. Queries that have judgements but no results count 0.`,
		Example: "  infoseek search eval --run run.txt --qrels qrels.txt\n  infoseek search eval --run run.txt --qrels qrels.txt --per-query --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			run, err := readFile(runFile, search.ReadRun)
			if err != nil {
				return err
			}
			qrels, err := readFile(qrelsFile, search.ReadQrels)
			if err != nil {
				return err
			}
			e := search.Evaluate(run, qrels)
			if len(e.Queries) == 0 {
				return fmt.Errorf("%s has no query with a relevant document", qrelsFile)
			}
			return a.printEvaluation(e, perQuery, asJSON)
		},
	}
	f := c.Flags()
	f.StringVar(&runFile, "run", "", "`file` with the run: query, Q0, document, rank, score, tag")
	f.StringVar(&qrelsFile, "qrels", "", "`file` with the judgements: query, iteration, document, relevance (or BEIR's three columns)")
	c.MarkFlagRequired("run")
	c.MarkFlagRequired("qrels")
	f.BoolVar(&perQuery, "per-query", false, "print the measures of each query too")
	jsonFlag(c, &asJSON)
	return c
}

// measuresRecord is a line of 'search eval --json'; the query "all" has the means.
type measuresRecord struct {
	V          int                `json:"v"`
	Query      string             `json:"query"`
	Queries    int                `json:"queries,omitempty"`
	Unanswered int                `json:"unanswered,omitempty"`
	Skipped    int                `json:"skipped,omitempty"`
	Recall     map[string]float64 `json:"recall"`
	NDCG10     float64            `json:"ndcg_10"`
	MRR        float64            `json:"mrr"`
}

func newMeasuresRecord(query string, m search.Measures) measuresRecord {
	r := measuresRecord{V: infoseek.FormatVersion, Query: query, Recall: map[string]float64{}, NDCG10: m.NDCG10, MRR: m.MRR}
	for _, k := range search.Cutoffs {
		r.Recall[fmt.Sprint(k)] = m.Recall[k]
	}
	return r
}

func (a *app) printEvaluation(e search.Evaluation, perQuery, asJSON bool) error {
	if perQuery {
		for _, q := range e.Queries {
			if err := a.printMeasures(newMeasuresRecord(q.Query, q.Measures), asJSON); err != nil {
				return err
			}
		}
	}
	all := newMeasuresRecord("all", e.Mean)
	all.Queries, all.Unanswered, all.Skipped = len(e.Queries), e.Unanswered, e.Skipped
	return a.printMeasures(all, asJSON)
}

func (a *app) printMeasures(r measuresRecord, asJSON bool) error {
	if asJSON {
		return a.printJSON(r)
	}
	var b strings.Builder
	line := func(name, format string, v any) { fmt.Fprintf(&b, "%-12s %s "+format+"\n", name, r.Query, v) }
	for _, k := range search.Cutoffs {
		line(fmt.Sprintf("recall_%d", k), "%.4f", r.Recall[fmt.Sprint(k)])
	}
	line("ndcg_10", "%.4f", r.NDCG10)
	line("mrr", "%.4f", r.MRR)
	if r.Queries > 0 {
		line("queries", "%d", r.Queries)
		line("unanswered", "%d", r.Unanswered)
		line("skipped", "%d", r.Skipped)
	}
	return a.printf("%s", b.String())
}
