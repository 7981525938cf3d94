package verify

import (
	"hash/fnv"
	"slices"

	"infoseek"
	"infoseek/hcsp"
)

// Item is a question with all that a check may look at.
type Item struct {
	Number   int // of the question in its run, from 0
	Question infoseek.Question
	Pages    infoseek.Pages
	Searcher infoseek.Searcher
	Solver   *hcsp.Solver   // over Pages; nil without them
	Model    infoseek.Model // of the role that the check needs
	Before   *Verdict       // of the check that this one builds on
	// Attempt is part of every seed, so that a check repeated doesn't repeat its chance.
	Attempt int
	Run     uint64 // the run's seed
	check   string
}

// seed of the nth call or choice of the check on this question: the same whenever and wherever it is made.
func (it *Item) seed(n int) uint64 {
	h := fnv.New64a()
	for _, s := range []string{it.check, it.Question.ID} {
		h.Write(append([]byte(s), 0))
	}
	x := h.Sum64()
	for _, k := range []uint64{it.Run, uint64(it.Attempt), uint64(n)} {
		x = (x ^ k) * 0x9E3779B97F4A7C15
		x ^= x >> 29
	}
	return x >> 33 // servers take seeds of 31 bits
}

// modelSeed is seed for a sampling's pointer.
func (it *Item) modelSeed(n int) *uint64 {
	s := it.seed(n)
	return &s
}

// hasTree says whether the question has a tree that was certified.
func hasTree(q infoseek.Question) bool { return len(q.Tree.Edges) > 0 && len(q.Certificate.Edges) > 0 }

// isCited says whether every claim of the question's tree cites its evidence.
func isCited(q infoseek.Question) bool {
	return !slices.ContainsFunc(q.Tree.Edges, func(e infoseek.Edge) bool { return e.Evidence.Page == "" })
}
