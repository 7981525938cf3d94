package llm

import (
	"context"
	"sync"
	"time"

	"infoseek"
)

// restAfterFault is how long an endpoint that failed gets no calls while another can take them.
const restAfterFault = 10 * time.Second

// Spread is one model served at several endpoints: a call goes to the one with the fewest calls under way, those that failed of late left out as long as there is another. Limits are inside, retries outside, so that a call
// which failed at one is tried at another.
func Spread(models []infoseek.Model, now func() time.Time) infoseek.Model {
	return &spread{Model: models[0], models: models, now: now, busy: make([]int, len(models)), failed: make([]time.Time, len(models))}
}

type spread struct {
	infoseek.Model // the first, for what is the same of all
	models         []infoseek.Model
	now            func() time.Time

	mu     sync.Mutex
	busy   []int
	failed []time.Time // when the last call failed, zero if it did not
}

func (s *spread) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	i := s.take()
	response, err := s.models[i].Generate(ctx, r)
	s.release(i, ctx, err)
	return response, err
}

func (s *spread) take() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	best := 0
	for i := range s.models {
		if s.before(i, best) {
			best = i
		}
	}
	s.busy[best]++
	return best
}

// before says whether i is to be preferred to j; it needs mu.
func (s *spread) before(i, j int) bool {
	if a, b := s.resting(i), s.resting(j); a != b {
		return b
	} else if a {
		return s.failed[i].Before(s.failed[j])
	}
	return s.busy[i] < s.busy[j]
}

func (s *spread) resting(i int) bool {
	return !s.failed[i].IsZero() && s.now().Sub(s.failed[i]) < restAfterFault
}

// release notes how a call ended. What a server refuses for good it would refuse elsewhere too, and a call that was broken off from here says nothing of it.
func (s *spread) release(i int, ctx context.Context, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy[i]--
	switch {
	case err == nil:
		s.failed[i] = time.Time{}
	case ctx.Err() == nil && retryable(err):
		s.failed[i] = s.now()
	}
}
