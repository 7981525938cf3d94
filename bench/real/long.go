package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/bench/llama"
	"infoseek/bench/table"
	"infoseek/hcsp"
	"infoseek/runs"
	"infoseek/synth"
)

// The long way: a question of so many vertices, in a context that is small for it.
const (
	longVertices = 30
	longContext  = 1536
	longResponse = 64
)

// long is 'infoseek ask' over the small model, on a server whose context is as small as the agent's: what the server refuses or counts beyond it is an overflow. Strict turns down what the model writes out of form, so it goes on
// to the last turn; without it, what can be read of a turn is run, and searches fill the context.
type long struct {
	shelf     *library.Shelf
	corpus    string // its directory
	tokenizer string
	url       string
	turns     int
}

// measure starts the server, makes the question, and asks it both ways.
func (l *long) measure(ctx context.Context, tab *table.Table) error {
	goal := table.AtMost(0)
	url, done, err := llama.Serve(ctx, "LLAMA_PORT=18137", fmt.Sprintf("LLAMA_CTX=%d", longContext))
	if err != nil {
		tab.Add(table.Skip("long way: requests beyond the context", "", goal, "no server: "+err.Error()))
		return nil
	}
	defer done()
	l.url = url
	if err := errors.Join(os.MkdirAll(filepath.Dir(l.tokenizer), 0o755), llama.WriteTokenizer(l.tokenizer)); err != nil {
		return err
	}
	c, err := longQuestion(ctx, l.shelf)
	if err != nil {
		return err
	}
	tab.Add(table.Figure("long way: vertices of the question", float64(len(c.tree.Vertices)), "", table.AtLeast(longVertices)),
		table.Figure("  put together from questions", float64(len(c.parts)), "", table.Bound{}))
	if err := l.ask(ctx, tab, c.text(), l.turns, "--strict"); err != nil {
		return err
	}
	return l.ask(ctx, tab, c.text(), l.turns/4) // fewer, for time: its context is as full by then
}

// longQuestion is one that the solver says has one answer.
func longQuestion(ctx context.Context, shelf *library.Shelf) (composed, error) {
	made, err := library.New().Run(ctx, shelf, "long", synth.Options{Seed: 1, PerRoot: 3})
	if err != nil {
		return composed{}, err
	}
	r, err := runs.Read(made.Dir)
	if err != nil {
		return composed{}, err
	}
	var all []infoseek.Question
	for q, err := range r.Questions() {
		if err != nil {
			return composed{}, err
		}
		all = append(all, q)
	}
	c, ok := compose(all, longVertices)
	if !ok {
		return c, fmt.Errorf("no %d vertices can be put together from %d questions", longVertices, len(all))
	}
	up, _, err := hcsp.NewSolver(shelf).Candidates(ctx, c.tree)
	if err == nil && len(up[0]) != 1 {
		err = fmt.Errorf("the question put together has %d answers", len(up[0]))
	}
	return c, err
}

// ask runs the program once and adds what its requests and its trajectory came to.
func (l *long) ask(ctx context.Context, tab *table.Table, question string, turns int, flags ...string) error {
	w, err := newWatch(l.url)
	if err != nil {
		return err
	}
	defer w.Close()
	name := "infoseek"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	args := append([]string{"ask", "-q", "-c", l.corpus, "--endpoint", w.URL + "/v1", "--turns", strconv.Itoa(turns), "--context", strconv.Itoa(longContext), "--response", strconv.Itoa(longResponse),
		"--observation", "320", "--tokenizer", l.tokenizer, "--seed", "1", "--json"}, flags...)
	cmd := exec.CommandContext(ctx, filepath.Join("bin", name), append(args, question)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) { // 1: no answer
		return fmt.Errorf("ask: %w", err)
	}
	var tr infoseek.Trajectory
	if err := json.NewDecoder(bytes.NewReader(out)).Decode(&tr); err != nil {
		return fmt.Errorf("ask: trajectory: %w", err)
	}
	what := fmt.Sprintf("%d turns", turns)
	if len(flags) > 0 {
		what += ", " + flags[0]
	}
	least := table.Bound{}
	if len(flags) > 0 { // only an answer of the strict form ends such a run earlier: no model of this size has written one
		least = table.AtLeast(float64(turns))
	}
	tab.Add(longRows(what, &tr, w.calls, least)...)
	return nil
}

func longRows(what string, tr *infoseek.Trajectory, calls []call, least table.Bound) []table.Row {
	none, most := table.Bound{}, 0
	beyond, refused, turns, observed := 0, 0, 0, 0
	for _, c := range calls {
		most = max(most, c.reserved())
		if c.reserved() > longContext {
			beyond++
		}
		if c.status != http.StatusOK {
			refused++
		}
	}
	for _, s := range tr.Segments {
		switch s.Kind {
		case infoseek.SegmentTurn:
			turns++
		case infoseek.SegmentObservation:
			observed++
		}
	}
	return []table.Row{
		table.Figure(what+": requests beyond the context, by the server's count", float64(beyond), "", table.AtMost(0)),
		table.Figure("  requests that the server refused", float64(refused), "", table.AtMost(0)),
		table.Figure("  requests", float64(len(calls)), "", table.AtLeast(1)),
		table.Compared("  most tokens of a request and the response allowed, theirs: the context", float64(most), longContext, "", none),
		table.Figure("  turns in the trajectory", float64(turns), "", least),
		table.Compared("  turns in the trajectory, theirs: requests answered", float64(turns), float64(len(calls)-refused), "", table.Bound{Least: new(1.0), OfRatio: true}),
		table.Figure("  turns that searched", float64(observed), "", none),
		table.Figure("  times that something was left out of the context", float64(len(tr.Dropped)), "", none),
		table.Figure("  faults", float64(len(tr.Faults)), "", table.AtMost(0)),
	}
}
