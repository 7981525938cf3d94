package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// cost is what steps of a side cost.
type cost struct {
	tokens              int       // of a step
	seconds             []float64 // of processors, step by step
	loss                float64   // of the last step: both sides do the same work
	resident, anonymous float64   // the most memory, in bytes: all of it, and what no file lies behind; 0: not known here
}

// perToken is the middle step's cost in milliseconds.
func (c *cost) perToken() float64 {
	s := slices.Sorted(slices.Values(c.seconds))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2 / float64(c.tokens) * 1e3
}

// add takes another process's steps in; of memory the most counts.
func (c *cost) add(o *cost) {
	c.tokens, c.loss = o.tokens, o.loss
	c.seconds = append(c.seconds, o.seconds...)
	c.resident, c.anonymous = max(c.resident, o.resident), max(c.anonymous, o.anonymous)
}

// step is what a measured process tells after each step, a line of JSON.
type step struct {
	Loss float64 `json:"loss"`
	// CPU is the processor time the process has used so far, in seconds.
	CPU float64 `json:"cpu"`
}

// run runs a side's process and reads its steps; the first is not counted.
func run(ctx context.Context, command []string) (*cost, error) {
	p := exec.CommandContext(ctx, command[0], command[1:]...)
	var out bytes.Buffer
	p.Stdout, p.Stderr = &out, os.Stderr
	if err := p.Start(); err != nil {
		return nil, err
	}
	c := &cost{}
	var watching sync.WaitGroup
	over := make(chan struct{})
	watching.Go(func() { c.watch(p.Process.Pid, over) })
	err := p.Wait()
	close(over)
	watching.Wait()
	if err == nil {
		err = c.read(out.Bytes())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(command, " "), err)
	}
	return c, nil
}

func (c *cost) read(lines []byte) error {
	before, n := 0.0, 0
	for in := bufio.NewScanner(bytes.NewReader(lines)); in.Scan(); n++ {
		var s step
		if err := json.Unmarshal(in.Bytes(), &s); err != nil {
			return fmt.Errorf("line %q: %w", in.Text(), err)
		}
		if n > 0 {
			c.seconds = append(c.seconds, s.CPU-before)
		}
		before, c.loss = s.CPU, s.Loss
	}
	if len(c.seconds) == 0 {
		return fmt.Errorf("%d steps told of", n)
	}
	return nil
}

// watch looks at a process's memory until it is over. VmHWM is kept by the kernel; the part without a file has to be looked at often.
func (c *cost) watch(pid int, over <-chan struct{}) {
	file := "/proc/" + strconv.Itoa(pid) + "/status"
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		status, err := os.ReadFile(file)
		if err == nil {
			c.resident, c.anonymous = max(c.resident, figure(status, "VmHWM:")), max(c.anonymous, figure(status, "RssAnon:"))
		}
		select {
		case <-over:
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}

// figure reads a line of /proc/PID/status, in bytes.
func figure(status []byte, name string) float64 {
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64) // 0 says not known
			return kb * 1024
		}
	}
	return 0
}
