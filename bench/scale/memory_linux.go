package main

import (
	"os"
	"strconv"
	"strings"
)

// anonymous is this process's anonymous memory in bytes: what no file backs.
func anonymous() int64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "RssAnon:")
	rest, _, _ = strings.Cut(rest, "kB")
	kilobytes, _ := strconv.ParseInt(strings.TrimSpace(rest), 10, 64)
	return kilobytes << 10
}
