package main

import (
	"path/filepath"
	"strings"

	"infoseek"
	"infoseek/agent"
	"infoseek/bench/table"
	"infoseek/dataset"
	"infoseek/internal/tags"
	"infoseek/reward"
)

// rolloutFiles are the rollouts of other systems in the data set.
var rolloutFiles = []struct{ name, file string }{
	{"Search-R1 on NQ", "trajectories/searchr1_nq_2026_04_25_17_38_search_r1_base_seed1.json.zst"},
	{"Search-R1 on Bamboogle", "trajectories/searchr1_bamboogle_2026_04_29_06_48_search_r1_instruct_seed1.json.zst"},
	{"R1-Searcher on Bamboogle", "trajectories/r1searcher_bamboogle_qwen.jsonl.zst"},
}

// realRollouts reads the rollouts: the answers read out of them, and the scores of these, against what the files say. A file without scores has no row for them.
func realRollouts() ([]table.Row, error) {
	var rows []table.Row
	for _, f := range rolloutFiles {
		var c counts
		err := eachRollout(f.file, func(r dataset.Rollout) {
			answer := read(r).Answer
			// one answer of R1-Searcher's file is in another form than its text has
			if r.Answer != nil && strings.Contains(r.Text[max(0, strings.LastIndex(r.Text, tags.Opening(tags.Answer))):], *r.Answer) {
				c.add(f.name+": answers read, where the text has them as the file does", one(reward.Normal(answer) == reward.Normal(*r.Answer)), 1)
			}
			if r.Exact != nil {
				c.add(f.name+": exact match", one(reward.Exact(answer, r.Gold)), one(*r.Exact))
			}
			if r.Contains != nil {
				c.add(f.name+": contains the answer", one(reward.Contains(answer, r.Gold)), one(*r.Contains))
			}
		})
		if err != nil {
			return nil, err
		}
		rows = append(rows, c.rows("rollouts")...)
	}
	return rows, nil
}

func eachRollout(file string, do func(dataset.Rollout)) error {
	for r, err := range dataset.ReadRollouts(dataFile(file)) {
		if err != nil {
			return err
		}
		do(r)
	}
	return nil
}

func read(r dataset.Rollout) agent.Rollout {
	return agent.ReadRollout(r.Text, append(r.Notices, agent.Notice)...)
}

// realSamples makes samples of real rollouts, at most limit of each file if limit is not 0: their questions, turns and observations, scored. Blanks before a turn are the environment's.
func realSamples(limit int) ([]infoseek.Sample, error) {
	var all []infoseek.Sample
	for _, f := range rolloutFiles {
		n := 0
		err := eachRollout(f.file, func(r dataset.Rollout) {
			if n++; limit == 0 || n <= limit {
				all = append(all, newSample(r, filepath.Base(f.file)))
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func newSample(r dataset.Rollout, file string) infoseek.Sample {
	rollout := read(r)
	t := infoseek.Trajectory{
		V: infoseek.FormatVersion, Question: r.Question, Agent: string(r.Maker), Answer: rollout.Answer, Ended: infoseek.EndAnswer, Turns: len(rollout.Turns),
		Segments: []infoseek.Segment{{Kind: infoseek.SegmentQuestion, Origin: infoseek.OriginTemplate, Text: r.Question}},
	}
	if !rollout.Answered {
		t.Ended = infoseek.EndTurns
	}
	observations := rollout.Observations
	for i, turn := range rollout.Turns {
		t.Segments = append(t.Segments, infoseek.Segment{Turn: i + 1, Kind: infoseek.SegmentTurn, Origin: infoseek.OriginModel, Text: strings.TrimLeft(turn.Text, " \t\r\n")})
		if turn.Action == agent.Search && len(observations) > 0 {
			t.Segments = append(t.Segments, infoseek.Segment{Turn: i + 1, Kind: infoseek.SegmentObservation, Origin: infoseek.OriginTool, Text: tags.Wrap(tags.Information, observations[0])})
			observations = observations[1:]
		}
	}
	id := file + "/" + r.Question
	_, format := reward.Format(t.Rollout())
	score := infoseek.SampleScore{Format: format == nil, Match: reward.Exact(t.Answer, r.Gold), F1: reward.F1(t.Answer, r.Gold), Reward: reward.Reward(t.Rollout(), r.Gold)}
	if format != nil {
		score.Problem = format.Error()
	}
	return infoseek.Sample{V: infoseek.FormatVersion, ID: id + "/0", QuestionID: id, Gold: r.Gold, Trajectory: t, Score: score}
}
