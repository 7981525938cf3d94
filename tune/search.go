package tune

import (
	"context"
	"math"
)

// Fitted is the best point that was found for some items.
type Fitted struct {
	Point
	Value float64 `json:"value"` // the mean of the measure over these items
	Items int     `json:"items"`
	// Points counts the settings that were compared, each over all of the items.
	Points int `json:"points"`
}

// hunt looks for the point at which some items score best: first at every point of the space, then around the best of them in ever smaller steps. What is no better than another is taken only if it is nearer to the start.
type hunt struct {
	space Space
	start Point
	means *ledger

	items []int
	tried map[Point]bool
	best  Fitted
}

// steps are those of refining: factors of k1 as logarithms. b goes by half of them.
var steps = []float64{0.2, 0.2, 0.1, 0.1, 0.05, 0.05}

// mostPoints is how many a hunt compares at most.
func mostPoints(s Space) int {
	return 1 + len(s.K1)*len(s.B)*len(s.TitleWeights) + 8*len(steps)
}

func (h hunt) run(ctx context.Context, items []int) (Fitted, error) {
	h.items, h.tried = items, map[Point]bool{}
	h.best = Fitted{Point: h.start, Value: math.Inf(-1), Items: len(items)}
	if err := h.try(ctx, append([]Point{h.start}, h.space.points(h.start)...)); err != nil {
		return Fitted{}, err
	}
	for _, step := range steps {
		if err := h.try(ctx, around(h.best.Point, step)); err != nil {
			return Fitted{}, err
		}
	}
	h.best.Points = len(h.tried)
	return h.best, nil
}

// around are the eight points about p.
func around(p Point, step float64) []Point {
	var all []Point
	for _, k1 := range []float64{-step, 0, step} {
		for _, b := range []float64{-step / 2, 0, step / 2} {
			if k1 == 0 && b == 0 {
				continue
			}
			near := Point{p.K1 * math.Exp(k1), p.B + b, p.TitleWeight}
			near.K1, near.B = min(max(near.K1, smallestK1), largestK1), min(max(near.B, 0), 1)
			all = append(all, near.rounded())
		}
	}
	return all
}

func (h *hunt) try(ctx context.Context, points []Point) error {
	for _, p := range points {
		if h.tried[p] {
			continue
		}
		value, err := h.means.mean(ctx, p, h.items)
		if err != nil {
			return err
		}
		h.tried[p] = true
		if h.beats(p, value) {
			h.best.Point, h.best.Value = p, value
		}
	}
	return nil
}

// beats says whether a point is to be preferred to the best so far.
func (h *hunt) beats(p Point, value float64) bool {
	const rounding = 1e-12
	if math.Abs(value-h.best.Value) > rounding {
		return value > h.best.Value
	}
	return p.distance(h.start) < h.best.distance(h.start)
}
