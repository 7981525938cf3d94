// Package hcsp is the heart of the program: it reads a research tree as a network of constraints over a corpus, computes which entities each vertex may be, and
// certifies what a question promises: that it has one answer and needs each of its clues. The definitions, and why they are as they are, stand in
// docs/adr/0003-certificates.md.
//
// All of it is computed from infoseek.Pages, and from infoseek.Searcher for retrieval ranks. The package must not know how a corpus is stored, how trees are grown or
// how questions are worded.
//
// Reading order: validate.go (what a tree is), solver.go (sets of entities under R), network.go (the upward pass, and growing a tree), candidates.go (both passes),
// certify.go with distinct.go and cover.go, exposures.go, oneshot.go, check.go.
package hcsp
