package synth

import (
	"errors"
	"fmt"

	"infoseek"
)

// InvalidError is an agent's answer that stayed wrong after all its tries. It ends the tree, which is dropped for "invalid planner answer" and the like; it is no fault and does not stop the run.
type InvalidError struct {
	Agent string // planner, browser or writer
	Err   error
}

func (e *InvalidError) Error() string { return fmt.Sprintf("synth: %s: %v", e.Agent, e.Err) }

// Unwrap returns what was wrong.
func (e *InvalidError) Unwrap() error { return e.Err }

func (e *InvalidError) reason() string { return "invalid " + e.Agent + " answer" }

// FaultsError stops a run of which so many items in a row ended in a fault. None of them is journalled: the same command tries them again.
type FaultsError struct {
	Items int
	Last  error
}

func (e *FaultsError) Error() string {
	return fmt.Sprintf("synth: %d answers in a row ended in a fault, so the run stops; nothing is lost, the same command goes on. The last: %v", e.Items, e.Last)
}

// Unwrap returns the last fault.
func (e *FaultsError) Unwrap() error { return e.Last }

// modelFault returns the fault of a model in err's chain, nil if there is none: it is the item's own, while other faults, and a limit that is reached, are the run's.
func modelFault(err error) *infoseek.Fault {
	var f *infoseek.Fault
	if errors.As(err, &f) && f.Boundary == infoseek.BoundaryModel && !errors.Is(err, infoseek.ErrLimit) {
		return f
	}
	return nil
}
