// Command infoseek makes deep-research questions from a corpus of pages, each with a certificate that it has one answer and needs each of its clues.
//
// This package is flags, wiring and exit codes: one file a command. What a command does is in the packages it calls; it must not know how they do it. Reading order: main.go, app.go, config.go,
// then the commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal kills
	a := app{Name: os.Args[0], Args: os.Args[1:], Env: os.Environ(), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(a.Run(ctx))
}
