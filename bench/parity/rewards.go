package main

import (
	"cmp"
	"math"
	"os"
	"path/filepath"

	"infoseek/bench/table"
	"infoseek/internal/jsonl"
	"infoseek/internal/unpack"
	"infoseek/reward"
)

// dataFile is a file of the data beside the repository.
func dataFile(name string) string {
	return filepath.Join(cmp.Or(os.Getenv("INFOSEEK_DATA"), filepath.Join("..", "shared", "data")), filepath.FromSlash(name))
}

// counts adds up agreement by what is compared, in the order in which that was first met.
type counts struct {
	names []string
	all   map[string]int
	agree map[string]int
}

func (c *counts) add(name string, ours, theirs float64) {
	if c.all == nil {
		c.all, c.agree = map[string]int{}, map[string]int{}
	}
	if c.all[name]++; c.all[name] == 1 {
		c.names = append(c.names, name)
	}
	if math.Abs(ours-theirs) <= 1e-6 {
		c.agree[name]++
	}
}

func (c *counts) rows(unit string) []table.Row {
	var rows []table.Row
	for _, name := range c.names {
		rows = append(rows, agreement(name, c.all[name], c.agree[name], unit))
	}
	return rows
}

// each reads the records of a file of JSON lines, compressed or not.
func each[T any](path string, do func(T)) error {
	f, err := unpack.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for rec, err := range jsonl.Read[T](f, path, jsonl.Options{}) {
		if err != nil {
			return err
		}
		do(rec)
	}
	return nil
}

// scoredAnswer is an answer with what the official scripts gave it.
type scoredAnswer struct {
	Prediction string   `json:"prediction"`
	Answers    []string `json:"answers"`
	HotpotQA   struct {
		EM        float64 `json:"em"`
		F1        float64 `json:"f1"`
		Precision float64 `json:"precision"`
		Recall    float64 `json:"recall"`
	} `json:"hotpot_first_answer"`
	SQuAD struct {
		Exact float64 `json:"exact"`
		F1    float64 `json:"f1"`
	} `json:"squad2_max"`
	TriviaQA struct {
		EM float64 `json:"em"`
		F1 float64 `json:"f1"`
	} `json:"triviaqa_max"`
	SearchR1 struct {
		EM    float64 `json:"em"`
		SubEM float64 `json:"subem"`
	} `json:"search_r1"`
}

func answerScores() ([]table.Row, error) {
	var c counts
	err := each(dataFile("parity/answer_scores.jsonl.zst"), func(a scoredAnswer) {
		h := reward.HotpotQA(a.Prediction, a.Answers[0])
		exact, f1 := reward.TriviaQA(a.Prediction, a.Answers)
		c.add("HotpotQA's script: exact match", one(h.Exact), a.HotpotQA.EM)
		c.add("HotpotQA's script: F1", h.F1, a.HotpotQA.F1)
		c.add("HotpotQA's script: precision", h.Precision, a.HotpotQA.Precision)
		c.add("HotpotQA's script: recall", h.Recall, a.HotpotQA.Recall)
		c.add("SQuAD 2.0's script: exact match", one(reward.Exact(a.Prediction, a.Answers)), a.SQuAD.Exact)
		c.add("SQuAD 2.0's script: F1", reward.F1(a.Prediction, a.Answers), a.SQuAD.F1)
		c.add("TriviaQA's script: exact match", one(exact), a.TriviaQA.EM)
		c.add("TriviaQA's script: F1", f1, a.TriviaQA.F1)
		c.add("Search-R1's script: exact match", one(reward.Exact(a.Prediction, a.Answers)), a.SearchR1.EM)
		c.add("Search-R1's script: contains the answer", one(reward.Contains(a.Prediction, a.Answers)), a.SearchR1.SubEM)
	})
	return c.rows("answers"), err
}

// rewardedTurn is a text with what InfoSeek's training code gave it.
type rewardedTurn struct {
	Text    string   `json:"text"`
	Answers []string `json:"answers"`
	Valid   bool     `json:"valid_format"`
	Answer  *string  `json:"answer"`
	Reward  float64  `json:"reward"`
}

func formatRewards() ([]table.Row, error) {
	var c counts
	err := each(dataFile("parity/format_reward.jsonl.zst"), func(r rewardedTurn) {
		answer, err := reward.Format(r.Text)
		c.add("InfoSeek's training code: valid format", one(err == nil), one(r.Valid))
		if r.Answer != nil {
			c.add("InfoSeek's training code: answer", one(answer == *r.Answer), 1)
		}
		c.add("InfoSeek's training code: reward", reward.Reward(r.Text, r.Answers), r.Reward)
	})
	return c.rows("texts"), err
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
