package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"infoseek/bench/table"
	"infoseek/eval"
	"infoseek/search"
)

// markedAnswers holds what 'infoseek eval' makes of the answers against the script of each set.
func markedAnswers() ([]table.Row, error) {
	type scored struct {
		scoredAnswer
		Set string `json:"set"`
	}
	var c counts
	err := each(dataFile("parity/answer_scores.jsonl.zst"), func(a scored) {
		m := eval.Mark(a.Set, a.Prediction, a.Answers)
		if strings.TrimSpace(a.Prediction) == "" {
			// the scripts call no answer right where a gold one is nothing but punctuation (9 broken lists of TriviaQA's): reward does as they do, a score must not
			c.add("infoseek eval: no answer is worth nothing", one(m == eval.Marks{}), 1)
			return
		}
		name := "infoseek eval on " + a.Set + ": "
		c.add(name+"Search-R1's exact match", one(m.Exact), a.SearchR1.EM)
		switch a.Set {
		case "triviaqa":
			c.add(name+"the set's script, exact match", one(m.OwnExact), a.TriviaQA.EM)
			c.add(name+"the set's script, F1", m.OwnF1, a.TriviaQA.F1)
		case "hotpotqa", "2wikimultihopqa":
			if len(a.Answers) == 1 { // the script knows one gold answer
				c.add(name+"the set's script, exact match", one(m.OwnExact), a.HotpotQA.EM)
				c.add(name+"the set's script, F1", m.OwnF1, a.HotpotQA.F1)
			}
		default:
			c.add(name+"the set's script, exact match", one(m.OwnExact), a.SQuAD.Exact)
			c.add(name+"the set's script, F1", m.OwnF1, a.SQuAD.F1)
		}
	})
	return c.rows("answers"), err
}

// browseCases holds calibration and citations against those that evaluate_run.py gave.
func browseCases() ([]table.Row, error) {
	data, err := os.ReadFile(dataFile("parity/browsecomp_plus.json"))
	if err != nil {
		return nil, err
	}
	var cases struct {
		Calibration []struct {
			Confidence []float64 `json:"confidence"`
			Correct    []bool    `json:"correct"`
			Error      float64   `json:"calibration_error"`
		} `json:"calibration"`
		Citations []struct {
			Text      string   `json:"text"`
			Relevant  []string `json:"relevant"`
			Cited     []string `json:"cited"`
			Precision float64  `json:"precision"`
			Recall    float64  `json:"recall"`
		} `json:"citations"`
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		return nil, err
	}
	var c counts
	for _, k := range cases.Calibration {
		c.add("evaluate_run.py: calibration error", eval.Calibration(k.Confidence, k.Correct), k.Error)
	}
	for _, k := range cases.Citations {
		cited := eval.Citations(k.Text)
		precision, recall := eval.CitationMarks(cited, k.Relevant)
		c.add("evaluate_run.py: documents cited", one(sameSet(cited, k.Cited)), 1)
		c.add("evaluate_run.py: citation precision", precision, k.Precision)
		c.add("evaluate_run.py: citation recall", recall, k.Recall)
	}
	return c.rows("cases"), nil
}

func sameSet(a, b []string) bool {
	count := map[string]int{}
	for _, s := range a {
		count[s]++
	}
	for _, s := range b {
		count[s]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// What trec_eval is compared on: made-up runs, with ties, graded judgements, and documents that nobody judged.
const (
	trecQueries = 500
	trecDepth   = 30
)

// trecMeasures holds 'search eval' against trec_eval, through PyPI's pytrec-eval-terrier.
func trecMeasures(ctx context.Context) ([]table.Row, error) {
	const what = "trec_eval (pytrec-eval-terrier)"
	python, err := printed(ctx, installer, "trec")
	if err != nil {
		return []table.Row{table.Skip(what, "", table.RatioAtMost(1), err.Error())}, ctx.Err()
	}
	run, qrels := trecFiles()
	ours, err := measured(run, qrels)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "parity-trec")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	runFile, qrelsFile := filepath.Join(dir, "run.txt"), filepath.Join(dir, "qrels.txt")
	for file, content := range map[string]string{runFile: run, qrelsFile: qrels} {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return nil, err
		}
	}
	out, err := peer(ctx, python, "bench/parity/peers/trec.py", runFile, qrelsFile)
	if err != nil {
		return nil, err
	}
	var c counts
	for line := range strings.Lines(out) {
		var query string
		var r5, r20, ndcg, mrr float64
		if _, err := fmt.Sscan(line, &query, &r5, &r20, &ndcg, &mrr); err != nil {
			return nil, fmt.Errorf("trec.py: %q: %w", line, err)
		}
		m, ok := ours[query]
		if !ok {
			continue // nothing relevant: we leave the query out and say so
		}
		c.add(what+": recall@5", m.Recall[5], r5)
		c.add(what+": recall@20", m.Recall[20], r20)
		c.add(what+": nDCG@10", m.NDCG10, ndcg)
		c.add(what+": reciprocal rank", m.MRR, mrr)
	}
	return c.rows("queries"), nil
}

func trecFiles() (run, qrels string) {
	chance := rand.New(rand.NewPCG(3, 4))
	var r, q strings.Builder
	for query := range trecQueries {
		for rank, doc := range chance.Perm(3 * trecDepth)[:trecDepth] {
			fmt.Fprintf(&r, "q%d Q0 d%d %d %d ours\n", query, doc, rank+1, (trecDepth-rank)/2)
		}
		for _, doc := range chance.Perm(3 * trecDepth)[:8] {
			fmt.Fprintf(&q, "q%d 0 d%d %d\n", query, doc, chance.IntN(4))
		}
	}
	return r.String(), q.String()
}

func measured(run, qrels string) (map[string]search.Measures, error) {
	r, err := search.ReadRun(strings.NewReader(run), "run")
	if err != nil {
		return nil, err
	}
	q, err := search.ReadQrels(strings.NewReader(qrels), "qrels")
	if err != nil {
		return nil, err
	}
	all := map[string]search.Measures{}
	for _, m := range search.Evaluate(r, q).Queries {
		all[m.Query] = m.Measures
	}
	return all, nil
}

// peer runs a program of others.
func peer(ctx context.Context, python, script string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, python, append([]string{script}, args...)...)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("%s: %w: %s", script, err, said.String())
	}
	return out.String(), nil
}
