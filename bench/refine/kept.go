package main

import (
	"math"

	"infoseek/bench/contexts"
	"infoseek/text"
)

// A sentence is kept if there is a stretch of the evidence, of at most longest times as many telling words (stop words left out), that has least of its telling words.
const (
	least   = 0.9
	longest = 1.5
)

// kept says whether a sentence is in the evidence, given as stems.
func kept(sentence string, evidence []string) bool {
	want := text.StemSet(sentence)
	if len(want) == 0 {
		return false
	}
	need := int(math.Ceil(least * float64(len(want))))
	width := int(math.Ceil(longest * float64(len(text.Stems(sentence)))))
	seen, have := map[string]int{}, 0
	for i, stem := range evidence {
		if want[stem] {
			if seen[stem]++; seen[stem] == 1 {
				have++
			}
		}
		if i >= width && want[evidence[i-width]] {
			if seen[evidence[i-width]]--; seen[evidence[i-width]] == 0 {
				have--
			}
		}
		if have >= need {
			return true
		}
	}
	return false
}

// tally adds up what was kept.
type tally struct {
	questions, gold, kept, whole int // whole: questions all of whose gold was kept
	answers, shown               int // answers but yes and no, and how many stand in the evidence
	tokens                       int
}

func (t *tally) add(q contexts.Question, evidence string, tokens int) {
	stems, n := text.Stems(evidence), 0
	for _, g := range q.Gold {
		for _, s := range g.Sentences {
			if kept(s, stems) {
				n++
				break
			}
		}
	}
	t.questions++
	t.gold, t.kept, t.tokens = t.gold+len(q.Gold), t.kept+n, t.tokens+tokens
	if n == len(q.Gold) {
		t.whole++
	}
	if a := q.Answers[0]; a != "yes" && a != "no" {
		t.answers++
		if states(evidence, q.Answers) {
			t.shown++
		}
	}
}

// states says whether the words of one of the answers stand in the evidence as a run.
func states(evidence string, answers []string) bool {
	words := contexts.Words(evidence)
	for _, a := range answers {
		if run := contexts.Words(a); len(run) > 0 && text.HasRun(words, run) {
			return true
		}
	}
	return false
}

func percent(part, all int) float64 { return 100 * float64(part) / float64(max(all, 1)) }

// share is how much of the gold evidence was kept, in percent.
func (t *tally) share() float64 { return percent(t.kept, t.gold) }

func (t *tally) mean() float64 { return float64(t.tokens) / float64(max(t.questions, 1)) }
