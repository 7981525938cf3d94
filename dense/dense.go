// Package dense ranks the passages and pages of a corpus for a query by the vectors that a language model makes of both. The vectors are kept in one file beside the corpus, memory-mapped: as they are, and rounded to bytes.
//
// A search is exact: hits, scores and order are those of multiplying the query's vector with that of every passage (cosine, f32 added up in one fixed order, ties in document order), on every machine. It reads the bytes of all passages, of which it
// knows how far they can be off, and multiplies again in f32 those that can be among the best (scan.go).
//
// Reading order: embedder.go, build.go and journal.go (making vectors, resumable), format.go, quantise.go, index.go, kernel.go (the inner loops, in assembly for some processors), scan.go, searcher.go, verify.go. dense/bert is a model that runs in this process.
//
// The package must not know how passages are cut, nor where models are: it gets both.
package dense
