package queue

import (
	"log/slog"
	"time"

	"infoseek"
)

// Options are the same on both ends. The zero value is the default.
type Options struct {
	// Token is a secret that the server asks for; Credentials names a file of NATS credentials.
	Token       string
	Credentials string
	// AckWait is how long a worker may be silent before its item is given to another (default 30 s).
	AckWait time.Duration
	// Grace is how long a worker that is told to stop goes on with what it has begun (default 10 s).
	Grace time.Duration
	Log   *slog.Logger // nil: none
}

func (o Options) normalize() Options {
	if o.AckWait <= 0 {
		o.AckWait = 30 * time.Second
	}
	if o.Grace <= 0 {
		o.Grace = 10 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func fault(op string, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryQueue, Op: op, Retryable: true, Err: err}
}
