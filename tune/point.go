package tune

import (
	"cmp"
	"math"
	"slices"
)

// Point is a setting of the ranking.
type Point struct {
	K1          float64 `json:"k1"`
	B           float64 `json:"b"`
	TitleWeight int     `json:"title_weight"`
}

// distance is how unlike two points are: k1 and the weight by their ratios, b by its difference.
func (p Point) distance(o Point) float64 {
	return math.Abs(math.Log(max(p.K1, smallestK1)/max(o.K1, smallestK1))) + math.Abs(p.B-o.B) + math.Abs(math.Log(float64(p.TitleWeight)/float64(o.TitleWeight)))
}

// rounded is the point as a person writes it: two decimals.
func (p Point) rounded() Point {
	p.K1, p.B = math.Round(p.K1*100)/100, math.Round(p.B*100)/100
	return p
}

// smallestK1 and largestK1 bound what refining tries; where k1 is beyond the largest, what counts is how often a passage has a word.
const (
	smallestK1 = 0.05
	largestK1  = 200
)

// Space is where is looked first: every combination.
type Space struct {
	K1           []float64 `json:"k1"`
	B            []float64 `json:"b"`
	TitleWeights []int     `json:"title_weights"`
}

// WideSpace reaches beyond what is usual: long documents have been searched best with k1 25 and b 1 (BrowseComp-Plus, arXiv 2508.06600).
func WideSpace() Space {
	return Space{
		K1:           []float64{0.3, 0.6, 0.9, 1.2, 1.5, 2, 3, 5, 9, 15, 25, 40},
		B:            []float64{0, 0.2, 0.4, 0.6, 0.75, 0.9, 1},
		TitleWeights: []int{1, 2, 3, 5, 8},
	}
}

// points are those of the space, a weight after the other, the start's first.
func (s Space) points(start Point) []Point {
	weights := slices.SortedStableFunc(slices.Values(s.TitleWeights), func(a, b int) int {
		return cmp.Compare(Point{TitleWeight: a}.distance(Point{TitleWeight: start.TitleWeight}), Point{TitleWeight: b}.distance(Point{TitleWeight: start.TitleWeight}))
	})
	var all []Point
	for _, w := range weights {
		for _, k1 := range s.K1 {
			for _, b := range s.B {
				all = append(all, Point{k1, b, w})
			}
		}
	}
	return all
}
