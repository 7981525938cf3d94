package rollout

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"infoseek"
	"infoseek/agent"
	"infoseek/runs"
	"infoseek/runs/queue"

	"github.com/go-json-experiment/json/jsontext"
)

// RunName is the run inside a run that holds the journals of its trajectories.
const RunName = "rollout"

// MostSamples bounds the samples of one question: items of the journal are numbered by it, so that more samples change no number.
const MostSamples = 1000

// mostFaults is how many samples in a row may end in a fault before the work ends: then something is wrong that the next ones would meet too.
const mostFaults = 20

// Options change what is sampled. They are those of the run's manifest: with others it is another run.
type Options struct {
	Of      string `json:"of"`      // the run of the questions; Run sets it
	Role    string `json:"role"`    // whose model plays the agent
	Agent   string `json:"agent"`   // the model's name, or Embedded
	Refiner string `json:"refiner"` // the model's name, or Embedded
	Tools   string `json:"tools"`   // how a model acts: tags or native
	// Tokenizer is the hash of the file that tokens are counted by, "" where bytes are.
	Tokenizer string `json:"tokenizer"`
	// Engine is that of the agent's Searcher (infoseek.Retriever).
	Engine string `json:"engine,omitzero"`
	// Settings are the agent's, as JSON.
	Settings jsontext.Value `json:"settings"`
}

// Limits say how much is wanted; the output with smaller ones is a part of that with larger ones.
type Limits struct {
	Questions int `json:"questions"`
	Samples   int `json:"samples"` // of each question
}

// Job is the samples to take for the questions of one run directory.
type Job struct {
	Dir       string
	Questions []infoseek.Question
	// Only are the ids of the questions to answer; nil: all. The samples of the others stay where they are, but not in the trajectories.
	Only    map[string]bool
	Samples int // of each question
	Options Options
	Seed    uint64
	Version string
	Pages   infoseek.Pages
	Models  map[string]infoseek.Model // by role; none with the embedded agent
	// Agent makes the agent of one sample by the options, whose models are asked for by their role.
	Agent   func(o Options, seed uint64, model func(role string) infoseek.Model) (*agent.Agent, error)
	Workers int // samples taken at once; 0: one for each processor
	// Progress is told how many samples are done, and how many of them ended in a fault.
	Progress func(done, faults int)
	// Queue, where it is not nil, reaches workers elsewhere, who take the samples instead of this process; it is called when the run directory is there. The connection is closed by done.
	Queue func(dir string) (c *queue.Conn, done func(), err error)
	// Budget is the run's, which workers elsewhere share; nil: each has its own.
	Budget queue.Budget
}

// Result is what a job came to.
type Result struct {
	Questions int `json:"questions"`
	Samples   int `json:"samples"` // in the run's trajectories
	Taken     int `json:"taken"`   // by this call
	Faults    int `json:"faults"`  // samples that are missing because they ended in a fault
	// Shape is told of all trajectories.
	Shape Shape `json:"shape"`
}

// Run takes every sample that is wanted and not there yet, and writes the run's trajectories.jsonl in the order of questions and samples. Stopped by an error or by ctx, it writes what there is; the same job goes on from there,
// and asks no model again what it answered. What is sampled depends on questions, options, seed and models, not on the number of workers. A sample that ends in a fault is none: the same job tries it again.
func Run(ctx context.Context, j Job) (Result, error) {
	if err := j.check(); err != nil {
		return Result{}, err
	}
	outer, err := runs.Read(j.Dir)
	if err != nil {
		return Result{}, err
	}
	j.Options.Of = outer.Manifest().Run
	info := j.Pages.Info()
	r, err := runs.OpenWithin(j.Dir, RunName, runs.Options{
		Command: RunName, Options: j.Options, Limits: Limits{j.answered(), j.Samples}, Seed: j.Seed, Version: j.Version,
		Corpus: infoseek.CorpusRef{Hash: info.Hash, Entities: info.Entities},
	})
	if err != nil {
		return Result{}, err
	}
	w := &work{taker: taker{Job: j}, run: r}
	err = w.all(ctx)
	res := w.result()
	err = errors.Join(err, r.SetState(runs.StateAfter(ctx, err), func(m *runs.Manifest) {
		m.Counts = map[string]int{"questions": res.Questions, "samples": res.Samples, "faults": res.Faults}
	}), r.Close())
	return res, err
}

// answers says whether a question is to be answered.
func (j *Job) answers(question int) bool { return j.Only == nil || j.Only[j.Questions[question].ID] }

// answered counts the questions to answer.
func (j *Job) answered() int {
	n := 0
	for q := range j.Questions {
		if j.answers(q) {
			n++
		}
	}
	return n
}

func (j *Job) check() error {
	if j.Samples < 1 || j.Samples > MostSamples {
		return fmt.Errorf("rollout: %d samples of a question: give 1 to %d", j.Samples, MostSamples)
	}
	seen := map[string]bool{}
	for _, q := range j.Questions {
		if seen[q.ID] {
			return fmt.Errorf("rollout: question %q twice", q.ID)
		}
		seen[q.ID] = true
	}
	if j.Workers < 1 {
		j.Workers = runtime.GOMAXPROCS(0)
	}
	return nil
}
