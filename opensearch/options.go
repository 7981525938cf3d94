package opensearch

import (
	"fmt"
	"math"

	"infoseek"
)

// Passages says how pages are cut. The passages of a page are in order; each page has one at least.
type Passages interface {
	Passages(n infoseek.PageNum) int
	Passage(n infoseek.PageNum, i int) infoseek.Span
}

// The analyses that are more than a language's name: those of package search.
const (
	english = "english"
	neutral = "neutral"
)

// Options say how an index is built. All that has no default must be given.
type Options struct {
	Analysis string // english, neutral, or the name of a language that Snowball has a stemmer for
	K1, B    float64
	// TitleWeight is how often each word of the title counts.
	TitleWeight int
	Shards      int // 0: 1
	Workers     int // requests at once; 0: 4
	// Progress, if set, is told of passages that are in the index; it is called from several goroutines.
	Progress func(passages int)
}

func (o Options) withDefaults() (Options, error) {
	if o.Shards == 0 {
		o.Shards = 1
	}
	if o.Workers == 0 {
		o.Workers = 4
	}
	if o.Progress == nil {
		o.Progress = func(int) {}
	}
	switch {
	case o.Shards < 1 || o.Shards > 1024:
		return o, fmt.Errorf("opensearch: %d shards: give 1 to 1024", o.Shards)
	case o.Workers < 0:
		return o, fmt.Errorf("opensearch: %d requests at once: give a positive number", o.Workers)
	case !(o.K1 >= 0) || math.IsInf(o.K1, 0) || !(o.B >= 0 && o.B <= 1):
		return o, fmt.Errorf("opensearch: k1 = %v, b = %v: k1 must be 0 or more, b from 0 to 1", o.K1, o.B)
	case o.TitleWeight < 1 || o.TitleWeight > 100:
		return o, fmt.Errorf("opensearch: a title that counts %d times: give a number from 1 to 100", o.TitleWeight)
	case o.Analysis == "":
		return o, fmt.Errorf("opensearch: no analysis is named")
	}
	return o, nil
}
