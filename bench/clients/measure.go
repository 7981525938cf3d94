package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/bench/table"
)

// asked is how many queries each client sends.
const asked = 60

func measure(ctx context.Context, tab *table.Table, checkouts, program string) error {
	var run []client
	for _, c := range clients {
		if _, err := c.In(checkouts); err != nil {
			tab.Add(table.Skip(c.what, "", table.AtLeast(1), err.Error()))
			continue
		}
		run = append(run, c)
	}
	if len(run) == 0 {
		return nil
	}
	cmd := exec.CommandContext(ctx, "scripts/peer-venv.sh", "clients")
	cmd.Stderr = os.Stderr
	python, err := cmd.Output()
	if err != nil {
		for _, c := range run {
			tab.Add(table.Skip(c.what, "", table.AtLeast(1), "no Python for it: "+err.Error()))
		}
		return nil
	}
	results, err := drive(ctx, strings.TrimSpace(string(python)), checkouts, program, run)
	if err != nil {
		return err
	}
	for _, c := range run {
		r, ok := results[c.driver]
		if !ok {
			return fmt.Errorf("%s: no result", c.driver)
		}
		tab.Add(table.Figure(c.what, float64(r.good), "", table.AtLeast(float64(max(1, r.asked)))))
		if r.difference != "" {
			fmt.Fprintf(os.Stderr, "%s: %s\n", c.driver, r.difference)
		}
	}
	return nil
}

// result is what came of a client: how often it asked, how often that gave what was expected, and the first time that it did not.
type result struct {
	asked, good int
	difference  string
}

func (r *result) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&r.asked, &r.good, &r.difference})
}

// drive starts our server over the sample corpus, and has drive.py run the clients against it.
func drive(ctx context.Context, python, checkouts, program string, run []client) (results map[string]*result, err error) {
	l := library.New()
	dir, err := l.Import(ctx, library.Sample)
	if err != nil {
		return nil, err
	}
	queries, err := titles(ctx, l)
	if err != nil {
		return nil, err
	}
	server := exec.CommandContext(ctx, program, "serve", "-q", "-c", dir, "--listen", "127.0.0.1:0")
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := server.Start(); err != nil {
		return nil, err
	}
	defer func() { server.Process.Signal(os.Interrupt); server.Wait() }()
	url, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("%s serve: no address: %w", program, err)
	}
	args := []string{"-W", "ignore", "bench/clients/drive.py", strings.TrimSpace(url), checkouts}
	for _, c := range run {
		args = append(args, c.driver)
	}
	input, err := json.Marshal(map[string][]string{"queries": queries})
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, python, args...)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("drive.py: %w", err)
	}
	return results, json.Unmarshal(answer, &results)
}

// titles are those of pages spread over the sample corpus: queries that find something.
func titles(ctx context.Context, l library.Library) ([]string, error) {
	shelf, err := l.Open(ctx, library.Sample)
	if err != nil {
		return nil, err
	}
	defer shelf.Close()
	n := shelf.Info().Pages
	var all []string
	for i := range min(asked, n) {
		p, err := shelf.Page(ctx, infoseek.PageNum(i*n/min(asked, n)))
		if err != nil {
			return nil, err
		}
		all = append(all, p.Title)
	}
	return all, nil
}
