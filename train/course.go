package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"infoseek/internal/jsonl"
	"infoseek/runs"
)

// The outputs of training, in its folder.
const (
	MetricsName = "metrics.jsonl"
	PlotName    = "curves.svg"
	SamplesName = "samples.jsonl" // of GRPO: infoseek.Sample
)

// stepKind is the kind of the journal's records of what was done, numbered from 1 by their items. What was done after the last checkpoint is done again, with the same result.
const stepKind = "step"

// course is training under way in its folder.
type course[M any] struct {
	dir    string
	run    *runs.Run
	engine *Engine
	every  int // between checkpoints
	done   int // of the work: steps of SFT, iterations of GRPO
	at     int // what was done at the last checkpoint
	// spoilt is set while the engine is not where done says: no checkpoint may be made of it.
	spoilt bool
	// publishMore writes outputs beside the metrics; nil: none.
	publishMore func() error
}

// begin opens the folder, which must be new or of the same training, and goes to its last checkpoint.
func begin[M any](dir string, o runs.Options, engine *Engine, every int) (*course[M], error) {
	run, err := runs.Open(dir, o)
	if err != nil {
		return nil, err
	}
	c := &course[M]{dir: dir, run: run, engine: engine, every: every}
	if c.done, err = engine.restore(dir); err != nil {
		return nil, errors.Join(err, run.Close())
	}
	c.at = c.done
	return c, nil
}

// took records a piece of the work, and makes a checkpoint where one is due.
func (c *course[M]) took(metrics M) error {
	if err := c.run.Append(stepKind, c.done+1, metrics); err != nil {
		return err
	}
	c.done++
	if c.done-c.at < c.every {
		return nil
	}
	return c.save()
}

// save makes a checkpoint of what is done, with the metrics up to it.
func (c *course[M]) save() error {
	if err := c.run.Sync(); err != nil {
		return err
	}
	if c.done > 0 {
		if err := c.engine.save(c.dir, c.done); err != nil {
			return err
		}
	}
	c.at = c.done
	return c.publish()
}

// metrics are those of what is done, in order.
func (c *course[M]) metrics() ([]M, error) {
	all := make([]M, c.done)
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
	if c.publishMore != nil {
		if err := c.publishMore(); err != nil {
			return err
		}
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
	state := runs.StateAfter(ctx, err)
	if !c.spoilt {
		err = errors.Join(err, c.save())
	}
	return errors.Join(err, c.run.SetState(state, func(m *runs.Manifest) {
		m.Counts = map[string]int{"done": c.done, "steps": c.engine.Steps()}
	}), c.run.Close())
}

// during names what was under way when err happened.
func (c *course[M]) during(what string, err error) error {
	var broken *NotFiniteError
	if errors.As(err, &broken) {
		return fmt.Errorf("%s %d: %w: stopped; the last checkpoint is of %s %d", what, c.done+1, err, what, c.at)
	}
	return err
}
