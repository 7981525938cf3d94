package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"
)

// The outputs of training, in its folder.
const (
	MetricsName = "metrics.jsonl"
	PlotName    = "curves.svg"
)

// stepKind is the kind of the journal's records: one for each step, its number the item. Steps after the last checkpoint are taken again, with the same result.
const stepKind = "step"

// course is training under way in its folder.
type course[M any] struct {
	dir    string
	run    *runs.Run
	engine *Engine
	every  int // steps between checkpoints
	at     int // the step of the last checkpoint
}

// begin opens the folder, which must be new or of the same training, and goes to its last checkpoint.
func begin[M any](dir string, o runs.Options, engine *Engine, every int) (*course[M], error) {
	run, err := runs.Open(dir, o)
	if err != nil {
		return nil, err
	}
	c := &course[M]{dir: dir, run: run, engine: engine, every: every}
	if err := engine.restore(dir); err != nil {
		return nil, errors.Join(err, run.Close())
	}
	c.at = engine.Steps()
	return c, nil
}

// took records a step, and makes a checkpoint where one is due.
func (c *course[M]) took(metrics M) error {
	if err := c.run.Append(stepKind, c.engine.Steps(), metrics); err != nil {
		return err
	}
	if c.engine.Steps()-c.at < c.every {
		return nil
	}
	return c.save()
}

// save makes a checkpoint of the step that e is at, with the metrics up to it.
func (c *course[M]) save() error {
	if err := c.run.Sync(); err != nil {
		return err
	}
	if c.engine.Steps() > 0 {
		if err := c.engine.save(c.dir); err != nil {
			return err
		}
	}
	c.at = c.engine.Steps()
	return c.publish()
}

// metrics are those of the steps taken, in order.
func (c *course[M]) metrics() ([]M, error) {
	all := make([]M, c.engine.Steps())
	for rec, err := range c.run.Kind(stepKind) {
		if err != nil {
			return nil, err
		}
		if rec.Item < 1 || rec.Item > len(all) {
			continue // after the checkpoint from which this goes on
		}
		if err := rec.Decode(&all[rec.Item-1]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (c *course[M]) publish() error {
	all, err := c.metrics()
	if err != nil {
		return err
	}
	return runs.WriteFile(filepath.Join(c.dir, MetricsName), func(w io.Writer) error {
		lines := jsonl.NewWriter(w)
		for _, m := range all {
			if err := lines.Write(m); err != nil {
				return err
			}
		}
		return lines.Flush()
	})
}

// end saves what there is, unless it must not be kept, and closes the folder.
func (c *course[M]) end(ctx context.Context, err error) error {
	state := runs.Done
	var broken *NotFiniteError
	switch {
	case ctx.Err() != nil, errors.Is(err, infoseek.ErrLimit):
		state = runs.Interrupted
	case err != nil:
		state = runs.Failed
	}
	if !errors.As(err, &broken) {
		err = errors.Join(err, c.save())
	}
	return errors.Join(err, c.run.SetState(state, func(m *runs.Manifest) {
		m.Counts = map[string]int{"steps": c.engine.Steps()}
	}), c.run.Close())
}

// atStep names the step that was under way when err happened.
func (c *course[M]) atStep(err error) error {
	var broken *NotFiniteError
	if errors.As(err, &broken) {
		return fmt.Errorf("step %d: %w: stopped; the last checkpoint is of step %d", c.engine.Steps()+1, err, c.at)
	}
	return err
}
