package report

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"infoseek"
	"infoseek/verify"
)

// sizeRow is a line of the paper's table (arXiv 2509.00375): questions of one number of vertices.
type sizeRow struct {
	Vertices  string
	Questions string
	Share     string
	Failed    string // of those that a closed-book solver was asked, the share it failed
	Tokens    string // a question, making and judging
	Cost      string // a question
	Dollars   string // all of them
}

// sizeSum adds up questions.
type sizeSum struct {
	questions, asked, failed int
	spent                    Spent
}

func (s *sizeSum) add(o sizeSum) {
	s.questions += o.questions
	s.asked += o.asked
	s.failed += o.failed
	s.spent = s.spent.plus(o.spent)
}

// sizes is the table by number of vertices, all of them in the last row. That has, beside what the questions took, what was spent on what gave none.
func sizes(in Input) []sizeRow {
	if len(in.Questions) == 0 {
		return nil
	}
	by := map[int]*sizeSum{}
	for _, q := range in.Questions {
		n := len(q.Tree.Vertices)
		if by[n] == nil {
			by[n] = &sizeSum{}
		}
		by[n].add(sizeOf(q, in))
	}
	all := sizeSum{spent: in.Spending.Rest}
	var rows []sizeRow
	for _, n := range slices.Sorted(maps.Keys(by)) {
		rows = append(rows, by[n].row(strconv.Itoa(n), len(in.Questions)))
		all.add(*by[n])
	}
	return append(rows, all.row("all", len(in.Questions)))
}

func sizeOf(q infoseek.Question, in Input) sizeSum {
	s := sizeSum{questions: 1, spent: in.Spending.Of[q.ID].plus(judging(in.Verdicts[q.ID]))}
	if v, ok := in.Verdicts[q.ID]["difficulty"]; ok && v.Outcome != verify.Fault {
		s.asked++
		if v.Outcome == verify.Pass {
			s.failed++
		}
	}
	return s
}

func (s sizeSum) row(name string, of int) sizeRow {
	r := sizeRow{name, count(s.questions), percent(s.questions, of), "–", "–", "–", "–"}
	if s.asked > 0 {
		r.Failed = fmt.Sprintf("%s of %s", percent(s.failed, s.asked), count(s.asked))
	}
	if s.spent.Tokens > 0 {
		r.Tokens = count(s.spent.Tokens / s.questions)
		r.Cost, r.Dollars = dollars(s.spent.Dollars/float64(s.questions)), dollars(s.spent.Dollars)
	}
	return r
}

func dollars(d float64) string { return fmt.Sprintf("$%.4f", d) }
