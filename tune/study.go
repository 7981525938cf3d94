package tune

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"infoseek/stat"
)

// Study says what is fitted, on what, and what it is held against.
type Study struct {
	Items int
	Trial Trial
	Space Space
	// Start is tried first; what is as good is taken only if it is nearer to it.
	Start   Point
	Measure Measure // that is fitted
	// Report are the measures that are compared.
	Report []Measure
	// Others are held against what is found.
	Others []Named
	// DepthShare is the share of the recall of all results looked at that the depth must keep.
	DepthShare float64
	CrossFit   bool
	Seed       uint64 // of the halves, and of the resamples
	Resamples  int    // 0: stat.Resamples
	// Progress, if set, is called after each trial with the number of trials done and the most there can be.
	Progress func(done, most int)
}

// Named is a setting with the name that it is told by.
type Named struct {
	Name  string
	Point Point
}

// Result is what a study came to.
type Result struct {
	// Found is what to use: fitted on the first half, with cross-fitting on all items.
	Found Fitted `json:"found"`
	// Halves are, with cross-fitting, what was fitted on each half, to measure the other with.
	Halves []Fitted `json:"halves,omitempty"`
	// Depth is the fewest results that keep the share of recall, on the items of Found.
	Depth int `json:"depth"`
	// DepthRecall is the recall at that depth, of items that were not fitted to, DeepestRecall that of all results looked at.
	DepthRecall   Estimate `json:"depth_recall"`
	DeepestRecall Estimate `json:"deepest_recall"`
	// Held counts the items that were measured without having been fitted to.
	Held      int             `json:"held"`
	Others    []Comparison    `json:"others"`
	Trials    int             `json:"trials"`   // how often items were ranked with some point
	Rankings  int             `json:"rankings"` // how many items, all in all
	Resampled stat.Resampling `json:"resampled"`
}

// Validate says what is wrong with a study.
func (s Study) Validate() error {
	switch {
	case s.Items < 4:
		return fmt.Errorf("tune: %d items cannot be parted into halves to fit to and to measure: give 4 at least", s.Items)
	case len(s.Space.K1) == 0 || len(s.Space.B) == 0 || len(s.Space.TitleWeights) == 0:
		return errors.New("tune: nowhere to look: give values of k1, b and the title's weight")
	case s.DepthShare <= 0 || s.DepthShare > 1:
		return fmt.Errorf("tune: a depth that keeps %v of the recall: give a share above 0, up to 1", s.DepthShare)
	}
	return nil
}

// Run fits and measures.
func (s Study) Run(ctx context.Context) (Result, error) {
	if err := s.Validate(); err != nil {
		return Result{}, err
	}
	c := counter{trial: s.Trial, tell: s.Progress, most: s.most()}
	h := hunt{space: s.Space, start: s.Start, means: &ledger{s.Measure, c.run, map[Point]map[int]float64{}}}
	first, second := Split(s.Items, s.Seed)
	folds := []fold{{fit: first, held: second}}
	if s.CrossFit {
		folds = append(folds, fold{fit: second, held: first})
	}
	for i := range folds {
		if err := folds[i].run(ctx, h, s); err != nil {
			return Result{}, err
		}
	}
	res, err := s.settle(ctx, h, folds)
	res.Trials, res.Rankings = c.trials, c.rankings
	return res, err
}

// settle says what to use, and how good it is.
func (s Study) settle(ctx context.Context, h hunt, folds []fold) (Result, error) {
	res := Result{Found: folds[0].fitted, Resampled: stat.Resampling{Resamples: cmp.Or(s.Resamples, stat.Resamples), Seed: s.Seed}}
	fitted := folds[0].fit
	if s.CrossFit {
		res.Halves = []Fitted{folds[0].fitted, folds[1].fitted}
		fitted = everything(s.Items)
		var err error
		if res.Found, err = h.run(ctx, fitted); err != nil {
			return Result{}, err
		}
	}
	scores, err := h.means.trial(ctx, res.Found.Point, fitted)
	if err != nil {
		return Result{}, err
	}
	res.Depth = depthFor(recallCurve(scores), s.DepthShare)
	s.compareHeld(&res, folds)
	return res, nil
}

func everything(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// most is the most trials that there can be. What is fitted on all items finds the space tried already.
func (s Study) most() int {
	folds, refined := 1, 0
	if s.CrossFit {
		folds, refined = 2, 8*len(steps)
	}
	return folds*(mostPoints(s.Space)+1+len(s.Others)) + refined + 1
}

// fold is a part of the items that is fitted to, and the rest, that is measured.
type fold struct {
	fit, held []int
	fitted    Fitted
	found     []Score   // of the held items
	others    [][]Score // likewise, of each of the study's Others
}

func (f *fold) run(ctx context.Context, h hunt, s Study) (err error) {
	if f.fitted, err = h.run(ctx, f.fit); err != nil {
		return err
	}
	if f.found, err = h.means.trial(ctx, f.fitted.Point, f.held); err != nil {
		return err
	}
	for _, other := range s.Others {
		scores, err := h.means.trial(ctx, other.Point, f.held)
		if err != nil {
			return err
		}
		f.others = append(f.others, scores)
	}
	return nil
}

// compareHeld compares over the held items of all folds.
func (s Study) compareHeld(res *Result, folds []fold) {
	var found []Score
	for _, f := range folds {
		found = append(found, f.found...)
	}
	res.Held = len(found)
	deepest := len(found[0].Recall)
	res.DepthRecall = estimate(Recall(res.Depth).values(found), res.Resampled)
	res.DeepestRecall = estimate(Recall(deepest).values(found), res.Resampled)
	for i, other := range s.Others {
		var scores []Score
		for _, f := range folds {
			scores = slices.Concat(scores, f.others[i])
		}
		c := Comparison{Name: other.Name, Point: other.Point}
		for _, m := range s.Report {
			c.Lines = append(c.Lines, compare(m, scores, found, res.Resampled))
		}
		res.Others = append(res.Others, c)
	}
}

// counter counts what a trial is asked.
type counter struct {
	trial            Trial
	tell             func(done, most int)
	most             int
	trials, rankings int
}

func (c *counter) run(ctx context.Context, p Point, items []int) ([]Score, error) {
	scores, err := c.trial(ctx, p, items)
	if err != nil {
		return nil, err
	}
	c.trials++
	c.rankings += len(items)
	if c.tell != nil {
		c.tell(c.trials, c.most)
	}
	return scores, nil
}
