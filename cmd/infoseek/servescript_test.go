package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// servers are the programs that scripts started, by URL.
var servers sync.Map

// serving VARIABLE ARG... starts 'infoseek serve ARG...' and puts the URL that it prints into the variable.
func serving(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 1)
	cmd := program(append([]string{"serve"}, args[1:]...))
	cmd.Dir = ts.MkAbs(".")
	if token := ts.Getenv("INFOSEEK_TOKEN"); token != "" {
		cmd.Env = append(cmd.Env, "INFOSEEK_TOKEN="+token)
	}
	url, err := listening(cmd)
	ts.Check(err)
	ts.Defer(func() { cmd.Process.Kill(); cmd.Wait() })
	servers.Store(url, cmd)
	ts.Setenv(args[0], url)
}

// listening starts a server and returns the URL that it prints.
func listening(cmd *exec.Cmd) (string, error) {
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	return strings.TrimSpace(line), err
}

// endserve VARIABLE interrupts the server, which must end well.
func endServe(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 1)
	cmd, ok := servers.Load(ts.Getenv(args[0]))
	if !ok {
		ts.Fatalf("no server at %s", args[0])
	}
	server := cmd.(*exec.Cmd)
	if runtime.GOOS == "windows" {
		return // no interrupts between processes; it is killed at the end of the script
	}
	ts.Check(server.Process.Signal(os.Interrupt))
	ts.Check(server.Wait())
}

// fetch METHOD URL [BODY [NAME=VALUE...]] sends a request with these headers, and writes status and answer to stdout.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) >= 2)
	body := ""
	if len(args) > 2 {
		body = args[2]
	}
	r, err := http.NewRequest(args[0], args[1], strings.NewReader(body))
	ts.Check(err)
	for _, h := range args[min(len(args), 3):] {
		name, value, _ := strings.Cut(h, "=")
		r.Header.Set(name, value)
	}
	r.Close = true
	answer, err := http.DefaultTransport.RoundTrip(r)
	ts.Check(err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%d\n%s\n", answer.StatusCode, content)
}
