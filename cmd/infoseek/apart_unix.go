//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// apart has a command run in a process group of its own: Ctrl-C at the terminal is not for it. What ends the command's context ends the whole group.
func apart(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
