package tune

import "infoseek/stat"

// recallCurve is the mean recall within the best 1, 2, … results.
func recallCurve(scores []Score) []float64 {
	if len(scores) == 0 {
		return nil
	}
	curve := make([]float64, len(scores[0].Recall))
	for i := range curve {
		curve[i] = stat.Mean(Recall(i + 1).values(scores))
	}
	return curve
}

// depthFor is the fewest results that keep a share of the recall of all that were looked at.
func depthFor(curve []float64, share float64) int {
	for i, recall := range curve {
		if recall >= share*curve[len(curve)-1] {
			return i + 1
		}
	}
	return len(curve)
}
