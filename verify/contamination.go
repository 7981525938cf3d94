package verify

import (
	"context"
	"fmt"

	"infoseek"
	"infoseek/text"
)

// Leaked is a question of a set that ours must not repeat: a benchmark, a held-out set.
type Leaked struct {
	Set      string
	ID       string
	Question string
	Answers  []string
}

// Contamination finds questions that repeat one of another set: word for word, lightly edited, within a longer one, or with another answer. Sets of word n-grams find the candidates; how much of the other question
// is told in order, each word weighed by how rare it is, decides.
type Contamination struct {
	options contaminationOptions
	known   []Leaked
	index   *ngrams
}

type contaminationOptions struct {
	Sets map[string]string `json:"sets"` // name and hash of each
	// Ours repeats the other question if it tells the share Least of it, and that makes up the share Own of ours: a fact that is one of many clues is no repetition. Where the answers are the same, LeastSame and OwnSame are enough.
	Least     float64 `json:"least"`
	Own       float64 `json:"own"`
	LeastSame float64 `json:"least_same"`
	OwnSame   float64 `json:"own_same"`
}

// The shares are chosen on planted leaks and on questions that are none (contamination_test.go).
const (
	leakShare     = .65
	leakOwn       = .35
	leakShareSame = .55
	leakOwnSame   = .15
)

// NewContamination compares with the questions of other sets; hashes name the sets as read, for the record.
func NewContamination(known []Leaked, hashes map[string]string) *Contamination {
	c := &Contamination{options: contaminationOptions{hashes, leakShare, leakOwn, leakShareSame, leakOwnSame}, known: known, index: newNgrams()}
	for _, k := range known {
		c.index.add(text.NormWords(k.Question))
	}
	c.index.weigh()
	return c
}

// repeated is the evidence: the question of another set that is told best.
type repeated struct {
	Set        string  `json:"set"`
	ID         string  `json:"id"`
	Question   string  `json:"question"`
	Share      float64 `json:"share"` // of it that ours tells, 0..1
	Own        float64 `json:"own"`   // of ours that this makes up
	SameAnswer bool    `json:"same_answer"`
}

// Name of the check.
func (*Contamination) Name() string { return "contamination" }

// Version of the check.
func (*Contamination) Version() int { return 1 }

// Options of the check.
func (c *Contamination) Options() any { return c.options }

// Needs of the check.
func (*Contamination) Needs() Needs { return Needs{} }

// Check compares a question with all of the sets.
func (c *Contamination) Check(_ context.Context, it *Item) (Finding, error) {
	best, bad := c.nearest(it.Question)
	f := Finding{Measures: map[string]float64{"share": best.Share, "own": best.Own}}
	if best.ID != "" {
		f.Evidence = best
	}
	if bad {
		f.Against = append(f.Against, fmt.Sprintf("repeats %s of %s", best.ID, best.Set))
	}
	return f, nil
}

// nearest returns the question that q tells best, and whether that is a repetition.
func (c *Contamination) nearest(q infoseek.Question) (repeated, bool) {
	words := text.NormWords(q.Question)
	var best repeated
	bad := false
	for _, n := range c.index.candidates(words) {
		k := c.known[n]
		r := repeated{Set: k.Set, ID: k.ID, Question: k.Question}
		r.Share, r.Own = c.index.told(n, words)
		for _, a := range k.Answers {
			r.SameAnswer = r.SameAnswer || rightAnswer(a, q)
		}
		worse := r.Share >= c.options.Least && r.Own >= c.options.Own || r.SameAnswer && r.Share >= c.options.LeastSame && r.Own >= c.options.OwnSame
		if worse && !bad || worse == bad && r.Share > best.Share {
			best, bad = r, worse
		}
	}
	return best, bad
}
