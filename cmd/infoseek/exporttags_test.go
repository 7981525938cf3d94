package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/agent"
	"infoseek/dataset"

	"github.com/google/go-cmp/cmp"
)

// TestTagsReadBack: an export as tags, read as any rollout, has the turns, queries and answers of the trajectories it was made of, and its spans are those turns.
func TestTagsReadBack(t *testing.T) {
	run := filepath.Join("..", "..", "dataset", "testdata", "rollout")
	out := filepath.Join(t.TempDir(), "tags.jsonl")
	if _, err := dataset.Export(context.Background(), dataset.Options{As: dataset.Tags, Run: run, Out: out, Samples: dataset.SampleOptions{Which: dataset.AllSamples}}); err != nil {
		t.Fatal(err)
	}
	var samples []infoseek.Sample
	for s, err := range dataset.ReadSamples(filepath.Join(run, "trajectories.jsonl")) {
		if err != nil {
			t.Fatal(err)
		}
		samples = append(samples, s)
	}
	n := 0
	for r, err := range dataset.ReadRollouts(out) {
		if err != nil {
			t.Fatal(err)
		}
		want := samples[n].Trajectory
		got := agent.ReadRollout(r.Text, noticesOf(want)...)
		if diff := cmp.Diff(turnsOf(want), textsOf(got.Turns)); diff != "" || got.Answer != want.Answer {
			t.Errorf("%s: answer %q, turns (-want +got):\n%s", r.ID, got.Answer, diff)
		}
		n++
	}
	if n != len(samples) || n != 3 {
		t.Errorf("%d rollouts of %d samples", n, len(samples))
	}
}

func turnsOf(t infoseek.Trajectory) []string {
	var all []string
	for _, s := range t.Segments {
		if s.Kind == infoseek.SegmentTurn {
			all = append(all, s.Text)
		}
	}
	return all
}

func noticesOf(t infoseek.Trajectory) []string {
	var all []string
	for _, s := range t.Segments {
		if s.Kind == infoseek.SegmentNotice {
			all = append(all, s.Text)
		}
	}
	return all
}

// textsOf are the texts of turns without what parts them from what came before.
func textsOf(turns []agent.Turn) []string {
	var all []string
	for _, turn := range turns {
		all = append(all, strings.TrimSpace(turn.Text))
	}
	return all
}
