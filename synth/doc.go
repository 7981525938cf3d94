// Package synth makes questions: it grows research trees over a corpus, has them certified, put in words and measured, and journals what became of each root
// (arXiv 2509.00375, section 3). It sees the corpus and the search engine only through the root's interfaces, so it must not know how either is stored.
//
// Reading order: options.go, offer.go (what a page offers as constraints), planner.go (the two agents), embedded.go (the Planner that goes by candidate
// counts), grow.go (the loop that checks each step), drafter.go, writer.go (the question), item.go (everything that is done for one root), run.go (a whole run).
// Subpackage claims reads statements out of sentences.
package synth
