// Package eval measures how well an agent answers the questions of a set: it has them answered, scores the answers as the official scripts of the sets do, and says of every score how far it can be trusted and under which conditions it was
// measured. A score without its conditions is never told (conditions.go).
//
// Reading order: set.go (questions), job.go (a run over them, resumable), record.go (what one answer came to), scripts.go (whose rules score a set), score.go (the figures of a set with their intervals), conditions.go, coverage.go,
// failures.go, judge.go, browsecomp.go (BrowseComp-Plus's own figures), compare.go (two runs beside each other).
//
// The package must not know how an agent is made or what a question was made from.
package eval
