//go:build unix

package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// TestRefreshCommand: it is told the folder wherever it goes, and Ctrl-C, which the terminal sends to this process's group, doesn't reach it.
func TestRefreshCommand(t *testing.T) {
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip("needs sleep")
	}
	t.Chdir(t.TempDir())
	o := policyFlags{Refresh: sleep + " 60"}
	c, err := o.command(t.Context(), filepath.Join("out", policyName))
	if err != nil || !filepath.IsAbs(c.Args[len(c.Args)-1]) || filepath.Base(c.Args[len(c.Args)-1]) != policyName || !slices.Contains(c.Args, sleep) {
		t.Fatalf("%q, %v", c.Args, err)
	}
	c.Path, c.Args = sleep, []string{sleep, "60"}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	group, err := syscall.Getpgid(c.Process.Pid)
	if err != nil || group != c.Process.Pid || group == syscall.Getpgrp() {
		t.Errorf("process %d is of group %d, %v", c.Process.Pid, group, err)
	}
	if err := c.Cancel(); err != nil {
		t.Error(err)
	}
	if err := c.Wait(); err == nil {
		t.Error("it slept on")
	}
}
