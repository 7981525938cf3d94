package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of times in /proc: USER_HZ, which is 100 on every platform that Go runs on.
const tick = time.Second / 100

// process is what /proc/PID/stat tells.
type process struct {
	parent int
	used   time.Duration // processor time, with that of children that have ended
	memory int64         // resident bytes
}

// readProcess reads fields 4 (parent), 14 to 17 (times), 24 (pages resident) of proc(5); the name, field 2, may have blanks in it.
func readProcess(stat []byte) (p process, err error) {
	f := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(f) < 22 {
		return p, fmt.Errorf("stat with %d fields: %q", len(f), stat)
	}
	n := func(field int) int64 {
		v, e := strconv.ParseInt(f[field-3], 10, 64)
		if e != nil && err == nil {
			err = e
		}
		return v
	}
	p.parent = int(n(4))
	p.used = time.Duration(n(14)+n(15)+n(16)+n(17)) * tick
	p.memory = n(24) * int64(os.Getpagesize())
	return p, err
}

// family sums a process and those that it started, and theirs.
func family(pid int) (sum process, err error) {
	all := map[int]process{}
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return sum, err
	}
	for _, file := range files {
		stat, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		p, err := readProcess(stat)
		if err != nil {
			return sum, fmt.Errorf("%s: %w", file, err)
		}
		id, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		all[id] = p
	}
	if _, ok := all[pid]; !ok {
		return sum, fmt.Errorf("process %d has ended", pid)
	}
	for id, p := range all {
		if descends(all, id, pid) {
			sum.used += p.used
			sum.memory += p.memory
		}
	}
	return sum, nil
}

// descends says whether id is pid or was started by it or by one that descends from it.
func descends(all map[int]process, id, pid int) bool {
	for range len(all) {
		if id == pid {
			return true
		}
		p, ok := all[id]
		if !ok {
			return false
		}
		id = p.parent
	}
	return false
}
