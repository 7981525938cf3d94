package infoseek

import (
	"errors"
	"fmt"
)

// Boundary is a place where the program meets something that can fail by itself.
type Boundary string

// The boundaries.
const (
	BoundaryCorpus Boundary = "corpus"
	BoundarySearch Boundary = "search"
	BoundaryModel  Boundary = "model"
	BoundaryStore  Boundary = "store"
	BoundaryWeb    Boundary = "web"
	BoundaryQueue  Boundary = "queue"
)

// Fault is a failure of something outside the program's own logic. It is never a verdict and never a value: it stops the work or is recorded as a fault.
type Fault struct {
	Boundary  Boundary
	Op        string // what was tried, with its object: `read page "John Gould"`
	Retryable bool
	Err       error
}

func (f *Fault) Error() string { return fmt.Sprintf("%s: %s: %v", f.Boundary, f.Op, f.Err) }

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// ErrLimit is in the chain of an error that says a limit which the user set, such as a budget, is reached. It is no fault of an item: the run stops, and the same command goes on when the limit is raised.
var ErrLimit = errors.New("limit reached")
