package train

import "math/rand/v2"

// plan lays out every step of training: the rows of each, epoch by epoch, each epoch in an order of its own that follows from the seed.
func plan(examples []Example, o SFTOptions) ([][]Row, error) {
	var steps [][]Row
	for epoch := range o.Epochs {
		order := rand.New(rand.NewPCG(o.Seed, uint64(epoch))).Perm(len(examples))
		rows, err := Pack(examples, order, o.Length)
		if err != nil {
			return nil, err
		}
		for len(rows) > 0 {
			n := min(o.Rows, len(rows))
			steps, rows = append(steps, rows[:n]), rows[n:]
		}
	}
	if o.Steps > 0 && o.Steps < len(steps) {
		steps = steps[:o.Steps]
	}
	return steps, nil
}

// parts are the passes of a step: height rows each.
func parts(rows []Row, height int) [][]Row {
	var all [][]Row
	for len(rows) > 0 {
		n := min(height, len(rows))
		all, rows = append(all, rows[:n]), rows[n:]
	}
	return all
}

// named are the examples of rows, in order.
func named(examples []Example, rows []Row) []Example {
	var all []Example
	for _, r := range rows {
		for _, i := range r.Examples {
			all = append(all, examples[i])
		}
	}
	return all
}
