package serve

import (
	"fmt"
	"log/slog"
	"time"

	"infoseek"
	"infoseek/agent"
)

// Tools are what requests are answered with.
type Tools struct {
	Pages    infoseek.Pages
	Searcher infoseek.Searcher
	Refiner  agent.Refiner
}

// Options of a server. Zero values stand for the default of each.
type Options struct {
	// Token, if set, must come with each request but those for health, as "Authorization: Bearer TOKEN".
	Token   string
	MaxBody int64 // bytes, 4 MiB
	// Timeout bounds the answer to a request whose body has been read, 60 s; ReadTimeout the reading of head and body, 30 s.
	Timeout, ReadTimeout time.Duration
	// Grace is how long requests under way may go on when the server is to end, 10 s.
	Grace time.Duration
	// TopK is how many documents a query gets that asks for no number, 5. No query gets more than MaxTopK, 1,000; no request has more than MaxQueries, 1,024.
	TopK, MaxTopK, MaxQueries int
	// Runs is a run directory, or a folder of them, whose questions are shown with answers and trees; "" shows none.
	Runs    string
	Log     *slog.Logger // nil: nowhere
	Pprof   bool         // profiles at /debug/pprof/
	Version string       // of the program
}

func (o Options) settle() (Options, error) {
	if o.MaxBody < 0 || o.Timeout < 0 || o.ReadTimeout < 0 || o.Grace < 0 || o.TopK < 0 || o.MaxTopK < 0 || o.MaxQueries < 0 {
		return o, fmt.Errorf("serve: limits must not be negative")
	}
	preset(&o.MaxBody, 4<<20)
	preset(&o.Timeout, 60*time.Second)
	preset(&o.ReadTimeout, 30*time.Second)
	preset(&o.Grace, 10*time.Second)
	preset(&o.TopK, 5)
	preset(&o.MaxTopK, 1000)
	preset(&o.MaxQueries, 1024)
	if o.TopK > o.MaxTopK {
		return o, fmt.Errorf("serve: %d documents a query are more than the %d allowed", o.TopK, o.MaxTopK)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

func preset[T comparable](v *T, value T) {
	var zero T
	if *v == zero {
		*v = value
	}
}
