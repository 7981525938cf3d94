// Package search ranks the passages and pages of a corpus for a query by BM25. A passage is a run of whole sentences of one page, at most so many words; it is searched
// with its page's title. The index is one file, memory-mapped; a search is exact: ids and scores are those of scoring every passage by the formula of Settings.
//
// Reading order: options.go (what can be set, the formula), passage.go and analysis.go (what is indexed), build.go and format.go (how it is written), index.go, searcher.go,
// pruned.go (why a search need not look at every passage), sparse.go and dense.go (the lists it reads), top.go; phrase.go; then the files of TREC: topic.go, run.go, qrels.go, judged.go, evaluation.go.
//
// The package must not know how a corpus is stored, nor what its pages mean: it sees infoseek.Pages.
package search
