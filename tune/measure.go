package tune

import (
	"fmt"
	"strconv"
	"strings"
)

// Measure is one figure of a Score.
type Measure struct {
	Name string
	of   func(Score) float64
}

// NDCG is nDCG@10.
func NDCG() Measure { return Measure{"ndcg@10", func(s Score) float64 { return s.NDCG10 }} }

// MRR is the mean reciprocal rank.
func MRR() Measure { return Measure{"mrr", func(s Score) float64 { return s.MRR }} }

// Recall is the share of what is relevant within the best k, or within all that was looked at if that is less.
func Recall(k int) Measure {
	return Measure{fmt.Sprintf("recall@%d", k), func(s Score) float64 { return s.Recall[min(k, len(s.Recall))-1] }}
}

// ParseMeasure reads a measure's name: ndcg@10, mrr or recall@K.
func ParseMeasure(name string) (Measure, error) {
	switch name {
	case NDCG().Name:
		return NDCG(), nil
	case MRR().Name:
		return MRR(), nil
	}
	if digits, is := strings.CutPrefix(name, "recall@"); is {
		if k, err := strconv.Atoi(digits); err == nil && k > 0 {
			return Recall(k), nil
		}
	}
	return Measure{}, fmt.Errorf("measure %q is none of ndcg@10, mrr, recall@K", name)
}

// values are the measure's of many scores.
func (m Measure) values(scores []Score) []float64 {
	v := make([]float64, len(scores))
	for i, s := range scores {
		v[i] = m.of(s)
	}
	return v
}
