package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"infoseek"
	"infoseek/bench/checkout"
	"infoseek/bench/table"
	"infoseek/eval"
)

var evaluateRun = checkout.File{Repository: checkout.BrowseComp, Path: "scripts_evaluation/evaluate_run.py", SHA256: "1a21233937c377ab6323c98ff9af67742756a57fbacab4ebf9bc30852eae530a"}

// browseQuestions are enough for two bins of calibration and a half.
const browseQuestions = 260

// browseRun has evaluate_run.py itself and 'infoseek eval' score the same made-up run folder, both with a judge that calls right what says so.
func browseRun(ctx context.Context) ([]table.Row, error) {
	const what = "evaluate_run.py on a whole run"
	skipped := func(err error) ([]table.Row, error) {
		return []table.Row{table.Skip(what, "", table.RatioAtMost(1), err.Error())}, ctx.Err()
	}
	script, err := evaluateRun.In(checkout.Folder())
	if err != nil {
		return skipped(err)
	}
	python, err := printed(ctx, installer, "trec")
	if err != nil {
		return skipped(err)
	}
	dir, err := os.MkdirTemp("", "parity-browsecomp")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := writeBrowseRun(dir); err != nil {
		return nil, err
	}
	if _, err := peer(ctx, python, "bench/parity/peers/browsecomp.py", script, filepath.Join(dir, "runs", "r"), filepath.Join(dir, "truth.jsonl"), filepath.Join(dir, "qrels.txt"), filepath.Join(dir, "out")); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(dir, "out", "r", "evaluation_summary.json"))
	if err != nil {
		return nil, err
	}
	var theirs eval.Leaderboard
	if err := json.Unmarshal(data, &theirs); err != nil {
		return nil, err
	}
	ours, err := ourBrowse(ctx, dir)
	if err != nil {
		return nil, err
	}
	return browseRows(what, ours, theirs), nil
}

func browseRows(what string, ours, theirs eval.Leaderboard) []table.Row {
	var c counts
	c.add(what+": accuracy", ours.Accuracy, theirs.Accuracy)
	c.add(what+": evidence recall", *ours.Recall, *theirs.Recall)
	c.add(what+": searches", ours.Calls["search"], theirs.Calls["search"])
	c.add(what+": calibration error", ours.Calibration, theirs.Calibration)
	by := map[string]eval.BrowseScore{}
	for _, q := range ours.Questions {
		by[q.ID] = q
	}
	for _, q := range theirs.Questions {
		c.add(what+": each question, right or wrong", one(by[q.ID].Correct), one(q.Correct))
		c.add(what+": each question, recall", *by[q.ID].Recall, *q.Recall)
	}
	return c.rows("figures")
}

// writeBrowseRun writes questions, judgements and a run: right and wrong answers, unfinished ones, distinct confidences.
func writeBrowseRun(dir string) error {
	chance := rand.New(rand.NewPCG(5, 6))
	runs := filepath.Join(dir, "runs", "r")
	if err := os.MkdirAll(runs, 0o755); err != nil {
		return err
	}
	var truth, qrels strings.Builder
	for i := range browseQuestions {
		id := fmt.Sprint(1000 + i)
		var evidence []map[string]string
		for _, doc := range chance.Perm(40)[:2+chance.IntN(6)] {
			evidence = append(evidence, map[string]string{"docid": fmt.Sprint(doc)})
			fmt.Fprintf(&qrels, "%s Q0 %d 1\n", id, doc)
		}
		line, err := json.Marshal(map[string]any{"query_id": id, "query": "What is " + id + "?", "answer": "right " + id, "evidence_docs": evidence})
		if err != nil {
			return err
		}
		truth.Write(append(line, '\n'))
		if err := writeBrowseFile(runs, id, chance, float64(i)/browseQuestions); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "truth.jsonl"), []byte(truth.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "qrels.txt"), []byte(qrels.String()), 0o644)
}

func writeBrowseFile(runs, id string, chance *rand.Rand, confidence float64) error {
	status, said := "completed", "wrong"
	if chance.IntN(9) == 0 {
		status = "incomplete"
	}
	if chance.Float64() < 0.3+0.5*confidence {
		said = "right"
	}
	docs := []string{}
	for _, doc := range chance.Perm(40)[:chance.IntN(20)] {
		docs = append(docs, fmt.Sprint(doc))
	}
	data, err := json.Marshal(map[string]any{
		"query_id": id, "status": status, "metadata": map[string]string{"model": "made-up"}, "tool_call_counts": map[string]int{"search": chance.IntN(20)}, "retrieved_docids": docs,
		"result": []map[string]string{{"type": "output_text", "output": fmt.Sprintf("Explanation: see [%d] and 【3, 4】.\nExact Answer: %s %s\nConfidence: %.4f%%", chance.IntN(40), said, id, 100*confidence)}},
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(runs, id+".json"), data, 0o644)
}

func ourBrowse(ctx context.Context, dir string) (entry eval.Leaderboard, err error) {
	set, err := eval.ReadSet(eval.BrowseCompPlus, filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		return entry, err
	}
	set.SHA256 = "made up"
	predictions, err := eval.ReadPredictions(filepath.Join(dir, "runs", "r"))
	if err != nil {
		return entry, err
	}
	stated := map[string]string{}
	for _, name := range eval.Stated {
		stated[name] = "made up"
	}
	out := filepath.Join(dir, "ours")
	if _, err := eval.Run(ctx, eval.Job{
		Dir: out, Sets: []eval.Set{set}, Limits: eval.Limits{Samples: 1}, Version: "parity", Predictions: predictions, Judges: []infoseek.Model{plainJudge{}},
		Options: eval.Options{Agent: eval.Elsewhere, Stated: stated},
	}); err != nil {
		return entry, err
	}
	data, err := os.ReadFile(filepath.Join(out, eval.LeaderboardName))
	if err != nil {
		return entry, err
	}
	return entry, json.Unmarshal(data, &entry)
}

// plainJudge calls right what says so.
type plainJudge struct{}

func (plainJudge) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{Name: "plain"} }
func (plainJudge) Tokenizer() infoseek.Tokenizer { return nil }

var confidence = regexp.MustCompile(`Confidence: ([0-9.]+)%`)

func (plainJudge) Generate(_ context.Context, r infoseek.Request) (infoseek.Response, error) {
	asked := r.Messages[len(r.Messages)-1].Content
	said := confidence.FindStringSubmatch(asked)
	if said == nil {
		return infoseek.Response{}, &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "judge", Err: fmt.Errorf("no confidence in %q", asked)}
	}
	return infoseek.Response{Text: fmt.Sprintf(`{"final":"it","why":"so","correct":%t,"confidence":%s}`, strings.Contains(asked, "Exact Answer: right"), said[1]), Finish: infoseek.FinishStop}, nil
}
