package main

import (
	"os/exec"
	"syscall"
)

// apart has a command run in a process group of its own: Ctrl-C at the terminal is not for it.
func apart(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
