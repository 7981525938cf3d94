package lm

import (
	"fmt"
	"math"
)

// Rope is how positions turn queries and keys (Su et al. 2021), with the ways to stretch it to longer contexts as transformers has them (modeling_rope_utils.py).
type Rope struct {
	Theta float64
	Type  string // "default", "linear", "llama3" or "yarn"; "" is default

	Factor   float64 // by which the context is stretched
	Original int     // context before it was stretched (llama3, yarn)
	Low      float64 // low_freq_factor (llama3)
	High     float64 // high_freq_factor (llama3)
	BetaFast float64 // yarn
	BetaSlow float64 // yarn
	// Attention multiplies sines and cosines (yarn); 0 is 0.1 ln(Factor) + 1.
	Attention float64
}

func (r Rope) check() error {
	switch r.Type {
	case "", "default":
	case "linear", "llama3", "yarn":
		if !(r.Factor >= 1) {
			return fmt.Errorf("rope scaling %s with a factor of %v", r.Type, r.Factor)
		}
	default:
		return fmt.Errorf("rope scaling %q is not supported: default, linear, llama3 and yarn are", r.Type)
	}
	if (r.Type == "llama3" || r.Type == "yarn") && r.Original <= 0 {
		return fmt.Errorf("rope scaling %s without the original context", r.Type)
	}
	if r.Type == "llama3" && !(r.High > r.Low) {
		return fmt.Errorf("rope scaling llama3 with frequency factors %v and %v", r.Low, r.High)
	}
	if !(r.Theta > 1) {
		return fmt.Errorf("rope theta %v", r.Theta)
	}
	return nil
}

// frequencies are the angles, in radians a position, by which each pair of a head of dim is turned, and the factor of its sines and cosines. Rounded to 32 bits where transformers rounds.
func (r Rope) frequencies(dim int) ([]float32, float64) {
	freq := make([]float32, dim/2)
	for i := range freq {
		exponent := float32(2*i) / float32(dim)
		freq[i] = 1 / float32(math.Pow(r.Theta, float64(exponent)))
	}
	switch r.Type {
	case "linear":
		for i := range freq {
			freq[i] /= float32(r.Factor)
		}
	case "llama3":
		for i, f := range freq {
			freq[i] = r.llama3(f)
		}
	case "yarn":
		return r.yarn(freq, dim), r.attention()
	}
	return freq, 1
}

// llama3 slows down what turns less than Low times within the original context, leaves what turns more than High times, and blends between.
func (r Rope) llama3(f float32) float32 {
	wave := 2 * math.Pi / float64(f)
	turns := float64(r.Original) / wave
	switch {
	case turns < r.Low:
		return f / float32(r.Factor)
	case turns > r.High:
		return f
	}
	smooth := (turns - r.Low) / (r.High - r.Low)
	return float32((1-smooth)*float64(f)/r.Factor + smooth*float64(f))
}

// yarn blends between slowed and unchanged frequencies along a ramp over the pairs (Peng et al. 2023).
func (r Rope) yarn(freq []float32, dim int) []float32 {
	fast, slow := r.BetaFast, r.BetaSlow
	if fast == 0 {
		fast = 32
	}
	if slow == 0 {
		slow = 1
	}
	pair := func(rotations float64) float64 {
		return float64(dim) * math.Log(float64(r.Original)/(rotations*2*math.Pi)) / (2 * math.Log(r.Theta))
	}
	low, high := max(math.Floor(pair(fast)), 0), min(math.Ceil(pair(slow)), float64(dim-1))
	if low == high {
		high += 0.001
	}
	out := make([]float32, len(freq))
	for i, f := range freq {
		keep := 1 - min(max((float64(i)-low)/(high-low), 0), 1)
		out[i] = float32(float64(f)/r.Factor*(1-keep) + float64(f)*keep)
	}
	return out
}

func (r Rope) attention() float64 {
	if r.Attention != 0 {
		return r.Attention
	}
	if r.Factor <= 1 {
		return 1
	}
	return 0.1*math.Log(r.Factor) + 1
}
