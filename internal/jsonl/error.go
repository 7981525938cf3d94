package jsonl

import (
	"errors"
	"fmt"
)

// ErrTooLong is the cause of the error for a line longer than the limit.
var ErrTooLong = errors.New("line too long")

// LineError says where in a file something is wrong. Line counts from 1.
type LineError struct {
	File string
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }
