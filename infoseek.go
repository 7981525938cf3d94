// Package infoseek holds the words of the domain and the interfaces that the other packages meet through. It imports the standard library only, and
// knows nothing of files, networks or command lines.
//
// Terms follow "Open Data Synthesis For Deep Research" (arXiv 2509.00375): a research tree is a Hierarchical Constraint Satisfaction Problem (HCSP) whose root is
// the answer (section 2), grown by a Planner and a Browser (section 3). What goes beyond the paper is the Certificate: that a question has one answer, and
// needs each of its clues, computed over the corpus.
//
// Reading order: page.go (what a corpus answers), attribute.go, tree.go, certificate.go, question.go, search.go, model.go, trajectory.go, sample.go, fault.go. Then the packages in the
// order of docs/architecture.md: corpus, search, hcsp, synth, cmd/infoseek.
package infoseek

// FormatVersion is the "v" of every record this program writes.
const FormatVersion = 1
