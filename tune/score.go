package tune

import "context"

// Score is how well a ranking answered one item: a query, or the mean over those that belong together.
type Score struct {
	Recall []float64 // within the best 1, 2, … results
	NDCG10 float64
	MRR    float64
}

// Trial ranks for some of the items with a setting; score i is that of items[i].
type Trial func(ctx context.Context, p Point, items []int) ([]Score, error)
