package eval

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"infoseek"
	"infoseek/runs"

	"github.com/go-json-experiment/json/jsontext"
)

// Command is the command of a run's manifest.
const Command = "eval"

// The kinds of agents.
const (
	Search     = "search"      // a model that searches
	Embedded   = "embedded"    // the searcher without a model
	OneShot    = "one-shot"    // one search, for the question
	ClosedBook = "closed-book" // a model without a search
	Elsewhere  = "predictions" // made elsewhere
)

// The outputs of a run.
const (
	PredictionsName = "predictions.jsonl" // Record
	ScoresName      = "scores.jsonl"      // Score, one a set
	LeaderboardName = "leaderboard.jsonl" // Leaderboard, where BrowseComp-Plus is among the sets
)

// Most questions of a set and samples of a question: items of the journal are numbered by them, so that more questions change no number.
const (
	MostQuestions = 1_000_000
	MostSamples   = 1000
)

// mostFaults is how many answers in a row may end in a fault before the work ends: then something is wrong that the next ones would meet too.
const mostFaults = 20

// Options change what is answered. They are those of the run's manifest: with others it is another run.
type Options struct {
	Sets    []SetOptions `json:"sets"`
	Agent   string       `json:"agent"` // which kind: search, embedded, one-shot, closed-book or predictions
	Model   string       `json:"model"` // "" for none
	Refiner string       `json:"refiner"`
	// Prompt is a hash over what the model is told beside the question.
	Prompt    string             `json:"prompt"`
	Tools     string             `json:"tools"`
	Tokenizer string             `json:"tokenizer"`
	Retriever infoseek.Retriever `json:"retriever"`
	Settings  jsontext.Value     `json:"settings"`
	// Predictions is the hash of the file or folder of answers made elsewhere, Stated what their maker says of how.
	Predictions string            `json:"predictions"`
	Stated      map[string]string `json:"stated,omitempty"`
}

// SetOptions name a set and its questions.
type SetOptions struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Order  string `json:"order"`
}

// Limits say how much is wanted; the output with smaller ones is a part of that with larger ones.
type Limits struct {
	Questions int `json:"questions"` // of each set; 0: all
	Samples   int `json:"samples"`   // of each question
}

// Task is one answer to get.
type Task struct {
	Question infoseek.Question
	Set      string
	Sample   int
	Seed     uint64
	// Model is m with its answers kept in the run's journal: none is paid for twice.
	Model func(role string, m infoseek.Model) infoseek.Model
}

// Job is an evaluation in one run directory.
type Job struct {
	Dir       string
	Sets      []Set // with all of their questions, in order
	Limits    Limits
	Options   Options
	Seed      uint64
	Version   string
	CorpusDir string
	// Pages are the corpus that is searched, in which gold answers are looked for; nil where nobody has it.
	Pages infoseek.Pages
	// Answer gets one answer. A sample that ended in a fault says so in its trajectory; an error ends the work. The seconds are what it took.
	Answer func(ctx context.Context, t Task) (s infoseek.Sample, seconds float64, err error)
	// Predictions are answers made elsewhere, in place of Answer.
	Predictions *Predictions
	// Judges say whether answers mean the same as a gold one; the second is there to be compared with the first.
	Judges  []infoseek.Model
	Workers int // answers got at once; 0: one for each processor
	// Progress is told how many answers there are, and how many ended in a fault; Stage what comes after them.
	Progress func(done, faults int)
	Stage    func(what string)
	Date     string // of a leaderboard's entry
}

// Result is what an evaluation came to.
type Result struct {
	V       int     `json:"v"`
	Dir     string  `json:"dir"`
	Answers int     `json:"answers"`
	Taken   int     `json:"taken"` // by this call
	Faults  int     `json:"faults"`
	Scores  []Score `json:"scores"`
}

// Run gets every answer that is wanted and not there yet, has judges judge what they have not judged, and writes predictions and scores. Stopped by an error or by ctx, it writes what there is; the same job goes on from there. What is
// answered depends on sets, options, seed and models, not on the number of workers. An answer that ended in a fault is none: the same job tries it again.
func Run(ctx context.Context, j Job) (Result, error) {
	if err := j.check(); err != nil {
		return Result{}, err
	}
	o := runs.Options{Command: Command, Options: j.Options, Limits: j.Limits, Seed: j.Seed, Version: j.Version, CorpusDir: j.CorpusDir}
	if j.Pages != nil {
		info := j.Pages.Info()
		o.Corpus = infoseek.CorpusRef{Hash: info.Hash, Entities: info.Entities}
	}
	r, err := runs.Open(j.Dir, o)
	if err != nil {
		return Result{}, err
	}
	w := &work{Job: j, run: r}
	res, err := w.all(ctx)
	res.V, res.Dir = infoseek.FormatVersion, j.Dir
	err = errors.Join(err, r.SetState(runs.StateAfter(ctx, err), func(m *runs.Manifest) {
		m.Counts = map[string]int{"answers": res.Answers, "faults": res.Faults}
	}), r.Close())
	return res, err
}

func (j *Job) check() error {
	if j.Limits.Samples < 1 || j.Limits.Samples > MostSamples {
		return fmt.Errorf("eval: %d samples of a question: give 1 to %d", j.Limits.Samples, MostSamples)
	}
	if len(j.Judges) > 2 {
		return fmt.Errorf("eval: %d judges: give one, or two to compare them", len(j.Judges))
	}
	if j.Predictions != nil && len(j.Sets) > 1 && j.Predictions.bare != "" {
		return fmt.Errorf("eval: the prediction for %q says neither its set nor its question: score one set at a time", j.Predictions.bare)
	}
	seen := map[string]bool{}
	for _, s := range j.Sets {
		if seen[s.Name] {
			return fmt.Errorf("eval: set %q twice", s.Name)
		}
		if seen[s.Name] = true; len(s.Questions) > MostQuestions {
			return fmt.Errorf("eval: set %q has %d questions, more than %d", s.Name, len(s.Questions), MostQuestions)
		}
	}
	if j.Workers < 1 {
		j.Workers = runtime.GOMAXPROCS(0)
	}
	return nil
}
