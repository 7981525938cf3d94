package synth

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"infoseek"
	"infoseek/runs"
)

// TestPageIsAskedOnce: what the model of a page says is the run's. Items that ask the same of it later, after the run was taken up again too, get the answer that is there, and the call belongs to no item.
func TestPageIsAskedOnce(t *testing.T) {
	w := openWorld(t)
	var asked atomic.Int64
	// Each time it is asked it says something else.
	m := oracle(func(context.Context, string) (string, error) { return fmt.Sprint(asked.Add(1)), nil })
	var told atomic.Int64
	job := crewed(w, t, 2, func(i Item) Crew {
		resp, err := i.PageModel("browser", 7).Generate(t.Context(), infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: "page 7"}}})
		if err != nil || resp.Text != "1" {
			t.Errorf("item %d was told %q, %v", i.Number, resp.Text, err)
		}
		told.Add(1)
		return Crew{}
	})
	job.Models = func(string) infoseek.Model { return m }
	job.Limits.Trees = 1
	mustRun(t, job)
	first := told.Load()
	job.Limits.N = 4
	mustRun(t, job)
	if asked.Load() != 1 || first < 2 || told.Load() <= first {
		t.Errorf("asked %d times for %d and then %d items", asked.Load(), first, told.Load())
	}
	run, err := runs.Open(job.Dir, runs.Options{Command: "synth", Options: options(t, job.Options), Limits: job.Limits.normalize(), Seed: 5, Corpus: infoseek.CorpusRef{Hash: w.pages.Info().Hash, Entities: w.pages.Info().Entities}, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	calls, err := run.Calls()
	if err != nil {
		t.Fatal(err)
	}
	for item, sum := range calls.Totals().Items() {
		if item >= 0 || sum.Calls != 1 {
			t.Errorf("item %d: %+v", item, sum)
		}
	}
	if (Item{}).PageModel("browser", 7) != nil {
		t.Error("a model where there is none")
	}
}

func options(t *testing.T, o Options) Options {
	o, err := o.Normalize()
	if err != nil {
		t.Fatal(err)
	}
	return o
}
