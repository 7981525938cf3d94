package search

import (
	"maps"
	"slices"
)

// Cutoffs are the ranks at which recall is measured.
var Cutoffs = []int{1, 5, 10, 20, 100, 1000}

// Measures of a ranking, or their means, by trec_eval's definitions (recall_k, ndcg_cut_10 with the relevance as gain, recip_rank).
type Measures struct {
	Recall map[int]float64 `json:"recall"` // at each of Cutoffs
	NDCG10 float64         `json:"ndcg_10"`
	MRR    float64         `json:"mrr"`
}

// QueryMeasures are the measures of one query.
type QueryMeasures struct {
	Query string `json:"query"`
	Measures
}

// Evaluation compares a run with judgements.
type Evaluation struct {
	Mean    Measures        `json:"mean"`
	Queries []QueryMeasures `json:"queries"` // by id: those with a relevant document
	// Unanswered counts those of Queries that the run does not have; they count 0 (trec_eval -c).
	Unanswered int `json:"unanswered"`
	// Skipped counts queries of run or judgements that have no relevant document.
	Skipped int `json:"skipped"`
}

// Evaluate measures a run, each ranking by Judge: neither ranks nor the order of lines count.
func Evaluate(run Run, qrels Qrels) Evaluation {
	rankings := map[string][]Document{}
	for _, r := range run {
		rankings[r.Query] = r.Documents
	}
	e := Evaluation{Queries: []QueryMeasures{}, Mean: Measures{Recall: map[int]float64{}}}
	for _, query := range slices.Sorted(maps.Keys(qrels)) {
		if len(gains(qrels[query])) == 0 {
			e.Skipped++
			continue
		}
		documents, answered := rankings[query]
		if !answered {
			e.Unanswered++
		}
		m := measure(documents, qrels[query])
		e.Queries = append(e.Queries, QueryMeasures{query, m})
		e.Mean.add(m)
	}
	for query := range rankings {
		if _, judged := qrels[query]; !judged {
			e.Skipped++
		}
	}
	e.Mean.divide(len(e.Queries))
	return e
}

func measure(documents []Document, relevance map[string]int) Measures {
	j := Judge(documents, relevance)
	m := Measures{Recall: map[int]float64{}, NDCG10: j.NDCG10(), MRR: j.MRR()}
	for _, k := range Cutoffs {
		m.Recall[k] = j.Recall(k)
	}
	return m
}

func (m *Measures) add(o Measures) {
	for _, k := range Cutoffs {
		m.Recall[k] += o.Recall[k]
	}
	m.NDCG10 += o.NDCG10
	m.MRR += o.MRR
}

func (m *Measures) divide(n int) {
	if n == 0 {
		return
	}
	for _, k := range Cutoffs {
		m.Recall[k] /= float64(n)
	}
	m.NDCG10 /= float64(n)
	m.MRR /= float64(n)
}
