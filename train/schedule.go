package train

import "math"

// Schedule is how the learning rate goes over the steps: up in a line while it warms up, from a first part of the peak (no step is taken at 0), then down along a cosine to the Floor's share of the peak.
type Schedule struct {
	Peak   float64
	WarmUp float64 // share of the steps
	Steps  int
	Floor  float64
	// Flat stays at the peak after the warm-up.
	Flat bool
}

// Rate is the learning rate of a step, counted from 0.
func (s Schedule) Rate(step int) float64 {
	warm := int(math.Ceil(s.WarmUp * float64(s.Steps)))
	if step < warm {
		return s.Peak * float64(step+1) / float64(warm+1)
	}
	if s.Flat {
		return s.Peak
	}
	done := float64(step-warm) / math.Max(1, float64(s.Steps-warm))
	return s.Peak * (s.Floor + (1-s.Floor)*0.5*(1+math.Cos(math.Pi*min(1, done))))
}
