package rollout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"

	"golang.org/x/sync/errgroup"
)

// The kinds of the journal's records: an item has at most one sample.
const (
	sampleKind = "sample" // infoseek.Sample
	faultKind  = "fault"  // infoseek.Drop
	timeKind   = "time"   // timing
)

// timing is how long a sample took, which its record doesn't tell: it would differ from run to run.
type timing struct {
	ID      string  `json:"id"`
	Seconds float64 `json:"seconds"`
}

// work is a job under way.
type work struct {
	taker
	run   *runs.Run
	calls *runs.Calls

	mu      sync.Mutex
	taken   map[int]bool   // items that have their sample
	faulted map[int]string // items that ended in a fault, with its text
	inRow   int            // faults since the last sample
	done    int            // samples taken or faulted, in this call or before
	new     int            // samples taken by this call
	shape   tally
}

func (w *work) all(ctx context.Context) error {
	err := w.resume()
	if err != nil {
		return err
	}
	if len(w.Models) > 0 {
		if w.calls, err = w.run.Calls(); err != nil {
			return err
		}
		for item := range w.taken {
			w.calls.Forget(item)
		}
	}
	err = w.sample(ctx)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return errors.Join(err, w.publish())
}

// resume reads which samples are there.
func (w *work) resume() error {
	w.taken, w.faulted = map[int]bool{}, map[int]string{}
	for rec, err := range w.run.Records() {
		if err != nil {
			return err
		}
		if rec.Kind == sampleKind {
			w.taken[rec.Item] = true
		}
	}
	return nil
}

// items are the wanted ones that are not there, in order.
func (w *work) items() []int {
	var all []int
	for q := range w.Questions {
		if !w.answers(q) {
			continue
		}
		for n := range w.Samples {
			if item := itemOf(q, n); !w.taken[item] {
				all = append(all, item)
			}
		}
	}
	return all
}

func itemOf(question, sample int) int { return question*MostSamples + sample }

// wanted says whether an item is within the job's limits.
func (w *work) wanted(item int) bool {
	return item/MostSamples < len(w.Questions) && item%MostSamples < w.Samples && w.answers(item/MostSamples)
}

// sample has the workers take the samples that are missing.
func (w *work) sample(ctx context.Context) error {
	items := w.items()
	w.done = w.answered()*w.Samples - len(items)
	if w.Queue != nil && len(items) > 0 {
		return w.sampleAway(ctx, items)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(w.Workers)
	for _, item := range items {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return w.item(ctx, item)
		})
	}
	return g.Wait()
}

// item takes one sample and journals it.
func (w *work) item(ctx context.Context, item int) error {
	o, err := w.take(ctx, w.calls, item, w.Questions[item/MostSamples])
	if err != nil {
		return fmt.Errorf("rollout: question %q: %w", w.Questions[item/MostSamples].ID, err)
	}
	return w.keep(item, o)
}

// keep journals an outcome.
func (w *work) keep(item int, o outcome) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if o.Sample == nil {
		return w.keepFault(item, o)
	}
	if err := w.run.Append(sampleKind, item, o.Sample); err != nil {
		return err
	}
	w.taken[item], w.inRow = true, 0
	w.new++
	w.progress()
	if w.calls != nil {
		w.calls.Forget(item)
	}
	return w.run.Append(timeKind, item, timing{o.Sample.ID, o.Seconds})
}

// keepFault needs mu.
func (w *work) keepFault(item int, o outcome) error {
	q := w.Questions[item/MostSamples]
	w.faulted[item] = o.Fault
	w.inRow++
	w.progress()
	err := w.run.Append(faultKind, item, infoseek.Drop{V: infoseek.FormatVersion, ID: fmt.Sprintf("%s/%d", q.ID, item%MostSamples), Run: w.Options.Of, Reason: "fault", Detail: o.Fault})
	if err == nil && w.inRow >= mostFaults {
		err = fmt.Errorf("rollout: %d samples in a row ended in a fault, the last: %s", w.inRow, o.Fault)
	}
	return err
}

// progress needs mu.
func (w *work) progress() {
	w.done++
	if w.Progress != nil {
		w.Progress(w.done, len(w.faulted))
	}
}

// publish writes the samples within the limits, in the order of questions and samples.
func (w *work) publish() error {
	// What is published must not outlive the records it was made from.
	if err := w.run.Sync(); err != nil {
		return err
	}
	w.shape = tally{}
	return runs.WriteFile(filepath.Join(w.Dir, runs.TrajectoriesName), func(out io.Writer) error {
		lines := jsonl.NewWriter(out)
		for rec, err := range w.run.Kind(sampleKind) {
			if err != nil {
				return err
			}
			if !w.wanted(rec.Item) {
				continue
			}
			var s infoseek.Sample
			if err := rec.Decode(&s); err != nil {
				return err
			}
			w.shape.add(&s)
			if err := lines.WriteLine(rec.Data); err != nil {
				return err
			}
		}
		return lines.Flush()
	})
}

func (w *work) result() Result {
	return Result{Questions: w.answered(), Samples: w.shape.trajectories, Taken: w.new, Faults: len(w.faulted), Shape: w.shape.shape()}
}
