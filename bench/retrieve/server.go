package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"time"
)

// server is a process that answers at url.
type server struct {
	cmd   *exec.Cmd
	url   string
	ended chan struct{}
}

func (s *server) pid() int { return s.cmd.Process.Pid }

// begin starts the process.
func begin(cmd *exec.Cmd, url string) (*server, error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &server{cmd: cmd, url: url, ended: make(chan struct{})}, nil
}

// watch waits for the process to end.
func (s *server) watch() {
	go func() {
		s.cmd.Wait()
		close(s.ended)
	}()
}

// stop interrupts the process, and kills it if it doesn't end.
func (s *server) stop() {
	s.cmd.Process.Signal(os.Interrupt)
	select {
	case <-s.ended:
	case <-time.After(15 * time.Second):
		s.cmd.Process.Kill()
		<-s.ended
	}
}

// startOurs starts the program, which prints its URL once it answers.
func (b *bench) startOurs(ctx context.Context, corpus string, args ...string) (*server, error) {
	cmd := exec.CommandContext(ctx, b.program, append([]string{"serve", "-q", "-c", corpus, "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s, err := begin(cmd, "")
	if err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	s.watch()
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("%s: no address: %w", b.program, err)
	}
	s.url = strings.TrimSpace(line)
	return s, nil
}

// answers waits until the server takes connections.
func (s *server) answers(ctx context.Context, longest time.Duration) error {
	address := strings.TrimPrefix(s.url, "http://")
	for deadline := time.Now().Add(longest); time.Now().Before(deadline); {
		if c, err := net.Dial("tcp", address); err == nil {
			return c.Close()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ended:
			return errors.New("it ended")
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s does not answer", s.url)
}

// freePort is a port that nobody listens at now.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
