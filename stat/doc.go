// Package stat says how far measured numbers can be trusted: intervals of means and shares, tests of paired differences, and the smallest difference that a number of items can show.
//
// Reading order: interval.go, wilson.go, resampling.go (what chance is drawn from), bootstrap.go, randomisation.go, mcnemar.go, power.go.
//
// Numbers belong to items (questions, queries), which are taken to be drawn independently; what belongs together (the clauses of one question) is averaged first by whoever calls. The package must not know
// what was measured.
package stat
