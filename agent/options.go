package agent

import (
	"fmt"
	"time"

	"infoseek"
)

// Options of an agent. The zero value is the paper's setting (arXiv 2509.00375, section 4): 0 stands for the default of each.
type Options struct {
	Turns             int // turns that may search, 6; one more follows that may not
	TopK              int // documents a query, 5
	Queries           int // queries a turn that are run, 8; more are dropped
	DocumentTokens    int // a document is cut to so many, 512
	EvidenceTokens    int // what a Refiner makes of a query's documents, 512
	ObservationTokens int // shared by a turn's queries, tags included, 1,024
	ResponseTokens    int // 768
	ContextTokens     int // prompt and response together, 16,384; a model's own context where that is smaller
	// MessageTokens bounds what a chat template adds around one message, 16.
	MessageTokens int
	// ToolTokens bounds what a chat template adds around the tools that are offered natively, beside their descriptions and schemas, 256.
	ToolTokens int
	// Strict turns down each turn that departs from the strict form; else the first complete search or answer block is run, as the reference does.
	Strict bool
	// Firewall withholds what tells the question itself, of searches and of pages opened: a benchmark that leaked into what is searched.
	Firewall bool `json:",omitzero"`
	// Terse has the embedded searcher say little: it asks for clauses alone, not for the question as a whole, and tells no shares. It makes trajectories that a small model with a short context can learn from.
	Terse bool `json:",omitzero"`

	SearchTimeout time.Duration // 10 s; of a page to open, too
	RefineTimeout time.Duration // 60 s
	ModelTimeout  time.Duration // 120 s
	WebTimeout    time.Duration // 30 s

	Seed *uint64
}

// within makes the context no longer than the model's own.
func (o *Options) within(m infoseek.ModelInfo) {
	if m.Context > 0 {
		o.ContextTokens = min(o.ContextTokens, m.Context)
	}
}

// settle puts defaults in place of zeros.
func (o Options) settle() (Options, error) {
	for _, f := range []struct {
		name     string
		value    *int
		standard int
	}{
		{"turns", &o.Turns, 6},
		{"top k", &o.TopK, 5},
		{"queries a turn", &o.Queries, 8},
		{"document tokens", &o.DocumentTokens, 512},
		{"evidence tokens", &o.EvidenceTokens, 512},
		{"observation tokens", &o.ObservationTokens, 1024},
		{"response tokens", &o.ResponseTokens, 768},
		{"context tokens", &o.ContextTokens, 16384},
		{"message tokens", &o.MessageTokens, 16},
		{"tool tokens", &o.ToolTokens, 256},
	} {
		if *f.value < 0 {
			return o, fmt.Errorf("agent: %s: %d is negative", f.name, *f.value)
		}
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	for _, f := range []struct {
		name     string
		value    *time.Duration
		standard time.Duration
	}{
		{"search timeout", &o.SearchTimeout, 10 * time.Second},
		{"refine timeout", &o.RefineTimeout, time.Minute},
		{"model timeout", &o.ModelTimeout, 2 * time.Minute},
		{"web timeout", &o.WebTimeout, 30 * time.Second},
	} {
		if *f.value < 0 {
			return o, fmt.Errorf("agent: %s: %v is negative", f.name, *f.value)
		}
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	return o, nil
}
