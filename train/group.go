package train

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"

	"infoseek"

	"golang.org/x/sync/errgroup"
)

// group is the samples of one question in one iteration.
type group struct {
	At      int // the place in the order of questions
	Samples []infoseek.Sample
	Faults  int
}

func (g group) rewards() []float64 {
	all := make([]float64, len(g.Samples))
	for i, s := range g.Samples {
		all[i] = s.Score.Reward
	}
	return all
}

// rolledKind is the kind of the journal's records of samples; the item is the iteration, from 0.
const rolledKind = "sample"

// rolled is a sample as the journal keeps it, also one that ended in a fault: done again, an iteration has the same.
type rolled struct {
	At     int             `json:"at"`
	Sample infoseek.Sample `json:"sample"`
}

// mostFaults is how many samples in a row may end in a fault before the work ends.
const mostFaults = 20

// sampler has the policy answer questions, and journals what it says: an iteration that is done again after an interruption has the same samples, and no question is asked twice.
type sampler struct {
	job  *GRPOJob
	keep func(iteration int, r rolled) error

	mu    sync.Mutex
	known map[place]infoseek.Sample
	inRow int // faults since the last sample
	// pending are the faults of the groups under way since the last sample. They are kept only when it shows that the policy still answers, or the groups are done: those of a server that went down are asked again.
	pending []kept
}

// kept is a sample with where it belongs.
type kept struct {
	iteration int
	rolled    rolled
}

// place is where a sample belongs.
type place struct{ iteration, at, number int }

// question is the one at a place in the order of all epochs.
func (j *GRPOJob) question(at int) infoseek.Question {
	epoch, i := at/len(j.Questions), at%len(j.Questions)
	if !j.Options.InOrder {
		i = rand.New(rand.NewPCG(j.Options.Seed, uint64(epoch))).Perm(len(j.Questions))[i]
	}
	return j.Questions[i]
}

// seedOf is a sample's seed. Servers take seeds of 31 bits, and an agent adds the number of its turn.
func (p place) seed(of uint64) uint64 {
	return rand.New(rand.NewPCG(of, uint64(p.iteration)<<40|uint64(p.at)<<10|uint64(p.number))).Uint64() >> 34
}

// groups asks the questions at n places from at on.
func (s *sampler) groups(ctx context.Context, iteration, at, n int) ([]group, error) {
	all := make([]group, n)
	samples := make([][]*infoseek.Sample, n)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(max(1, s.job.Workers))
	for i := range n {
		all[i].At = at + i
		samples[i] = make([]*infoseek.Sample, s.job.Options.Samples)
		for number := range samples[i] {
			work.Go(func() error {
				var err error
				samples[i][number], err = s.sample(ctx, place{iteration, at + i, number})
				return err
			})
		}
	}
	err := work.Wait()
	s.mu.Lock()
	err = errors.Join(err, s.flush())
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	for i := range all {
		for _, one := range samples[i] {
			if one == nil {
				all[i].Faults++
			} else {
				all[i].Samples = append(all[i].Samples, *one)
			}
		}
	}
	return all, nil
}

// sample is that of a place, nil where it ended in a fault.
func (s *sampler) sample(ctx context.Context, p place) (*infoseek.Sample, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	one, ok := s.known[p]
	s.mu.Unlock()
	if ok {
		return orNone(one), nil
	}
	q := s.job.question(p.at)
	one, err := s.job.Roll(ctx, q, p.number, p.seed(s.job.Options.Seed))
	if err != nil {
		return nil, fmt.Errorf("train: question %q: %w", q.ID, err)
	}
	return s.took(p, q, one)
}

func (s *sampler) took(p place, q infoseek.Question, one infoseek.Sample) (*infoseek.Sample, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one.V, one.QuestionID, one.Number = infoseek.FormatVersion, q.ID, p.number
	one.ID = fmt.Sprintf("%d/%d/%s/%d", p.iteration, p.at, q.ID, p.number)
	s.pending = append(s.pending, kept{p.iteration, rolled{p.at, one}})
	if faulted(one) {
		if s.inRow++; s.inRow >= mostFaults {
			s.pending = nil
			return nil, fmt.Errorf("train: %d samples in a row ended in a fault, the last of question %q: %s", s.inRow, q.ID, lastFault(one))
		}
		return nil, nil
	}
	s.inRow = 0
	return &one, s.flush()
}

// flush has what is pending be known and kept.
func (s *sampler) flush() error {
	for len(s.pending) > 0 {
		k := s.pending[0]
		if err := s.keep(k.iteration, k.rolled); err != nil {
			return err
		}
		s.known[place{k.iteration, k.rolled.At, k.rolled.Sample.Number}] = k.rolled.Sample
		s.pending = s.pending[1:]
	}
	return nil
}

func faulted(s infoseek.Sample) bool { return s.Trajectory.Ended == infoseek.EndFault }

// orNone is a sample, nil for one that ended in a fault.
func orNone(s infoseek.Sample) *infoseek.Sample {
	if faulted(s) {
		return nil
	}
	return &s
}

func lastFault(s infoseek.Sample) string {
	if n := len(s.Trajectory.Faults); n > 0 {
		return s.Trajectory.Faults[n-1].Detail
	}
	return "unknown"
}

// forget drops the samples of an iteration that is over.
func (s *sampler) forget(iteration int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.known {
		if p.iteration <= iteration {
			delete(s.known, p)
		}
	}
}
