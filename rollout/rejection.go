package rollout

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"path/filepath"
	"runtime"
	"sync"

	"infoseek"
	"infoseek/dataset"
	"infoseek/internal/jsonl"
	"infoseek/runs"

	"golang.org/x/sync/errgroup"
)

// The outputs of a rejection, beside runs.AcceptedName.
const (
	RejectedName   = "rejected.jsonl"   // infoseek.Drop
	JudgementsName = "judgements.jsonl" // Judgement
)

// JudgeRunName is the run inside a run that holds the journals of its judgements.
const JudgeRunName = "reject"

const judgementKind = "judgement"

// Rejection is the decision about the trajectories of one run directory.
type Rejection struct {
	Dir    string
	Policy Policy
	// Judge judges the samples that it has not judged yet; nil: the judgements that stand are taken, whoever made them.
	Judge   infoseek.Model
	Workers int // samples judged at once; 0: one for each processor
	// Progress is told how many samples were judged.
	Progress func(done int)
}

// Rejected says what a rejection came to.
type Rejected struct {
	Losses
	Undecided int `json:"undecided"` // of the judge's faults: neither accepted nor rejected
	Judged    int `json:"judged"`    // by this call, faults included
	Questions int `json:"questions"`
	Answered  int `json:"answered"` // questions with an accepted sample
	// Shapes of all trajectories, and of those accepted.
	AllShape      Shape `json:"all_shape"`
	AcceptedShape Shape `json:"accepted_shape"`
}

// Reject decides about every sample of the run's trajectories.jsonl and writes accepted.jsonl and rejected.jsonl; where the policy asks a judge, judgements.jsonl. Decisions depend on samples, policy and judgements alone, so
// that another policy can be tried without asking again.
func Reject(ctx context.Context, r Rejection) (Rejected, error) {
	if err := r.Policy.Check(); err != nil {
		return Rejected{}, fmt.Errorf("rollout: policy: %w", err)
	}
	if r.Workers < 1 {
		r.Workers = runtime.GOMAXPROCS(0)
	}
	w := &rejection{Rejection: r}
	if !r.Policy.Judge {
		release, err := runs.Hold(r.Dir)
		if err != nil {
			return Rejected{}, err
		}
		err = errors.Join(w.write(), release())
		return w.res, err
	}
	outer, err := runs.Read(r.Dir)
	if err != nil {
		return Rejected{}, err
	}
	m := outer.Manifest()
	// The version is left open: each judgement carries its basis.
	if w.run, err = runs.OpenWithin(r.Dir, JudgeRunName, runs.Options{Command: JudgeRunName, Options: map[string]string{"of": m.Run}, Seed: m.Seed, Corpus: m.Corpus}); err != nil {
		return Rejected{}, err
	}
	err = w.judge(ctx)
	state := runs.StateAfter(ctx, err)
	if state == runs.Done {
		err = errors.Join(w.write(), w.publish())
	}
	err = errors.Join(err, w.run.SetState(state, nil), w.run.Close())
	return w.res, err
}

// rejection is a Rejection under way.
type rejection struct {
	Rejection
	run   *runs.Run // nil without a judge
	calls *runs.Calls
	res   Rejected

	mu    sync.Mutex
	known map[string]Judgement // the last of each sample that counts
}

// samples ranges over the run's trajectories.
func (w *rejection) samples() iter.Seq2[infoseek.Sample, error] {
	return Samples(w.Dir, runs.TrajectoriesName)
}

// Samples ranges over the samples of a run, by the name of the output. It stops at the first error.
func Samples(dir, name string) iter.Seq2[infoseek.Sample, error] {
	return func(yield func(infoseek.Sample, error) bool) {
		r, err := runs.Read(dir)
		var file string
		if err == nil {
			file, err = r.Output(name)
		}
		if err != nil {
			yield(infoseek.Sample{}, err)
			return
		}
		dataset.ReadSamples(file)(yield)
	}
}

