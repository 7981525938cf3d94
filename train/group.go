package train

import (
	"context"
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

// rolled is a sample as the journal keeps it.
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
	if err := work.Wait(); err != nil {
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
		return &one, nil
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
	if one.Trajectory.Ended == infoseek.EndFault {
		if s.inRow++; s.inRow >= mostFaults {
			return nil, fmt.Errorf("train: %d samples in a row ended in a fault, the last of question %q: %s", s.inRow, q.ID, lastFault(one))
		}
		return nil, nil
	}
	s.inRow = 0
	one.V, one.QuestionID, one.Number = infoseek.FormatVersion, q.ID, p.number
	one.ID = fmt.Sprintf("%d/%d/%s/%d", p.iteration, p.at, q.ID, p.number)
	s.known[p] = one
	return &one, s.keep(p.iteration, rolled{p.at, one})
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
