package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// stages runs commands of the program in the folder dir, each at most once to its end.
type stages struct {
	ctx     context.Context
	dir     string
	program string
}

// in is a path in the folder.
func (s *stages) in(names ...string) string {
	return filepath.Join(append([]string{s.dir}, names...)...)
}

// once does what is called name if that was not done before with the same settings. What was done with others must be removed first: later stages rest on it.
func (s *stages) once(name, settings string, do func() error) error {
	file := s.in("done", name)
	before, err := os.ReadFile(file)
	switch {
	case err == nil && string(before) == settings:
		return nil
	case err == nil:
		return fmt.Errorf("%s was made with other settings: remove %s\nthen %s\nnow  %s", name, s.dir, before, settings)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	began := time.Now()
	slog.Info("learn: begins", "stage", name)
	if err := do(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	slog.Info("learn: done", "stage", name, "seconds", int(time.Since(began).Seconds()))
	if err := os.MkdirAll(s.in("done"), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(settings), 0o644)
}

// command runs the program once to its end.
func (s *stages) command(name string, args ...string) error {
	return s.once(name, strings.Join(args, " "), func() error { return s.run(args...) })
}

// run runs the program; an interrupt reaches it by itself, and it says what it made so far.
func (s *stages) run(args ...string) error {
	c := s.prepared(args...)
	c.Stdout = os.Stderr
	return c.Run()
}

func (s *stages) prepared(args ...string) *exec.Cmd {
	c := exec.CommandContext(s.ctx, s.program, args...)
	c.Stderr = os.Stderr
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = time.Minute
	return c
}

// served has use ask a model at a URL while it is served.
func (s *stages) served(args []string, use func(url string) error) error {
	c := s.prepared(append([]string{"lm", "serve"}, args...)...)
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	defer func() {
		c.Process.Signal(os.Interrupt)
		c.Wait()
	}()
	var url string
	if _, err := fmt.Fscan(out, &url); err != nil {
		return fmt.Errorf("lm serve: %w", err)
	}
	go io.Copy(io.Discard, out)
	return use(url)
}
