package main

import (
	"context"
	"errors"
	"fmt"

	"infoseek"

	"github.com/spf13/cobra"
)

// The exit codes, the same for every command.
const (
	exitDone        = 0
	exitError       = 1
	exitUsage       = 2
	exitDifferent   = 3   // a check found differences
	exitLimit       = 4   // a budget or limit was reached; the same command goes on
	exitInterrupted = 130 // by a signal; the same command goes on
)

// usageError is what the person at the command line did wrong, with what to do about it.
type usageError struct {
	msg  string
	hint string // "" for none
}

func (e *usageError) Error() string { return e.msg }

func usagef(hint, format string, args ...any) error {
	return &usageError{msg: fmt.Sprintf(format, args...), hint: hint}
}

// errDifferent ends a command whose check found differences. They have been told on stdout.
var errDifferent = errors.New("differences found")

// code chooses the exit code for the error that ended a command.
func (a *app) code(ctx context.Context, err error) int {
	var usage *usageError
	var step *stepError
	switch {
	case errors.As(err, &step):
		return step.code
	case errors.As(err, &usage), !a.started:
		return exitUsage
	case errors.Is(err, errDifferent):
		return exitDifferent
	case errors.Is(err, infoseek.ErrLimit):
		return exitLimit
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitError
}

// complain tells the error on stderr: through the log where that is for machines, else in words with a hint.
func (a *app) complain(cmd *cobra.Command, code int, err error) {
	if a.global.logFormat == "json" {
		a.log.Error(err.Error(), "exit", code)
		return
	}
	if code == exitInterrupted {
		fmt.Fprintln(a.Stderr, "infoseek: interrupted")
		return
	}
	fmt.Fprintf(a.Stderr, "infoseek: %v\n", err)
	var usage *usageError
	if !errors.As(err, &usage) && a.started {
		return
	}
	if usage != nil && usage.hint != "" {
		fmt.Fprintf(a.Stderr, "  %s\n", usage.hint)
	}
	fmt.Fprintf(a.Stderr, "  see '%s --help'\n", cmd.CommandPath())
}
