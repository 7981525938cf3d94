package lm

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
)

// Sampling says how tokens are drawn. The zero value takes the likeliest.
type Sampling struct {
	Temperature float64 // 0: the likeliest token, the lowest id of equals
	TopP        float64 // the fewest likeliest tokens that together have this probability; 0 and 1: all
	MaxTokens   int     // 0: as many as fit
	// Chance is decided by Seed and Index (of the sample of this seed) alone.
	Seed, Index uint64
}

// sampler draws the tokens of one text.
type sampler struct {
	Sampling
	chance *rand.Rand
	p      []float64
}

func newSampler(s Sampling) *sampler {
	return &sampler{Sampling: s, chance: rand.New(rand.NewPCG(s.Seed, s.Index))}
}

// errNumbers is logits that say nothing: weights, or a way to compute, that are broken.
var errNumbers = errors.New("the model's numbers are none")

// draw takes a token, with its log-probability as the model gives it, without temperature and top-p.
func (s *sampler) draw(logits []float32) (id int, logProb float64, err error) {
	all := logSum(logits)
	if math.IsNaN(all) || math.IsInf(all, 0) {
		return 0, 0, errNumbers
	}
	id = s.choose(logits)
	return id, float64(logits[id]) - all, nil
}

// logSum is the logarithm of the sum of exponentials.
func logSum(logits []float32) float64 {
	most, sum := float64(slices.Max(logits)), 0.0
	for _, l := range logits {
		sum += math.Exp(float64(l) - most)
	}
	return most + math.Log(sum)
}

func (s *sampler) choose(logits []float32) int {
	if s.Temperature <= 0 {
		return likeliest(logits)
	}
	most := float64(slices.Max(logits))
	s.p = s.p[:0]
	sum := 0.0
	for _, l := range logits {
		p := math.Exp((float64(l) - most) / s.Temperature)
		s.p, sum = append(s.p, p), sum+p
	}
	at := s.chance.Float64()
	if s.TopP > 0 && s.TopP < 1 {
		return s.nucleus(at, sum)
	}
	at *= sum
	last := 0
	for id, p := range s.p {
		if p > 0 {
			if last = id; at < p {
				return id
			}
			at -= p
		}
	}
	return last
}

func likeliest(logits []float32) int {
	best := 0
	for id, l := range logits {
		if l > logits[best] {
			best = id
		}
	}
	return best
}

// nucleus draws among the likeliest tokens that together reach TopP of sum.
func (s *sampler) nucleus(at, sum float64) int {
	// first those of at least a thousandth of the likeliest: mostly they are enough, and few to sort
	for _, least := range []float64{1e-3, 0} {
		ids, covered := s.likely(least)
		if covered < s.TopP*sum && least > 0 {
			continue
		}
		reached := 0.0
		for n, id := range ids {
			if reached += s.p[id]; reached >= s.TopP*sum {
				ids = ids[:n+1]
				break
			}
		}
		at *= reached
		for _, id := range ids {
			if at < s.p[id] {
				return id
			}
			at -= s.p[id]
		}
		return ids[len(ids)-1]
	}
	return 0
}

// likely lists the tokens of at least that weight, likeliest first.
func (s *sampler) likely(least float64) (ids []int, covered float64) {
	for id, p := range s.p {
		if p >= least {
			ids, covered = append(ids, id), covered+p
		}
	}
	slices.SortStableFunc(ids, func(a, b int) int {
		switch {
		case s.p[a] > s.p[b]:
			return -1
		case s.p[a] < s.p[b]:
			return 1
		}
		return 0
	})
	return ids, covered
}