// judge has every sample judged that passes the rules and has no judgement that counts.
func (w *rejection) judge(ctx context.Context) error {
	if err := w.recall(); err != nil {
		return err
	}
	if w.Judge == nil {
		return nil
	}
	var err error
	if w.calls, err = w.run.Calls(); err != nil {
		return err
	}
	g, stop := errgroup.WithContext(ctx)
	g.SetLimit(w.Workers)
	for s, err := range w.samples() {
		if err != nil {
			return errors.Join(err, g.Wait())
		}
		if stop.Err() != nil {
			break
		}
		if len(w.Policy.against(&s)) > 0 || w.judgedBefore(&s) {
			continue
		}
		g.Go(func() error { return w.ask(stop, &s) })
	}
	err = g.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// recall reads the judgements that were made before.
func (w *rejection) recall() error {
	w.known = map[string]Judgement{}
	for rec, err := range w.run.Records() {
		if err != nil {
			return err
		}
		var j Judgement
		if rec.Kind != judgementKind {
			continue
		}
		if err := rec.Decode(&j); err != nil {
			return err
		}
		w.learn(j)
	}
	return nil
}

// learn lets j take the place of the judgement before it. A fault takes none on the same basis: it says nothing.
func (w *rejection) learn(j Judgement) {
	if old, ok := w.known[j.ID]; ok && j.Outcome == Fault && old.Outcome != Fault && old.Basis == j.Basis && old.Model == j.Model {
		return
	}
	w.known[j.ID] = j
}

// judgement is the one of a sample that counts.
func (w *rejection) judgement(s *infoseek.Sample) (Judgement, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	j, ok := w.known[s.ID]
	if !ok || j.Basis != basisOf(s) || w.Judge != nil && j.Model != w.Judge.Info().Name {
		return Judgement{}, false
	}
	return j, true
}

func (w *rejection) judgedBefore(s *infoseek.Sample) bool {
	j, ok := w.judgement(s)
	return ok && j.Outcome != Fault
}

// ask asks the judge about one sample. What it answered about the same words before, it isn't asked again.
func (w *rejection) ask(ctx context.Context, s *infoseek.Sample) error {
	before, _ := w.judgement(s)
	j, err := judged(ctx, w.calls.Model(numberOf(s.ID), Role+" "+w.Judge.Info().Name, w.Judge), s, before.Unread)
	if err != nil {
		return fmt.Errorf("rollout: judge %q: %w", s.ID, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.learn(j)
	w.res.Judged++
	if w.Progress != nil {
		w.Progress(w.res.Judged)
	}
	return w.run.Append(judgementKind, numberOf(s.ID), j)
}

// numberOf is the journal's number for a sample. Its place in the file would change as samples are added.
func numberOf(id string) int {
	h := fnv.New64a()
	h.Write([]byte(id))
	return int(h.Sum64() >> 12)
}

// recorded says whether an error is a fault of the sample's, to be recorded. A limit reached ends the work, as does a disk that nothing can be kept on.
func recorded(err error) bool {
	fault := (*infoseek.Fault)(nil)
	return errors.As(err, &fault) && fault.Boundary != infoseek.BoundaryStore && !errors.Is(err, infoseek.ErrLimit)
}

// write decides about all samples and writes those accepted and the reasons against the others.
func (w *rejection) write() error {
	accepted := filepath.Join(w.Dir, runs.AcceptedName)
	return runs.WriteFile(filepath.Join(w.Dir, RejectedName), func(against io.Writer) error {
		reasons := jsonl.NewWriter(against)
		err := runs.WriteFile(accepted, func(out io.Writer) error { return w.decide(jsonl.NewWriter(out), reasons) })
		return errors.Join(err, reasons.Flush())
	})
}

// decide goes through the samples in their order; those of one question follow one another.
func (w *rejection) decide(accepted, rejected *jsonl.Writer) error {
	var all, kept tally
	question, chosen := "", choice{policy: w.Policy}
	for s, err := range w.samples() {
		if err != nil {
			return err
		}
		if s.QuestionID != question {
			question, chosen = s.QuestionID, choice{policy: w.Policy}
			w.res.Questions++
		}
		all.add(&s)
		reasons, decided, err := w.reasons(&s, &chosen)
		switch {
		case err != nil:
			return err
		case !decided:
			w.res.Undecided++
			continue
		}
		w.res.count(reasons)
		if err := w.put(&s, reasons, accepted, rejected); err != nil {
			return err
		}
		if len(reasons) == 0 {
			kept.add(&s)
			if chosen.kept == 1 {
				w.res.Answered++
			}
		}
	}
	w.res.rates()
	w.res.AllShape, w.res.AcceptedShape = all.shape(), kept.shape()
	return accepted.Flush()
}

// put writes a sample with its verdict, or the reasons against it.
func (w *rejection) put(s *infoseek.Sample, reasons []Reason, accepted, rejected *jsonl.Writer) error {
	if len(reasons) == 0 {
		s.Verdict = &infoseek.SampleVerdict{Accepted: true, Reasons: []string{}}
		return accepted.Write(s)
	}
	for _, r := range reasons {
		if err := rejected.Write(infoseek.Drop{V: infoseek.FormatVersion, ID: s.ID, Run: s.Run, Reason: r.Name, Detail: r.Detail}); err != nil {
			return err
		}
	}
	return nil
}

// reasons lists what speaks against a sample; nothing is decided where the judge met a fault.
func (w *rejection) reasons(s *infoseek.Sample, chosen *choice) (all []Reason, decided bool, err error) {
	if all = w.Policy.against(s); len(all) > 0 {
		return all, true, nil
	}
	if w.Policy.Judge {
		j, ok := w.judgement(s)
		switch {
		case !ok:
			return nil, false, fmt.Errorf("rollout: sample %q was not judged: name a model in the role %s", s.ID, Role)
		case j.Outcome == Fault:
			return nil, false, nil
		case j.Outcome == Fail:
			return []Reason{{Unsound, j.Detail}}, true, nil
		}
	}
	return chosen.against(s), true, nil
}

// publish writes the judgements that count, in the order of samples.
func (w *rejection) publish() error {
	// What is published must not outlive the records it was made from.
	if err := w.run.Sync(); err != nil {
		return err
	}
	return runs.WriteFile(filepath.Join(w.Dir, JudgementsName), func(out io.Writer) error {
		lines := jsonl.NewWriter(out)
		for s, err := range w.samples() {
			if err != nil {
				return err
			}
			if j, ok := w.judgement(&s); ok {
				if err := lines.Write(j); err != nil {
					return err
				}
			}
		}
		return lines.Flush()
	})
}
