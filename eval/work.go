package eval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"

	"golang.org/x/sync/errgroup"
)

// The kinds of the journal's records.
const (
	answerKind   = "answer"   // Record
	sampleKind   = "sample"   // infoseek.Sample
	timeKind     = "time"     // timing
	faultKind    = "fault"    // infoseek.Drop
	coverageKind = "coverage" // Coverage, by set
	verdictKind  = "verdict"  // Verdict
)

// timing is how long an answer took, which its record doesn't tell: it would differ from run to run.
type timing struct {
	Seconds float64 `json:"seconds"`
}

// work is a job under way.
type work struct {
	Job
	run   *runs.Run
	calls *runs.Calls

	mu      sync.Mutex
	taken   map[int]bool
	faulted map[int]string // items that ended in a fault, with its text
	inRow   int            // faults since the last answer
	done    int
	new     int
}

func (w *work) all(ctx context.Context) (res Result, err error) {
	if err := w.resume(); err != nil {
		return res, err
	}
	if w.calls, err = w.run.Calls(); err != nil {
		return res, err
	}
	for item := range w.taken {
		w.calls.Forget(item)
	}
	err = w.answers(ctx)
	if err == nil {
		err = w.judge(ctx)
	}
	if err == nil {
		err = w.cover(ctx)
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	res, bad := w.publish(err == nil)
	return res, errors.Join(err, bad)
}

// resume reads which answers are there.
func (w *work) resume() error {
	w.taken, w.faulted = map[int]bool{}, map[int]string{}
	for rec, err := range w.run.Records() {
		if err != nil {
			return err
		}
		if rec.Kind == answerKind {
			w.taken[rec.Item] = true
		}
	}
	return nil
}

// questions is how many of a set are asked.
func (w *work) questions(s Set) int {
	if w.Limits.Questions > 0 {
		return min(w.Limits.Questions, len(s.Questions))
	}
	return len(s.Questions)
}

func itemOf(set, question, sample int) int { return (set*MostQuestions+question)*MostSamples + sample }

func placeOf(item int) (set, question, sample int) {
	return item / MostSamples / MostQuestions, item / MostSamples % MostQuestions, item % MostSamples
}

// wanted says whether an item is within the job's limits.
func (w *work) wanted(item int) bool {
	set, question, sample := placeOf(item)
	return set < len(w.Sets) && question < w.questions(w.Sets[set]) && sample < w.Limits.Samples
}

// items are all that are wanted, in order.
func (w *work) items() []int {
	var all []int
	for i, s := range w.Sets {
		for q := range w.questions(s) {
			for n := range w.Limits.Samples {
				all = append(all, itemOf(i, q, n))
			}
		}
	}
	return all
}

// answers gets those that are missing.
func (w *work) answers(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(w.Workers)
	for _, item := range w.items() {
		if w.taken[item] {
			w.done++
		}
	}
	for _, item := range w.items() {
		w.mu.Lock()
		there := w.taken[item]
		w.mu.Unlock()
		if there {
			continue
		}
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

// item gets one answer and journals it.
func (w *work) item(ctx context.Context, item int) error {
	i, q, n := placeOf(item)
	set, question := w.Sets[i], w.Sets[i].Questions[q]
	if w.Predictions != nil {
		return w.keep(item, w.Predictions.record(set, question, n), nil, 0)
	}
	s, seconds, err := w.Answer(ctx, w.task(item, set, question, n))
	if err != nil {
		return fmt.Errorf("eval: %s: question %q: %w", set.Name, question.ID, err)
	}
	rec := newRecord(set, question, s)
	if s.Trajectory.Ended == infoseek.EndFault {
		if len(s.Trajectory.Segments) > 0 {
			return w.keepFault(item, s.Trajectory.Faults[len(s.Trajectory.Faults)-1].Detail)
		}
		rec.Overflow = true // nothing was shown to the model: the question did not fit
	}
	return w.keep(item, rec, &s, seconds)
}

func (w *work) task(item int, set Set, q Question, n int) Task {
	question := infoseek.Question{V: infoseek.FormatVersion, ID: q.ID, Question: q.Question, Aliases: []string{}}
	if len(q.Gold) > 0 {
		question.Answer, question.Aliases = q.Gold[0], q.Gold[1:]
	}
	return Task{Question: question, Set: set.Name, Sample: n, Seed: seedOf(w.Seed, set.Name+"\x00"+q.ID, n),
		Model: func(role string, m infoseek.Model) infoseek.Model { return w.calls.Model(item, role, m) }}
}

func (w *work) keep(item int, rec Record, s *infoseek.Sample, seconds float64) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	rec.Run = w.run.ID()
	if s != nil {
		s.Run = rec.Run
		if err := w.run.Append(sampleKind, item, s); err != nil {
			return err
		}
	}
	if err := w.run.Append(timeKind, item, timing{seconds}); err != nil {
		return err
	}
	// the answer comes last: with it the item is whole
	if err := w.run.Append(answerKind, item, rec); err != nil {
		return err
	}
	w.taken[item], w.inRow = true, 0
	w.new++
	w.calls.Forget(item)
	w.progress()
	return nil
}

func (w *work) keepFault(item int, what string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	i, q, n := placeOf(item)
	w.faulted[item] = what
	w.inRow++
	w.progress()
	err := w.run.Append(faultKind, item, infoseek.Drop{V: infoseek.FormatVersion, ID: fmt.Sprintf("%s/%s/%d", w.Sets[i].Name, w.Sets[i].Questions[q].ID, n), Run: w.run.ID(), Reason: "fault", Detail: what})
	if err == nil && w.inRow >= mostFaults {
		err = fmt.Errorf("eval: %d answers in a row ended in a fault, the last: %s", w.inRow, what)
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

// known is all that a run's journal says of the items that are wanted, in their order.
type known struct {
	records  map[int]Record
	seconds  map[int]float64
	coverage map[int]Coverage // by set
	verdicts map[int][]Verdict
}

func (w *work) known() (known, error) {
	k := known{map[int]Record{}, map[int]float64{}, map[int]Coverage{}, map[int][]Verdict{}}
	for rec, err := range w.run.Records() {
		if err != nil {
			return k, err
		}
		if err := k.add(rec, w.wanted); err != nil {
			return k, err
		}
	}
	return k, nil
}

func (k *known) add(rec runs.Record, wanted func(int) bool) error {
	switch {
	case rec.Kind == coverageKind:
		var c Coverage
		err := rec.Decode(&c)
		k.coverage[rec.Item] = c
		return err
	case !wanted(rec.Item):
		return nil
	case rec.Kind == answerKind:
		var r Record
		err := rec.Decode(&r)
		k.records[rec.Item] = r
		return err
	case rec.Kind == timeKind:
		var t timing
		err := rec.Decode(&t)
		k.seconds[rec.Item] = t.Seconds
		return err
	case rec.Kind == verdictKind:
		var v Verdict
		err := rec.Decode(&v)
		k.verdicts[rec.Item] = append(k.verdicts[rec.Item], v)
		return err
	}
	return nil
}

// publish writes the predictions in the order of sets, questions and samples, and where the work is whole the scores.
func (w *work) publish(whole bool) (res Result, err error) {
	// What is published must not outlive the records it was made from.
	if err := w.run.Sync(); err != nil {
		return res, err
	}
	k, err := w.known()
	if err != nil {
		return res, err
	}
	res.Taken, res.Faults, res.Answers = w.new, len(w.faulted), len(k.records)
	if err := w.write(PredictionsName, answerKind); err != nil {
		return res, err
	}
	if w.Predictions == nil {
		if err := w.write(runs.TrajectoriesName, sampleKind); err != nil {
			return res, err
		}
	}
	if !whole {
		return res, nil
	}
	for i := range w.Sets {
		s, err := w.score(i, k)
		if err != nil {
			return res, err
		}
		res.Scores = append(res.Scores, s)
	}
	if err := w.publishLeaderboard(res.Scores); err != nil {
		return res, err
	}
	return res, w.run.Write(ScoresName, func(yield func(any) bool) {
		for _, s := range res.Scores {
			if !yield(s) {
				return
			}
		}
	})
}

// write writes the records of a kind within the limits, the last of each item.
func (w *work) write(name, kind string) error {
	return runs.WriteFile(filepath.Join(w.Dir, name), func(out io.Writer) error {
		lines := jsonl.NewWriter(out)
		last, data := -1, []byte(nil)
		flush := func() error {
			if last < 0 {
				return nil
			}
			return lines.WriteLine(data)
		}
		for rec, err := range w.run.Kind(kind) {
			if err != nil {
				return err
			}
			if !w.wanted(rec.Item) {
				continue
			}
			if rec.Item != last {
				if err := flush(); err != nil {
					return err
				}
			}
			last, data = rec.Item, rec.Data
		}
		return errors.Join(flush(), lines.Flush())
	})
}

// publishLeaderboard writes BrowseComp-Plus's entry, if the set is among the scores.
func (w *work) publishLeaderboard(scores []Score) error {
	i := slices.IndexFunc(scores, func(s Score) bool { return s.Browse != nil })
	if i < 0 {
		return nil
	}
	return w.run.Write(LeaderboardName, func(yield func(any) bool) { yield(leaderboard(scores[i], w.Date)) })
}
